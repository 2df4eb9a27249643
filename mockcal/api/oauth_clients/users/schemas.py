"""What `/v2/oauth-clients/{clientId}/users` takes and shows."""

from typing import Annotated, Any

from mockcal.api.me.schemas import Locale, Zone
from mockcal.api.oauth_clients.tokens import Keys
from mockcal.http import rules
from mockcal.http.answers import Instant, Wire, omit_none
from mockcal.http.dto import Convert, Dto, QueryDto, leading_number
from mockcal.http.emails import is_email
from mockcal.http.errors import BadRequest
from mockcal.http.rules import Custom, Only
from mockcal.store.users import User


class InvalidEmailFilter(BadRequest):
    """400: an element of `emails` is no address; a `+` in one must be sent as %2B."""

    def __init__(self, text: str) -> None:
        super().__init__(f"Invalid email {text}")


def _emails(value: Any) -> Any:
    """A comma list, looked at; repeated keys go unseen."""
    if not isinstance(value, str):
        return value
    emails = [part.strip() for part in value.split(",")]
    for email in emails:
        if not is_email(email):
            raise InvalidEmailFilter(email)
    return emails


Limit = Annotated[int, Only(rules.IsNumber()), rules.Min(1), rules.Max(250), Convert(leading_number)]
Offset = Annotated[int, Only(rules.IsNumber()), rules.Min(0), rules.Max(250), Convert(leading_number)]


class ManagedUsersPage(QueryDto):
    """Both figures end at 250, so that at most 500 managed users can be paged through."""

    limit: Limit = 50
    offset: Offset = 0


class ManagedUsersQuery(ManagedUsersPage):
    emails: Annotated[list[str], Convert(_emails)] | None = None


TWELVE_OR_TWENTY_FOUR = Custom(
    "isTimeFormat",
    "timeFormat must be a number either 12 or 24",
    lambda value: rules.is_number(value) and value in (12, 24),
)


class CreateManagedUser(Dto):
    """A zone also makes a default schedule. Whether `email` is an address is asked only when he is invited."""

    email: str
    name: str
    time_format: Annotated[int | float, Only(TWELVE_OR_TWENTY_FOUR)] | None = None
    week_start: str | None = None
    time_zone: Zone | None = None
    locale: Locale | None = None
    avatar_url: str | None = None
    bio: str | None = None
    metadata: Annotated[Any, rules.IsMetadata()] | None = None


class ManagedUser(Wire):
    id: int
    email: str
    username: str | None
    name: str | None
    bio: str | None
    time_zone: str
    week_start: str
    created_date: Instant
    time_format: int | None
    default_schedule_id: int | None
    locale: str | None
    avatar_url: str | None
    metadata: Any = None

    @classmethod
    def of(cls, user: User) -> "ManagedUser":
        return cls(
            id=user.id,
            email=user.email,
            username=user.username,
            name=user.name,
            bio=user.bio,
            time_zone=user.time_zone,
            week_start=user.week_start,
            created_date=user.created_date,
            time_format=user.time_format,
            default_schedule_id=user.default_schedule_id,
            locale=user.locale,
            avatar_url=user.avatar_url,
            metadata=omit_none(user.meta),
        )


class CreatedManagedUser(Keys):
    user: ManagedUser
