"""Holding a slot while a booker fills in his form."""

from datetime import datetime, timedelta

from sqlalchemy import and_, select
from sqlmodel import col

from mockcal.api.slots.hosts import hosts_of
from mockcal.api.slots.moments import utc_instant
from mockcal.api.slots.schemas import Reservation, ReserveSlot
from mockcal.auth.caller import Caller
from mockcal.http.answers import OMIT
from mockcal.http.errors import BadRequest, Forbidden, NotFound, Unauthorized, UnprocessableEntity
from mockcal.sandbox import timers
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Attendee, Booking
from mockcal.store.event_types import EventType, Host
from mockcal.store.schedules import SelectedSlot
from mockcal.store.teams import Membership, Team
from mockcal.store.timers import Timer

DEFAULT_MINUTES = 5
BLOCKING = ("ACCEPTED", "PENDING", "AWAITING_HOST")
EXPIRY = "reservation-expired"


class DurationNeedsCaller(Unauthorized):
    def __init__(self) -> None:
        super().__init__(
            "reservationDuration can only be used for authenticated requests - use access token, api key or OAuth "
            "credentials"
        )


class EventTypeNotFound(NotFound):
    def __init__(self, event_type_id: int) -> None:
        super().__init__(f"Event Type with ID={event_type_id} not found")


class Stranger(Forbidden):
    def __init__(self) -> None:
        super().__init__(
            "authenticated user is not owner of event type, does not have memberships in common with owner of the event "
            "type, nor does belong to event type's team or org."
        )


class InvalidStart(BadRequest):
    def __init__(self) -> None:
        super().__init__("Invalid start date")


class OneLengthOnly(BadRequest):
    def __init__(self) -> None:
        super().__init__("You passed 'slotDuration' but this event type is not a variable length event type.")


class NotALength(BadRequest):
    def __init__(self, lengths: list[int]) -> None:
        super().__init__(
            "Provided 'slotDuration' is not one of the possible lengths for the event type. The possible lengths for "
            f"this variable length event type are: {', '.join(map(str, lengths))}"
        )


class NoSeatsLeft(UnprocessableEntity):
    def __init__(self, event_type_id: int, start: str) -> None:
        super().__init__(f"Booking with id={event_type_id} at {start} has no more seats left.")


class AlreadyBooked(UnprocessableEntity):
    def __init__(self) -> None:
        super().__init__("Can't reserve a slot if the event is already booked.")


class AlreadyReserved(UnprocessableEntity):
    def __init__(self) -> None:
        super().__init__("This time slot is already reserved by another user. Please choose a different time.")


class NoHostToReserve(BadRequest):
    def __init__(self) -> None:
        super().__init__("Cannot reserve a slot for a team event without any hosts")


class SlotNotFound(NotFound):
    def __init__(self, uid: str) -> None:
        super().__init__(f"Slot with uid={uid} not found")


def reserve(tx: Transaction, body: ReserveSlot, caller: Caller | None) -> Reservation:
    """Refusals in order: 401 duration without a caller, 404, 403, then what is wrong with the slot."""
    if body.reservation_duration and caller is None:
        raise DurationNeedsCaller
    event_type = event_type_of(tx, body.event_type_id)
    if body.reservation_duration and caller is not None and not _belongs(tx, caller, event_type):
        raise Stranger
    start, end = _free_span(tx, event_type, body)
    row = SelectedSlot(
        uid=tx.ids.uuid(),
        user_id=holder(tx, event_type),
        event_type_id=event_type.id,
        slot_utc_start_date=start,
        slot_utc_end_date=end,
        is_seat=event_type.seats_per_time_slot is not None,
    )
    return _show(keep(tx, row, until=_release(tx, body)), minutes=_minutes(body))


def update(tx: Transaction, uid: str, body: ReserveSlot) -> Reservation:
    """Moves a reservation, even an expired one, and starts its time again; its own slot counts as reserved too."""
    row = by_uid(tx, uid)
    if row is None:
        raise SlotNotFound(uid)
    event_type = event_type_of(tx, body.event_type_id)
    assert event_type.id is not None
    start, end = _free_span(tx, event_type, body)
    row.event_type_id, row.slot_utc_start_date, row.slot_utc_end_date = event_type.id, start, end
    return _show(keep(tx, row, until=_release(tx, body)), minutes=_minutes(body))


def keep(tx: Transaction, row: SelectedSlot, *, until: datetime) -> SelectedSlot:
    """Store it as held until then; the clock tells when that is over, once even if it was held until then before."""
    ending = {"at": until, "kind": EXPIRY, "subject": f"reservation:{row.uid}"}
    if row.release_at != until and until > tx.now and not timers.is_scheduled(tx, **ending):
        timers.schedule(tx, **ending)
    row.release_at = until
    return tx.add(row)


def get(tx: Transaction, uid: str) -> Reservation | None:
    row = by_uid(tx, uid)
    return _show(row) if row else None


def forget(tx: Transaction, uid: str) -> None:
    for row in tx.all(select(SelectedSlot).where(SelectedSlot.uid == uid)):
        tx.delete(row)
    timers.cancel(tx, f"reservation:{uid}")


def by_uid(tx: Transaction, uid: str) -> SelectedSlot | None:
    return tx.first(select(SelectedSlot).where(SelectedSlot.uid == uid).order_by(SelectedSlot.id))


def purge_expired(tx: Transaction, event_type_id: int | None) -> None:
    """A query for slots sweeps what its event type holds no longer."""
    expired = select(SelectedSlot).where(SelectedSlot.event_type_id == event_type_id, SelectedSlot.release_at <= tx.now)
    for row in tx.all(expired):
        tx.delete(row)


def expired(tx: Transaction, timer: Timer) -> str | None:
    """Told when time passes it, unless it was given more; the reservation itself stays readable until it is swept."""
    uid = timer.subject.removeprefix("reservation:")
    ending = select(SelectedSlot.id).where(SelectedSlot.uid == uid, SelectedSlot.release_at == timer.at)
    return "RESERVATION_EXPIRED" if tx.first(ending) is not None else None


def seats_taken(tx: Transaction, event_type: EventType, booking: Booking) -> int:
    """By whoever attends; hosts of a team among them take no seat."""
    hosts = [] if event_type.team_id is None else [host.user.email for host in hosts_of(tx, event_type)]
    attends = select(Attendee.id).where(Attendee.booking_id == booking.id, col(Attendee.email).not_in(hosts))
    return tx.count(attends)


def seats_left(tx: Transaction, event_type: EventType, booking: Booking) -> int:
    return (event_type.seats_per_time_slot or 0) - seats_taken(tx, event_type, booking)


def lengths_of(event_type: EventType) -> list[int]:
    return list(event_type.length_options or [])


def event_type_of(tx: Transaction, event_type_id: int) -> EventType:
    found = tx.get(EventType, event_type_id)
    if found is None:
        raise EventTypeNotFound(event_type_id)
    return found


def _free_span(tx: Transaction, event_type: EventType, body: ReserveSlot) -> tuple[datetime, datetime]:
    """The slot, when nothing of this event type is in its way. Hours and windows are not looked at."""
    start = utc_instant(body.slot_start)
    if start is None:
        raise InvalidStart
    if body.slot_duration:
        _require_length(event_type, body.slot_duration)
    end = start + timedelta(minutes=event_type.length if body.slot_duration is None else body.slot_duration)
    bookings = _overlapping_bookings(tx, event_type, start, end)
    if bookings and event_type.seats_per_time_slot is None:
        raise AlreadyBooked
    if any(seats_left(tx, event_type, booking) <= 0 for booking in bookings):
        assert event_type.id is not None
        raise NoSeatsLeft(event_type.id, body.slot_start)
    if _overlapping_reservation(tx, event_type, start, end) is not None:
        raise AlreadyReserved
    return start, end


def _require_length(event_type: EventType, minutes: int) -> None:
    lengths = lengths_of(event_type)
    if not lengths:
        raise OneLengthOnly
    if minutes not in lengths:
        raise NotALength(lengths)


def _overlapping_bookings(tx: Transaction, event_type: EventType, start: datetime, end: datetime) -> list[Booking]:
    return tx.all(
        select(Booking).where(
            Booking.event_type_id == event_type.id,
            Booking.start_time < end,
            Booking.end_time > start,
            col(Booking.status).in_(BLOCKING),
        )
    )


def _overlapping_reservation(
    tx: Transaction, event_type: EventType, start: datetime, end: datetime
) -> SelectedSlot | None:
    return tx.first(
        select(SelectedSlot).where(
            SelectedSlot.event_type_id == event_type.id,
            SelectedSlot.slot_utc_start_date < end,
            SelectedSlot.slot_utc_end_date > start,
            SelectedSlot.release_at > tx.now,
        )
    )


def holder(tx: Transaction, event_type: EventType) -> int:
    """Whose time is held: the owner's, else the first host's."""
    if event_type.user_id is not None:
        return event_type.user_id
    host = tx.first(select(Host).where(Host.event_type_id == event_type.id).order_by(Host.id))
    if host is None:
        raise NoHostToReserve
    return host.user_id


def _belongs(tx: Transaction, caller: Caller, event_type: EventType) -> bool:
    accepted = select(Membership.team_id).where(Membership.user_id == caller.user_id, Membership.accepted)
    if event_type.team_id is not None:
        team = tx.get(Team, event_type.team_id)
        around = {event_type.team_id, team.parent_id if team else None}
        return bool(around & set(tx.all(accepted)))
    if event_type.user_id == caller.user_id:
        return True
    common = select(Membership.id).where(
        and_(Membership.user_id == event_type.user_id, Membership.accepted, col(Membership.team_id).in_(accepted))
    )
    return tx.first(common) is not None


def _release(tx: Transaction, body: ReserveSlot) -> datetime:
    return tx.now + timedelta(minutes=_minutes(body))


def _minutes(body: ReserveSlot) -> int:
    return DEFAULT_MINUTES if body.reservation_duration is None else body.reservation_duration


def _show(row: SelectedSlot, minutes: int | None = None) -> Reservation:
    return Reservation(
        reservation_uid=row.uid,
        event_type_id=row.event_type_id,
        slot_start=row.slot_utc_start_date,
        slot_end=row.slot_utc_end_date,
        slot_duration=int((row.slot_utc_end_date - row.slot_utc_start_date).total_seconds() // 60),
        reservation_duration=OMIT if minutes is None else minutes,
        reservation_until=row.release_at,
    )
