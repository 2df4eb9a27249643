"""What `/v2/me` takes and shows."""

from typing import Annotated, Any

from mockcal.http import rules
from mockcal.http.answers import Wire
from mockcal.http.dto import Convert, Dto, Number
from mockcal.http.locales import LOCALES
from mockcal.http.rules import Only
from mockcal.http.zones import capitalized_zone
from mockcal.store.users import User

WEEK_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class MyOrganization(Wire):
    is_platform: bool
    id: int


class Me(Wire):
    """The caller. `organization` is there only for somebody with a profile in one, and never on PATCH."""

    id: int
    username: str | None
    email: str
    name: str | None
    avatar_url: str | None
    bio: str | None
    time_format: int | None
    default_schedule_id: int | None
    week_start: str
    time_zone: str
    locale: str | None
    organization_id: int | None
    organization: MyOrganization | None = None
    metadata: Any = None

    @classmethod
    def of(cls, user: User, *, organization_id: int | None, **more: Any) -> "Me":
        return cls(
            id=user.id,
            username=user.username,
            email=user.email,
            name=user.name,
            avatar_url=user.avatar_url,
            bio=user.bio,
            time_format=user.time_format,
            default_schedule_id=user.default_schedule_id,
            week_start=user.week_start,
            time_zone=user.time_zone,
            locale=user.locale,
            organization_id=organization_id,
            **more,
        )


Zone = Annotated[str, Only(rules.IsTimeZone()), Convert(capitalized_zone)]
Locale = Annotated[str, Only(rules.IsEnum(LOCALES))]


class UpdateMe(Dto):
    email: Annotated[str, Only(rules.IsEmail())] | None = None
    name: str | None = None
    time_format: Annotated[Number, rules.IsIn((12, 24))] | None = None
    default_schedule_id: Number | None = None
    week_start: Annotated[str, rules.IsIn(WEEK_DAYS)] | None = None
    time_zone: Zone | None = None
    locale: Locale | None = None
    avatar_url: str | None = None
    bio: str | None = None
    metadata: Annotated[Any, rules.IsMetadata()] | None = None
