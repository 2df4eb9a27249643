"""Giving a booking to another host."""

from mockcal.api.bookings import effects, find
from mockcal.api.bookings.core import minutes_of
from mockcal.api.bookings.hosts import Assigned
from mockcal.api.bookings.titles import title_of
from mockcal.api.slots import availability
from mockcal.api.slots.availability import EventHost
from mockcal.auth.caller import Caller
from mockcal.auth.event_types import is_event_admin
from mockcal.http.answers import Wire
from mockcal.http.errors import BadRequest, Forbidden, InternalRefusal, NotFound
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Attendee, Booking
from mockcal.store.event_types import EventType
from mockcal.store.users import User


class ReassignedTo(Wire):
    id: int
    name: str
    email: str


class Reassigned(Wire):
    """`reassigned_to` is the booking's organizer, even where a fixed one stays and another host changed."""

    booking_uid: str
    reassigned_to: ReassignedTo


class EventTypeGone(BadRequest):
    def __init__(self, event_type_id: int | None) -> None:
        shown = "null" if event_type_id is None else event_type_id
        super().__init__(f"Event type with id={shown} was not found in the database")


class MayNotReassign(Forbidden):
    def __init__(self) -> None:
        super().__init__("You do not have permission to reassign this booking")


class NobodyElse(BadRequest):
    def __init__(self) -> None:
        super().__init__("Can't reassign the booking because no other host is available at that time.")


class UnknownUser(NotFound):
    def __init__(self, user_id: int) -> None:
        super().__init__(f"User with id={user_id} was not found in the database")


class NotARoundRobinHost(BadRequest):
    def __init__(self, user_id: int) -> None:
        super().__init__(
            f"User with id={user_id} is not a valid Round Robin host - the user to which you reassign this booking must be "
            "one of the booking hosts. Fetch the booking using following endpoint and select id of one of the hosts: "
            "https://cal.com/docs/api-reference/v2/bookings/get-a-booking"
        )


class Unforeseen(InternalRefusal):
    """400 where the real service fails with 500."""

    def __init__(self, explain: str) -> None:
        super().__init__("Internal server error", explain=explain)


def automatically(tx: Transaction, uid: str, caller: Caller) -> Reassigned:
    """To the host whose turn it is of those who are free and not there yet. 400 when nobody is."""
    booking, event_type, hosts = _reassignable(tx, uid, caller)
    there = {row.email for row in find.attendees_of(tx, booking)}
    others = [host for host in hosts if not host.fixed and not _takes_part(host, booking, there)]
    free = availability.free_hosts(tx, event_type, others, booking.start_time, booking.end_time, except_uid=booking.uid)
    if not free:
        raise NobodyElse
    return _give(tx, booking, event_type, hosts, availability.choose_round_robin(tx, event_type, free)[0])


def to_user(tx: Transaction, uid: str, user_id: int, caller: Caller, reason: str | None) -> Reassigned:
    """To a chosen host, free or not. 404 for no user, 400 for one who is no host of this event type."""
    booking, event_type, hosts = _reassignable(tx, uid, caller)
    if tx.get(User, user_id) is None:
        raise UnknownUser(user_id)
    chosen = next((host for host in hosts if host.user.id == user_id), None)
    if chosen is None or event_type.scheduling_type != "ROUND_ROBIN":
        raise NotARoundRobinHost(user_id)
    if chosen.fixed:
        raise Unforeseen("the user is a fixed host, and has the booking in any case")
    booking.reassign_reason = reason
    return _give(tx, booking, event_type, hosts, chosen)


def _reassignable(tx: Transaction, uid: str, caller: Caller) -> tuple[Booking, EventType, list[EventHost]]:
    booking = find.require(tx, uid)
    event_type = tx.get(EventType, booking.event_type_id)
    if event_type is None:
        raise EventTypeGone(booking.event_type_id)
    if not is_event_admin(tx, caller.user, event_type):
        raise MayNotReassign
    hosts = availability.hosts_of(tx, event_type)
    if len({host.group for host in hosts if not host.fixed}) > 1:
        raise Unforeseen("the event type has more than one group of hosts")
    return booking, event_type, hosts


def _takes_part(host: EventHost, booking: Booking, there: set[str]) -> bool:
    return host.user.id == booking.user_id or host.user.email in there


def _give(
    tx: Transaction, booking: Booking, event_type: EventType, hosts: list[EventHost], to: EventHost
) -> Reassigned:
    """Without a fixed host the booking gets a new organizer; with one the attending host is another."""
    if any(host.fixed for host in hosts):
        former = _replace_attending(tx, booking, hosts, to.user)
    else:
        former = _replace_organizer(tx, booking, event_type, to)
    booking.updated_at = tx.now
    tx.flush()
    if former is not None and former.id != to.user.id:
        effects.reassigned(tx, booking, old_host=former, new_host=to.user)
    organizer = tx.get(User, booking.user_id) or to.user
    shown = ReassignedTo(id=organizer.id, name=organizer.name or "", email=organizer.email)
    return Reassigned(booking_uid=booking.uid, reassigned_to=shown)


def _replace_organizer(tx: Transaction, booking: Booking, event_type: EventType, to: EventHost) -> User | None:
    former = tx.get(User, booking.user_id)
    booking.user_id, booking.user_primary_email = to.user.id, to.user.email
    booking.title = title_of(
        event_type,
        host=Assigned([to]).title_name(tx, event_type),
        organizer=to.user.name,
        responses=_answers_of(tx, booking),
        minutes=minutes_of(booking),
        location=booking.location or "",
    )
    return former


def _replace_attending(tx: Transaction, booking: Booking, hosts: list[EventHost], to: User) -> User | None:
    """The round robin's host is among the attendees there."""
    flexible = {host.user.email: host.user for host in hosts if not host.fixed}
    row = next((row for row in find.attendees_of(tx, booking) if row.email in flexible), None)
    if row is None:
        tx.add(Attendee(booking_id=booking.id, **_as_attendee(to)))
        return None
    former = flexible[row.email]
    for name, value in _as_attendee(to).items():
        setattr(row, name, value)
    return former


def _as_attendee(user: User) -> dict[str, str]:
    return {"name": user.name or "", "email": user.email, "time_zone": user.time_zone, "locale": user.locale or "en"}


def _answers_of(tx: Transaction, booking: Booking) -> dict[str, object]:
    people = find.attendees_of(tx, booking)
    return find.answers_of(booking) or {"name": people[0].name if people else ""}
