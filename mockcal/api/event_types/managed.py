"""Managed event types: the copies that a team's event type gives to its users, and keeps alike."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select
from sqlmodel import col

from mockcal.events import messages
from mockcal.sandbox.transaction import Transaction
from mockcal.store.event_types import EventType, PrivateLink
from mockcal.store.users import User
from mockcal.store.workflows import WorkflowActivation

REPLACED = "event-type-replaced"
OWN = frozenset(
    ("id", "user_id", "team_id", "parent_id", "scheduling_type", "assign_all_team_members", "hidden", "created_at")
)
COPIED = [column.key for column in EventType.__table__.columns if column.key not in OWN]  # type: ignore[attr-defined]


def children(tx: Transaction, parent: EventType) -> list[EventType]:
    return tx.all(select(EventType).where(EventType.parent_id == parent.id).order_by(EventType.id))


def settle(
    tx: Transaction,
    parent: EventType,
    owner_ids: Sequence[int] | None,
    *,
    tells_owners: bool = True,
    ids: dict[int | None, int] | None = None,
) -> None:
    """A copy for each of these (None: for those who have one now); what others had goes, what stays is overwritten.

    `ids` are to be those of new copies, by owner.
    """
    kept = {child.user_id: child for child in children(tx, parent)}
    wanted = list(kept) if owner_ids is None else owner_ids
    for user_id, child in kept.items():
        if user_id not in wanted:
            tx.delete(child)
    _make_room(tx, parent, wanted, tells_owners=tells_owners)
    for user_id in wanted:
        if user_id in kept:
            _overwrite(tx, parent, kept[user_id])
        else:
            add_child(tx, parent, user_id, child_id=(ids or {}).get(user_id))


def add_child(tx: Transaction, parent: EventType, user_id: int | None, *, child_id: int | None = None) -> EventType:
    """A new copy, with the parent's workflows."""
    child = EventType(id=child_id, user_id=user_id, parent_id=parent.id, created_at=tx.now, **_copied(parent))
    tx.add(child)
    activations = select(WorkflowActivation.workflow_id).where(WorkflowActivation.event_type_id == parent.id)
    tx.add_all([WorkflowActivation(workflow_id=one, event_type_id=child.id) for one in tx.all(activations)])
    return child


def _overwrite(tx: Transaction, parent: EventType, child: EventType) -> None:
    for name, value in _copied(parent).items():
        setattr(child, name, value)
    child.hidden = False
    forget_links(tx, [child.id])


def _copied(parent: EventType) -> dict[str, object]:
    return {name: getattr(parent, name) for name in COPIED}


def forget_links(tx: Transaction, event_type_ids: Iterable[int | None]) -> None:
    tx.execute(delete(PrivateLink).where(col(PrivateLink.event_type_id).in_(list(event_type_ids))))


def _make_room(tx: Transaction, parent: EventType, user_ids: Sequence[int | None], *, tells_owners: bool) -> None:
    """A personal event type that has the slug goes; its owner is told by mail."""
    in_the_way = select(EventType).where(
        col(EventType.user_id).in_(user_ids),
        EventType.slug == parent.slug,
        col(EventType.parent_id).is_distinct_from(parent.id),
    )
    for row in tx.all(in_the_way.order_by(EventType.id)):
        if tells_owners:
            _tell_owner(tx, row)
        tx.delete(row)


def _tell_owner(tx: Transaction, row: EventType) -> None:
    owner = tx.get(User, row.user_id)
    if owner is not None:
        subject = f"Your event type {row.slug} was replaced"
        text = (
            f"Your team now manages an event type with the URL {row.slug}. Your own event type {row.title} had that URL "
            "and was deleted."
        )
        messages.mail(tx, REPLACED, to=owner.email, subject=subject, text=text)
