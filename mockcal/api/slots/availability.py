"""Whether an event type can be booked at a time, and who of its hosts takes it: what a booking asks."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Literal

from sqlalchemy import func, select
from sqlmodel import col

from mockcal.api.slots.hosts import EventHost, hosts_of
from mockcal.api.slots.subject import Subject, Wish, subject_of, window_of
from mockcal.api.slots.taken import busy_times, limits_of, meetings_of
from mockcal.api.slots.working_hours import absences_of
from mockcal.http.zones import zone_named
from mockcal.sandbox.transaction import Transaction
from mockcal.scheduling.busy import Busy
from mockcal.scheduling.hours import days_away, working_ranges
from mockcal.scheduling.intervals import Interval, covers, overlap
from mockcal.scheduling.limits import Unit, period
from mockcal.scheduling.round_robin import Candidate, choose
from mockcal.scheduling.windows import bookable_span
from mockcal.store.bookings import Attendee, Booking
from mockcal.store.event_types import EventType
from mockcal.store.schedules import Schedule

__all__ = ["EventHost", "choose_round_robin", "free_hosts", "hosts_of", "out_of_bounds", "reached_limit"]

# How far the buffers of other event types may reach: bookings this near are looked at.
REACH = timedelta(days=1)
# As far as slots are looked for: nobody is asked day by day whether he works through more.
LONGEST = timedelta(days=5 * 366)


def free_hosts(
    tx: Transaction,
    event_type: EventType,
    hosts: Sequence[EventHost],
    start: datetime,
    end: datetime,
    *,
    except_uid: str | None = None,
) -> list[EventHost]:
    """Those of `hosts` who work throughout the time and have nothing else then; `except_uid` is a booking that moves."""
    if end - start > LONGEST:
        return []
    subject = subject_of(tx, event_type, hosts)
    moving = tx.first(select(Booking).where(Booking.uid == except_uid)) if except_uid else None
    wish = Wish(minutes=int((end - start) / timedelta(minutes=1)), moving=moving)
    slot = Interval(start, end)
    reach = REACH + timedelta(minutes=max(event_type.before_event_buffer + event_type.after_event_buffer, 0))
    busy, unreachable = busy_times(tx, subject, Interval(start - reach, end + reach), wish)
    works = _working(tx, subject, slot)
    return [
        host
        for host in hosts
        if host.user_id in works and host.user_id not in unreachable and not _is_taken(busy[host.user_id], slot)
    ]


def out_of_bounds(
    tx: Transaction, event_type: EventType, start: datetime, *, time_zone: str
) -> Literal["past", "notice", "window"] | None:
    """Why nobody may book at `start`, seen from the booker's zone. A window of so many bookable days is not looked at."""
    if start < tx.now:
        return "past"
    if start < tx.now + timedelta(minutes=event_type.minimum_booking_notice):
        return "notice"
    if event_type.period_type not in ("ROLLING", "RANGE"):
        return None
    window = window_of(subject_of(tx, event_type, hosts_of(tx, event_type)))
    span = bookable_span(window, tx.now, zone_named(time_zone))
    return None if span.start <= start <= span.end else "window"


def reached_limit(
    tx: Transaction, event_type: EventType, start: datetime, end: datetime, *, except_uid: str | None = None
) -> Literal["booking", "duration"] | None:
    """Which limit of the event type is used up in the period around `start`: that of number or that of minutes.

    Numbers are counted in the zone of the event type's own schedule, minutes always in the server's.
    """
    counts, durations = limits_of(event_type.booking_limits), limits_of(event_type.duration_limits)
    own_zone = zone_named(_own_zone(tx, event_type)) if counts else UTC
    if any(len(_inside(tx, event_type, start, unit, own_zone, except_uid)) >= most for unit, most in counts.items()):
        return "booking"
    if any(sum(_inside(tx, event_type, start, unit, UTC, except_uid)) >= most for unit, most in durations.items()):
        return "duration"
    return None


def choose_round_robin(tx: Transaction, event_type: EventType, free: Sequence[EventHost]) -> list[EventHost]:
    """One host of each group that has a free one, in the order of the groups."""
    groups: dict[str | None, list[EventHost]] = {}
    for host in free:
        if not host.fixed:
            groups.setdefault(host.group, []).append(host)
    return [_choose(tx, event_type, group, members) for group, members in groups.items()]


def _working(tx: Transaction, subject: Subject, slot: Interval) -> set[int]:
    """The hosts whose hours hold the whole slot, on a day when they are not away."""
    around = Interval(slot.start - REACH, slot.end + REACH)
    absences = absences_of(tx, subject.hosts)
    works = set()
    for host in subject.hosts:
        hours = subject.hours[host.user_id]
        away = days_away(hours, absences[host.user_id], around)
        if covers(working_ranges(hours, around, view=UTC, away=away), slot):
            works.add(host.user_id)
    return works


def _is_taken(busy: Sequence[Busy], slot: Interval) -> bool:
    return any(overlap(slot, one) for one in busy)


def _inside(
    tx: Transaction, event_type: EventType, instant: datetime, unit: Unit, zone: tzinfo, except_uid: str | None
) -> list[float]:
    """The minutes of each accepted booking that lies wholly in the period around `instant`."""
    span = period(instant, unit, zone)
    return [one.minutes for one in meetings_of(tx, event_type, span, except_uid) if one.end <= span.end]


def _own_zone(tx: Transaction, event_type: EventType) -> str:
    schedule = tx.get(Schedule, event_type.schedule_id)
    return (schedule.time_zone if schedule else None) or "UTC"


def _choose(tx: Transaction, event_type: EventType, group: str | None, free: Sequence[EventHost]) -> EventHost:
    if len(free) == 1:
        return free[0]
    weighed = None
    if event_type.is_rr_weights_enabled:
        members = [host for host in hosts_of(tx, event_type) if not host.fixed and host.group == group]
        weighed = _candidates(tx, event_type, members)
    chosen = choose(_candidates(tx, event_type, free), group=weighed)
    return next(host for host in free if host.user_id == chosen.user_id)


def _candidates(tx: Transaction, event_type: EventType, hosts: Sequence[EventHost]) -> list[Candidate]:
    last, booked = _last_booked(tx, event_type, hosts), _booked_this_month(tx, event_type, hosts)
    return [
        Candidate(host.user_id, host.priority, host.weight, booked[host.user_id], last.get(host.user_id))
        for host in hosts
    ]


def _last_booked(tx: Transaction, event_type: EventType, hosts: Sequence[EventHost]) -> dict[int, datetime]:
    """When the latest kept booking of this event type was made for each, as organizer or as one of the hosts beside him."""
    kept = _kept(event_type)
    ids = [host.user_id for host in hosts]
    organized = (
        select(Booking.user_id, func.max(Booking.created_at))
        .where(*kept, col(Booking.user_id).in_(ids))
        .group_by(col(Booking.user_id))
    )
    by_email = {host.user.email: host.user_id for host in hosts}
    attended = (
        select(Attendee.email, func.max(Booking.created_at))
        .join(Booking, Booking.id == Attendee.booking_id)
        .where(*kept, col(Attendee.email).in_(list(by_email)))
        .group_by(col(Attendee.email))
    )
    last = dict(tx.rows(organized))
    for email, at in tx.rows(attended):
        user_id = by_email[email]
        last[user_id] = max(last.get(user_id, at), at)
    return last


def _booked_this_month(tx: Transaction, event_type: EventType, hosts: Sequence[EventHost]) -> Counter[int]:
    """Weights even out the bookings that were made in a calendar month, of co-hosts too."""
    month = period(tx.now, Unit.MONTH, UTC)
    made = (*_kept(event_type), Booking.created_at >= month.start, Booking.created_at < month.end)
    by_email = {host.user.email: host.user_id for host in hosts}
    organized = (
        select(Booking.user_id, func.count(col(Booking.id)))
        .where(*made, col(Booking.user_id).in_(list(by_email.values())))
        .group_by(col(Booking.user_id))
    )
    attended = (
        select(Attendee.email, func.count(col(Booking.id)))
        .join(Booking, Booking.id == Attendee.booking_id)
        .where(*made, col(Attendee.email).in_(list(by_email)))
        .group_by(col(Attendee.email))
    )
    booked = Counter(dict(tx.rows(organized)))
    for email, times in tx.rows(attended):
        booked[by_email[email]] += times
    return booked


def _kept(event_type: EventType) -> tuple[Any, ...]:
    """Accepted, and the host came."""
    return (
        Booking.event_type_id == event_type.id,
        Booking.status == "ACCEPTED",
        col(Booking.no_show_host).is_not(True),
    )
