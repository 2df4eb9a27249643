"""The rules of an organization's attributes."""

from sqlalchemy import select

from mockcal.api.organizations.attributes.options import service as options
from mockcal.api.organizations.attributes.schemas import SELECTS, Attribute, CreateAttribute, UpdateAttribute
from mockcal.http.errors import DuplicateRecord, RecordNotFound
from mockcal.http.nulls import refuse_nulls
from mockcal.sandbox.transaction import Transaction
from mockcal.store.attributes import Attribute as Row


def page(tx: Transaction, org_id: int, *, take: int, skip: int) -> list[Attribute]:
    statement = select(Row).where(Row.team_id == org_id).order_by(Row.sequence, Row.id)
    return [Attribute.of(row) for row in tx.all(statement.offset(skip).limit(take))]


def find(tx: Transaction, org_id: int, attribute_id: str) -> Row | None:
    """None for one of another organization too."""
    row = tx.get(Row, attribute_id)
    return row if row is not None and row.team_id == org_id else None


def find_by_slug(tx: Transaction, org_id: int, slug: str) -> Row | None:
    return tx.first(select(Row).where(Row.team_id == org_id, Row.slug == slug))


def create(tx: Transaction, org_id: int, body: CreateAttribute) -> Row:
    _refuse_taken_slug(tx, org_id, body.slug)
    refuse_nulls(Row, {"enabled": body.enabled})
    row = tx.add(
        Row(
            id=tx.ids.uuid(),
            sequence=tx.ids.drawn,
            team_id=org_id,
            name=body.name,
            slug=body.slug,
            type=body.type,
            enabled=body.enabled,
            created_at=tx.now,
            updated_at=tx.now,
        )
    )
    for option in body.options if body.type in SELECTS else []:
        options.add(tx, row.id, value=option.value, slug=option.slug)
    return row


def update(tx: Transaction, org_id: int, attribute_id: str, change: UpdateAttribute) -> Row:
    """Another type leaves the options alone."""
    row = _existing(tx, org_id, attribute_id)
    if change.slug is not None:
        _refuse_taken_slug(tx, org_id, change.slug, but=row.id)
    for name, value in change.sent().items():
        setattr(row, name, value)
    row.updated_at = tx.now
    tx.flush()
    return row


def remove(tx: Transaction, org_id: int, attribute_id: str) -> Attribute:
    """The attribute as it was; its options go with it, and who had them has them no more."""
    row = _existing(tx, org_id, attribute_id)
    shown = Attribute.of(row)
    tx.delete(row)
    return shown


def _existing(tx: Transaction, org_id: int, attribute_id: str) -> Row:
    row = find(tx, org_id, attribute_id)
    if row is None:
        raise RecordNotFound(explain="the organization has no such attribute")
    return row


def _refuse_taken_slug(tx: Transaction, org_id: int, slug: str, *, but: str | None = None) -> None:
    found = find_by_slug(tx, org_id, slug)
    if found is not None and found.id != but:
        raise DuplicateRecord(explain=f"another attribute of the organization has the slug {slug}")
