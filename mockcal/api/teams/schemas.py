"""Teams as they are taken and shown, at every level."""

from typing import Annotated, Any

from mockcal.http import rules
from mockcal.http.answers import Wire, omit_none
from mockcal.http.dto import Dto
from mockcal.http.rules import Only
from mockcal.store.teams import Team as Row

Url = Annotated[str, Only(rules.IsUrl())]
Name = Annotated[str, rules.MinLength(1)]
Metadata = Annotated[
    Any,
    rules.IsMetadata(
        "metadata must be an object with up to 50 keys, each key name up to 40 characters, and values with a maximum "
        "length of 500 characters."
    ),
]


class _TeamFields(Dto):
    """`time_format` is declared a number but checked as a text."""

    name: Name
    slug: str | None = None
    logo_url: Url | None = None
    cal_video_logo: Url | None = None
    app_logo: Url | None = None
    app_icon_logo: Url | None = None
    bio: str | None = None
    hide_branding: bool | None = None
    is_private: bool | None = None
    hide_book_a_team_member: bool | None = None
    metadata: Metadata | None = None
    theme: str | None = None
    brand_color: str | None = None
    dark_brand_color: str | None = None
    banner_url: Url | None = None
    time_format: str | None = None
    time_zone: str | None = None
    week_start: str | None = None


class CreateTeam(_TeamFields):
    auto_accept_creator: bool | None = True


class UpdateTeam(_TeamFields):
    """What is left out stays, but the name is asked for."""

    booking_limits: str | None = None
    include_managed_events_in_limits: bool | None = None


class Team(Wire):
    """All fields, unset ones null; only `metadata` is left out then."""

    id: int
    parent_id: int | None
    name: str
    slug: str | None
    logo_url: str | None
    cal_video_logo: str | None
    app_logo: str | None
    app_icon_logo: str | None
    bio: str | None
    hide_branding: bool
    is_organization: bool
    is_private: bool
    hide_book_a_team_member: bool
    metadata: Any = None
    theme: str | None
    brand_color: str | None
    dark_brand_color: str | None
    banner_url: str | None
    time_format: int | None
    time_zone: str
    week_start: str

    @classmethod
    def of(cls, row: Row, **more: Any) -> Any:
        plain = {name: getattr(row, name) for name in PLAIN}
        return cls(**plain, metadata=omit_none(row.meta), **more)


PLAIN = tuple(name for name in Team.model_fields if name != "metadata")


class MyTeam(Team):
    """A team with the caller's part in it."""

    role: str
    accepted: bool


class PendingTeam(Wire):
    """What creating a team answers where teams cost."""

    pending_team: Team
    payment_link: str
    message: str
