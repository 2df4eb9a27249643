"""The rules of attribute options, and of giving them to members and taking them away."""

from sqlalchemy import select

from mockcal.api.organizations.attributes.options.schemas import Assignment, AssignOption, Option, UpdateOption
from mockcal.api.organizations.attributes.schemas import SELECTS
from mockcal.auth.roles import membership
from mockcal.http.errors import BadRequest, InternalRefusal, NotFound, RecordNotFound
from mockcal.http.slugs import slugify
from mockcal.sandbox.transaction import Transaction
from mockcal.store.attributes import Attribute, AttributeAssignment, AttributeOption
from mockcal.store.teams import Membership


class OptionNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("Attribute option not found")


class AttributeNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("Attribute not found")


class NoMembership(NotFound):
    def __init__(self, user_id: int, org_id: int) -> None:
        super().__init__(f"Membership for user with id {user_id} within organization id {org_id} not found")


class NotAccepted(NotFound):
    def __init__(self) -> None:
        super().__init__(
            "User is not a member of the organization", explain="the user's membership is not accepted yet"
        )


class NoValueForSelects(BadRequest):
    def __init__(self) -> None:
        super().__init__("Attribute type does not support value")


class NotAssigned(NotFound):
    def __init__(self) -> None:
        super().__init__("Attribute does not belong to this user")


def add(tx: Transaction, attribute_id: str, *, value: str, slug: str, option_id: str | None = None) -> AttributeOption:
    """400 for an unknown attribute; whose it is, and of which type, is not asked."""
    fresh = tx.ids.uuid()
    return tx.add(
        AttributeOption(
            id=option_id or fresh,
            sequence=tx.ids.drawn,
            attribute_id=attribute_id,
            value=value,
            slug=slug,
            contains=[],
        )
    )


def of_attribute(tx: Transaction, attribute_id: str) -> list[AttributeOption]:
    """All of them, whatever organization has the attribute."""
    statement = select(AttributeOption).where(AttributeOption.attribute_id == attribute_id)
    return tx.all(statement.order_by(AttributeOption.sequence, AttributeOption.id))


def update(tx: Transaction, attribute_id: str, option_id: str, change: UpdateOption) -> AttributeOption:
    row = _find(tx, attribute_id, option_id)
    if row is None:
        raise RecordNotFound(explain="the attribute has no such option")
    for name, value in change.sent().items():
        setattr(row, name, value)
    tx.flush()
    return row


def remove(tx: Transaction, attribute_id: str, option_id: str) -> Option:
    """The option as it was; who had it has it no more."""
    row = _find(tx, attribute_id, option_id)
    if row is None:
        raise OptionNotFound
    shown = Option.of(row)
    tx.delete(row)
    return shown


def assign(tx: Transaction, org_id: int, user_id: int, body: AssignOption) -> AttributeAssignment:
    """Refusals in order: 404 attribute, membership, acceptance; 400 a value for a type that selects, nothing to assign,
    an unknown option; 409 the same option again. Which attribute the option belongs to is not asked.
    """
    attribute = tx.get(Attribute, body.attribute_id)
    if attribute is None or attribute.team_id != org_id:
        raise AttributeNotFound
    member = _member(tx, org_id, user_id)
    if not member.accepted:
        raise NotAccepted
    if body.value and attribute.type in SELECTS:
        raise NoValueForSelects
    return tx.add(assignment(tx, member.id, _option_to_assign(tx, attribute, body)))


def assignment(
    tx: Transaction, member_id: int | None, option_id: str, *, assignment_id: str | None = None
) -> AttributeAssignment:
    """A row that is not stored yet."""
    fresh = tx.ids.uuid()
    return AttributeAssignment(
        id=assignment_id or fresh,
        sequence=tx.ids.drawn,
        member_id=member_id,
        attribute_option_id=option_id,
        created_at=tx.now,
        updated_at=tx.now,
    )


def of_user(tx: Transaction, org_id: int, user_id: int) -> list[AttributeOption]:
    """Nothing for somebody who is no member."""
    statement = (
        select(AttributeOption)
        .join(AttributeAssignment, AttributeAssignment.attribute_option_id == AttributeOption.id)
        .join(Membership, Membership.id == AttributeAssignment.member_id)
        .join(Attribute, Attribute.id == AttributeOption.attribute_id)
        .where(Membership.user_id == user_id, Membership.team_id == org_id, Attribute.team_id == org_id)
    )
    return tx.all(statement.order_by(AttributeAssignment.sequence, AttributeAssignment.id))


def unassign(tx: Transaction, org_id: int, user_id: int, option_id: str) -> Assignment:
    """The assignment as it was; the option stays."""
    member = _member(tx, org_id, user_id)
    row = tx.first(
        select(AttributeAssignment).where(
            AttributeAssignment.member_id == member.id, AttributeAssignment.attribute_option_id == option_id
        )
    )
    if row is None:
        raise NotAssigned
    shown = Assignment.of(row)
    tx.delete(row)
    return shown


def _find(tx: Transaction, attribute_id: str, option_id: str) -> AttributeOption | None:
    row = tx.get(AttributeOption, option_id)
    return row if row is not None and row.attribute_id == attribute_id else None


def _member(tx: Transaction, org_id: int, user_id: int) -> Membership:
    found = membership(tx, user_id, org_id)
    if found is None:
        raise NoMembership(user_id, org_id)
    return found


def _option_to_assign(tx: Transaction, attribute: Attribute, body: AssignOption) -> str:
    """The option that is named, else a new one with the value."""
    if body.attribute_option_id:
        return body.attribute_option_id
    if not body.value:
        raise InternalRefusal("Internal server error", explain="neither value nor attributeOptionId was sent")
    return add(tx, attribute.id, value=body.value, slug=slugify(body.value)).id
