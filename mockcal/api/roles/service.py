"""The rules of custom roles: the same for an organization and for a team."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select, update
from sqlmodel import col

from mockcal.api.roles.schemas import CreateRole, OrganizationRole, TeamRole, UpdateRole, require_words
from mockcal.auth.system_roles import permission_row
from mockcal.http.errors import BadRequest, DuplicateRecord, NotFound
from mockcal.sandbox.transaction import Transaction
from mockcal.store.teams import Membership, Role, RolePermission


class NameTaken(BadRequest):
    def __init__(self, name: str) -> None:
        super().__init__(f'Role with name "{name}" already exists')


class RoleNotFound(NotFound):
    """404; an organization is called a team here too."""

    def __init__(self, role_id: str, team_id: int) -> None:
        super().__init__(f"Role with id {role_id} within team id {team_id} not found")


def page(tx: Transaction, team_id: int, *, take: int, skip: int) -> list[Role]:
    """The three of the system, then the team's (or organization's) own."""
    theirs = col(Role.team_id).is_(None) | (col(Role.team_id) == team_id)
    return tx.all(select(Role).where(theirs).order_by(Role.sequence, Role.id).offset(skip).limit(take))


def own(tx: Transaction, team_id: int, role_id: str) -> Role:
    """404 for another team's, and for one of the system."""
    row = tx.get(Role, role_id)
    if row is None or row.team_id != team_id:
        raise RoleNotFound(role_id, team_id)
    return row


def create(tx: Transaction, team_id: int, body: CreateRole) -> Role:
    """The name may be one of the system's. 400 for one of the team's own."""
    if _named(tx, team_id, body.name) is not None:
        raise NameTaken(body.name)
    row = add(tx, team_id, name=body.name, color=body.color, description=body.description)
    _grant(tx, row, body.permissions or [])
    return row


def add(
    tx: Transaction, team_id: int, *, name: str, color: str | None, description: str | None, role_id: str | None = None
) -> Role:
    fresh = tx.ids.uuid()
    return tx.add(
        Role(
            id=role_id or fresh,
            sequence=tx.ids.drawn,
            team_id=team_id,
            name=name,
            color=color,
            description=description,
            created_at=tx.now,
            updated_at=tx.now,
        )
    )


def change(tx: Transaction, row: Role, change: UpdateRole) -> Role:
    """409 for a name in use."""
    assert row.team_id is not None
    if change.name is not None:
        found = _named(tx, row.team_id, change.name)
        if found is not None and found.id != row.id:
            raise DuplicateRecord(explain=f"another role is called {change.name}")
        row.name = change.name
    if "color" in change.model_fields_set:
        row.color = change.color
    if change.permissions is not None:
        set_permissions(tx, row, change.permissions)
    row.updated_at = tx.now
    tx.flush()
    return row


def remove(tx: Transaction, row: Role) -> None:
    """Members who hold it keep their plain role, and no permissions by a custom one."""
    tx.execute(update(Membership).where(Membership.custom_role_id == row.id).values(custom_role_id=None))
    tx.delete(row)


def permissions(tx: Transaction, row: Role) -> list[str]:
    return permissions_of(tx, [row])[row.id]


def permissions_of(tx: Transaction, rows: Sequence[Role]) -> dict[str, list[str]]:
    """By role, in the order they were given; read at once for all of them."""
    statement = select(RolePermission).where(col(RolePermission.role_id).in_([row.id for row in rows]))
    found: dict[str, list[str]] = defaultdict(list)
    for permission in tx.all(statement.order_by(RolePermission.id)):
        found[permission.role_id].append(f"{permission.resource}.{permission.action}")
    return found


def add_permissions(tx: Transaction, row: Role, more: Iterable[str]) -> list[str]:
    held = permissions(tx, row)
    _grant(tx, row, [permission for permission in more if permission not in held])
    return permissions(tx, row)


def set_permissions(tx: Transaction, row: Role, new: Iterable[str]) -> list[str]:
    tx.execute(delete(RolePermission).where(RolePermission.role_id == row.id))
    _grant(tx, row, new)
    return permissions(tx, row)


def remove_permissions(tx: Transaction, row: Role, gone: Iterable[str]) -> None:
    """What is not held is no error."""
    for permission in gone:
        resource, _, action = permission.rpartition(".")
        tx.execute(
            delete(RolePermission).where(
                RolePermission.role_id == row.id,
                RolePermission.resource == resource,
                RolePermission.action == action,
            )
        )


def remove_permission(tx: Transaction, team_id: int, role_id: str, permission: str) -> None:
    """400 for words that there are not, then 404 for the role."""
    require_words(permission)
    remove_permissions(tx, own(tx, team_id, role_id), [permission])


def show_for_organization(tx: Transaction, rows: Sequence[Role]) -> list[OrganizationRole]:
    held = permissions_of(tx, rows)
    return [OrganizationRole(**_plain(row), organization_id=row.team_id, permissions=held[row.id]) for row in rows]


def show_for_team(tx: Transaction, rows: Sequence[Role]) -> list[TeamRole]:
    held = permissions_of(tx, rows)
    return [TeamRole(**_plain(row), team_id=row.team_id, permissions=held[row.id]) for row in rows]


PLAIN = ("id", "name", "color", "description", "type", "created_at", "updated_at")


def _plain(row: Role) -> dict[str, object]:
    return {name: getattr(row, name) for name in PLAIN}


def _grant(tx: Transaction, row: Role, permissions: Iterable[str]) -> None:
    tx.add_all([permission_row(row.id, permission) for permission in dict.fromkeys(permissions)])


def _named(tx: Transaction, team_id: int, name: str) -> Role | None:
    return tx.first(select(Role).where(Role.team_id == team_id, Role.name == name))
