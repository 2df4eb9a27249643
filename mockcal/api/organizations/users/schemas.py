"""Users of an organization as they are taken and shown."""

from enum import StrEnum
from typing import Annotated, Any

from mockcal.api.memberships.schemas import Role
from mockcal.api.teams.schemas import Metadata
from mockcal.http import rules
from mockcal.http.answers import Instant, Wire
from mockcal.http.dto import Comma, Convert, Dto, Number, QueryDto
from mockcal.http.params import Loose, TeamIds
from mockcal.http.rules import Each, Only, Rule, said
from mockcal.http.zones import capitalized_zone

LOCALES = [
    "en",
    "fr",
    "it",
    "ru",
    "es",
    "de",
    "pt",
    "ro",
    "nl",
    "pt-BR",
    "ko",
    "ja",
    "pl",
    "ar",
    "iw",
    "zh-CN",
    "zh-TW",
    "cs",
    "sr",
    "sv",
    "vi",
    "bn",
]
WEEK_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _hex_color() -> Rule:
    pattern = r"^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$"
    return Rule("isHexColor", "must be a hexadecimal color", rules.Matches(pattern).test)


def _image_data_url() -> Rule:
    text = "avatarUrl must be an image as a data URL: data:image/...;base64,..."
    return rules.Custom("validateAvatarUrl", text, rules.Matches(r"^data:image/[a-zA-Z0-9.+-]+;base64,\S+$").test)


Email = Annotated[str, Only(rules.IsEmail()), Convert(_lower)]
Username = Annotated[str, Convert(_lower)]
Color = Annotated[str, Only(_hex_color())]
Theme = Annotated[str, Only(rules.IsEnum(("dark", "light")))]
Zone = Annotated[str, Only(rules.IsTimeZone()), Convert(capitalized_zone)]


class _UserFields(Dto):
    """`weekday` is taken, but nothing can keep it."""

    username: Username | None = None
    weekday: Annotated[str, rules.IsIn(WEEK_DAYS)] | None = None
    brand_color: Color | None = None
    dark_brand_color: Color | None = None
    hide_branding: bool | None = None
    bio: str | None = None
    metadata: Metadata | None = None
    time_zone: Zone | None = None
    theme: Theme | None = None
    app_theme: Theme | None = None
    time_format: Annotated[Number, rules.IsIn((12, 24))] | None = None
    default_schedule_id: Annotated[int, Only(rules.IsNumber()), rules.Min(0), Loose] | None = None
    locale: Annotated[str, Only(rules.IsEnum(LOCALES))] | None = None
    avatar_url: Annotated[str, Only(_image_data_url())] | None = None


class CreateUser(_UserFields):
    email: Email
    organization_role: Role | None = Role.MEMBER
    auto_accept: bool | None = True


class UpdateUser(_UserFields):
    email: Email | None = None


class Operator(StrEnum):
    """How the members' attribute options must meet those that are asked for."""

    OR = "OR"
    AND = "AND"
    NONE = "NONE"


class UsersQuery(QueryDto):
    """Unlike in other lists, an empty `take` or `skip` is no number."""

    take: Annotated[int, Only(rules.IsNumber()), rules.Min(1), rules.Max(1000)] = 250
    skip: Annotated[int, Only(rules.IsNumber()), rules.Min(0)] = 0
    emails: Annotated[list[str], Each(said(rules.IsEmail(), "Please submit only valid email addresses"))] | None = None
    assigned_option_ids: Annotated[list[str], Comma()] | None = None
    attribute_query_operator: Operator = Operator.AND
    team_ids: TeamIds | None = None


class UserProfile(Wire):
    id: int
    organization_id: int
    user_id: int
    username: str | None


class OrganizationUser(Wire):
    """`profile` is the one in this organization, `{}` without one; `metadata` is left out when null."""

    id: int
    username: str | None
    name: str | None
    email: str
    email_verified: Instant | None
    bio: str | None
    avatar_url: str | None
    time_zone: str
    week_start: str
    app_theme: str | None
    theme: str | None
    default_schedule_id: int | None
    locale: str | None
    time_format: int | None
    hide_branding: bool
    brand_color: str | None
    dark_brand_color: str | None
    allow_dynamic_booking: bool | None
    created_date: Instant | None
    verified: bool | None
    invited_to: int | None
    metadata: Any = None
    profile: UserProfile | dict[str, Any]
