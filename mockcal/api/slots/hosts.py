"""Who hosts an event type."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Attendee, Booking
from mockcal.store.event_types import EventType, Host
from mockcal.store.users import User


@dataclass(frozen=True, slots=True, eq=False)
class EventHost:
    """Somebody who must be there (`fixed`), or one of a round-robin `group`; `schedule_id` is his hours for this event type."""

    user: User
    fixed: bool
    priority: int | None = None
    weight: int | None = None
    group: str | None = None
    schedule_id: int | None = None

    @property
    def user_id(self) -> int:
        assert self.user.id is not None
        return self.user.id


def hosts_of(tx: Transaction, event_type: EventType) -> list[EventHost]:
    """In host order. A personal event type and a managed copy have their owner, the parent of such copies nobody."""
    if event_type.scheduling_type in ("COLLECTIVE", "ROUND_ROBIN"):
        return _team_hosts(tx, event_type)
    owner = tx.get(User, event_type.user_id)
    return [EventHost(owner, fixed=True)] if owner is not None else []


def narrowed(hosts: list[EventHost], ids: Collection[int] | None) -> list[EventHost]:
    """Fixed hosts and, of the others, those of these ids; all when nobody is left of them or nobody is named."""
    if not ids or not any(host.user_id in ids for host in hosts if not host.fixed):
        return hosts
    return [host for host in hosts if host.fixed or host.user_id in ids]


def of_the_same_booking(
    tx: Transaction, event_type: EventType, hosts: list[EventHost], booking: Booking | None
) -> list[EventHost]:
    """Where a rescheduled round-robin booking stays with its host: those who organize or attend it already."""
    if event_type.scheduling_type != "ROUND_ROBIN" or not event_type.reschedule_with_same_round_robin_host:
        return hosts
    return narrowed(hosts, _people_of(tx, hosts, booking)) if booking is not None else hosts


def is_single(event_type: EventType, hosts: Sequence[EventHost]) -> bool:
    """One person by nature, not a team that happens to have one host."""
    return event_type.scheduling_type in (None, "MANAGED") and len(hosts) == 1


def _team_hosts(tx: Transaction, event_type: EventType) -> list[EventHost]:
    collective = event_type.scheduling_type == "COLLECTIVE"
    statement = (
        select(Host, User)
        .join(User, User.id == Host.user_id)
        .where(Host.event_type_id == event_type.id)
        .order_by(Host.id)
    )
    return [
        EventHost(
            user,
            fixed=collective or host.is_fixed,
            priority=host.priority,
            weight=host.weight,
            group=host.group_name,
            schedule_id=host.schedule_id,
        )
        for host, user in tx.rows(statement)
    ]


def _people_of(tx: Transaction, hosts: list[EventHost], booking: Booking) -> set[int]:
    emails = set(tx.all(select(Attendee.email).where(col(Attendee.booking_id) == booking.id)))
    return {host.user_id for host in hosts if host.user_id == booking.user_id or host.user.email in emails}
