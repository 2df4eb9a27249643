"""Custom roles of a fixture."""

from sqlalchemy import select

from mockcal.api.roles import service
from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import Json, RoleDoc
from mockcal.seed.loading import Loading
from mockcal.store.teams import Role, Team


def load_roles(loading: Loading, place: str, docs: list[RoleDoc], team: Team) -> None:
    """These roles in the place of the team's (or organization's) old ones, those of the same name keeping their ids."""
    old = {row.name: row for row in _of(loading.tx, team)}
    rows = [_load(loading, f"{place}[{index}]", doc, team, old.pop(doc.name, None)) for index, doc in enumerate(docs)]
    for row in old.values():
        service.remove(loading.tx, row)
    loading.made_of(team=team)["roles"] = {row.name: {"id": row.id} for row in rows}


def export_roles(tx: Transaction, team: Team) -> list[Json]:
    """As they are loaded; roles of the system are not."""
    rows = _of(tx, team)
    permissions = service.permissions_of(tx, rows)
    return [_export(row, permissions[row.id]) for row in rows]


def _of(tx: Transaction, team: Team) -> list[Role]:
    return tx.all(select(Role).where(Role.team_id == team.id).order_by(Role.sequence, Role.id))


def _load(loading: Loading, place: str, doc: RoleDoc, team: Team, row: Role | None) -> Role:
    for index, permission in enumerate(doc.permissions):
        if "." not in permission:
            loading.refuse(f"{place}.permissions[{index}]", "write it as resource.action")
    assert team.id is not None
    if row is None:
        if loading.tx.get(Role, doc.id) is not None:
            loading.refuse(f"{place}.id", f"another role has the id {doc.id}")
        row = service.add(
            loading.tx, team.id, name=doc.name, color=doc.color, description=doc.description, role_id=doc.id
        )
    for name, value in doc.given("color", "description", "created_at", "updated_at").items():
        setattr(row, name, value)
    if "permissions" in doc.model_fields_set:
        service.set_permissions(loading.tx, row, doc.permissions)
    return row


def _export(row: Role, permissions: list[str]) -> Json:
    shown: Json = {"name": row.name, "id": row.id, "color": row.color, "description": row.description}
    return shown | {"permissions": permissions, "createdAt": row.created_at, "updatedAt": row.updated_at}
