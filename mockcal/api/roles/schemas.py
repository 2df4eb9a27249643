"""Custom roles as they are taken and shown. A permission is `resource.action`, parted at the last dot."""

from typing import Annotated, Any

from mockcal.http import rules
from mockcal.http.answers import Instant, Wire
from mockcal.http.dto import Convert, Dto, QueryDto
from mockcal.http.errors import BadRequest

EVERYTHING = "*.*"


def _each(resource: str, actions: str) -> tuple[str, ...]:
    return tuple(f"{resource}.{action}" for action in actions.split())


_CRUD = "create read update delete"
_IN_BOTH = (
    *(
        permission
        for resource in ("role", "eventType", "workflow", "routingForm", "webhook")
        for permission in _each(resource, _CRUD)
    ),
    *_each("team", "read update delete invite remove listMembers listMembersPrivate changeMemberRole impersonate"),
    *_each("booking", "read readRecordings update"),
    "insights.read",
    *_each("featureOptIn", "read update"),
)
ORGANIZATION_PERMISSIONS = frozenset(
    (
        *_IN_BOTH,
        EVERYTHING,
        "team.create",
        *_each("organization", "create read update listMembers listMembersPrivate invite remove manageBilling"),
        *_each("organization", "changeMemberRole impersonate passwordReset"),
        *_each("booking", "readOrgBookings readOrgAuditLogs"),
        *_each("organization.attributes", "read update delete create editUsers"),
        *_each("watchlist", _CRUD),
    )
)
TEAM_PERMISSIONS = frozenset((*_IN_BOTH, *_each("booking", "readTeamBookings readTeamAuditLogs")))
_WORDS = [permission.rpartition(".") for permission in ORGANIZATION_PERMISSIONS | TEAM_PERMISSIONS]
RESOURCES = frozenset(resource for resource, _, _ in _WORDS)
ACTIONS = frozenset(action for _, _, action in _WORDS)


class InvalidPermission(BadRequest):
    def __init__(self, permission: Any) -> None:
        super().__init__(
            f"Permission '{permission}' must be a valid permission string in format 'resource.action' "
            "(e.g., 'eventType.read', 'booking.create')"
        )


def _known_to(scope: frozenset[str]) -> Convert:
    """400 in one sentence, not the validator's items, for the first permission that the scope lacks."""

    def check(value: Any) -> Any:
        for permission in value if isinstance(value, list) else []:
            if not isinstance(permission, str) or permission not in scope:
                raise InvalidPermission(permission)
        return value

    return Convert(check)


def _listed_and_known_to(scope: frozenset[str]) -> Convert:
    """In a query: parted by commas, repeated, or both."""

    def check(value: Any) -> Any:
        texts = value if isinstance(value, list) else [value]
        parts = [part.strip() for text in texts if isinstance(text, str) for part in text.split(",")]
        return _known_to(scope).by([part for part in parts if part])

    return Convert(check)


def require_words(permission: str) -> None:
    """400 unless resource and action exist, be it in no scope or the other one."""
    resource, _, action = permission.rpartition(".")
    if resource not in RESOURCES or action not in ACTIONS:
        raise InvalidPermission(permission)


OrganizationPermissions = Annotated[list[str], _known_to(ORGANIZATION_PERMISSIONS)]
TeamPermissions = Annotated[list[str], _known_to(TEAM_PERMISSIONS)]
Name = Annotated[str, rules.MinLength(1)]


class CreateRole(Dto):
    name: Name
    color: str | None = None
    description: str | None = None
    permissions: list[str] | None = None


class CreateOrganizationRole(CreateRole):
    permissions: OrganizationPermissions | None = None


class CreateTeamRole(CreateRole):
    permissions: TeamPermissions | None = None


class UpdateRole(Dto):
    """`permissions` replaces all there are; `description` is taken and forgotten."""

    name: Name | None = None
    color: str | None = None
    description: str | None = None
    permissions: list[str] | None = None


class UpdateOrganizationRole(UpdateRole):
    permissions: OrganizationPermissions | None = None


class UpdateTeamRole(UpdateRole):
    permissions: TeamPermissions | None = None


class OrganizationRolePermissions(Dto):
    permissions: OrganizationPermissions


class TeamRolePermissions(Dto):
    permissions: TeamPermissions


class OrganizationPermissionsQuery(QueryDto):
    permissions: Annotated[list[str], _listed_and_known_to(ORGANIZATION_PERMISSIONS)] | None = None


class TeamPermissionsQuery(QueryDto):
    permissions: Annotated[list[str], _listed_and_known_to(TEAM_PERMISSIONS)] | None = None


class _Role(Wire):
    id: str
    name: str
    color: str | None
    description: str | None
    type: str
    permissions: list[str]
    created_at: Instant | None
    updated_at: Instant | None


class OrganizationRole(_Role):
    organization_id: int | None


class TeamRole(_Role):
    team_id: int | None
