"""What is to be booked: an event type with its hosts and their hours, and what the asker wishes otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo

from mockcal.api.slots.hosts import EventHost
from mockcal.api.slots.working_hours import hours_of
from mockcal.http.zones import zone_named
from mockcal.sandbox.transaction import Transaction
from mockcal.scheduling.busy import Buffers
from mockcal.scheduling.hours import Hours
from mockcal.scheduling.slots import Rules
from mockcal.scheduling.starts import Cadence
from mockcal.scheduling.windows import Fixed, Rolling, RollingBookable, Unlimited, Window
from mockcal.store.bookings import Booking
from mockcal.store.event_types import EventType

MOST_MINUTES = 5 * 366 * 24 * 60  # longer spans mean the same, and stay within the calendar


@dataclass(frozen=True, slots=True)
class Wish:
    """Another length, a booking that would move, reservations (`own_uid`) that do not count, and whether calendars are asked,
    and minded when they fail.
    """

    minutes: int | None = None
    moving: Booking | None = None
    own_uid: str | None = None
    asks_calendars: bool = True
    minds_failures: bool = True

    @property
    def moving_uid(self) -> str | None:
        return self.moving.uid if self.moving else None


NO_WISH = Wish()


@dataclass(frozen=True, slots=True)
class Subject:
    """`own_zone` is that of the event type's own schedule."""

    event_type: EventType
    hosts: Sequence[EventHost]
    hours: dict[int, Hours]
    own_zone: tzinfo | None
    buffers: Buffers

    @property
    def user_ids(self) -> list[int]:
        return [host.user_id for host in self.hosts]

    @property
    def limits_zone(self) -> tzinfo:
        """Of the event type's schedule, else of the first host."""
        return self.own_zone or (zone_named(self.hosts[0].user.time_zone) if self.hosts else UTC)

    @property
    def window_zone(self) -> tzinfo:
        """Of the event type's schedule, else of the first host's."""
        return self.own_zone or (self.hours[self.hosts[0].user_id].zone if self.hosts else UTC)


def subject_of(tx: Transaction, event_type: EventType, hosts: Sequence[EventHost]) -> Subject:
    hours, own_zone = hours_of(tx, event_type, hosts)
    buffers = Buffers(event_type.before_event_buffer, event_type.after_event_buffer)
    return Subject(event_type, hosts, hours, own_zone, buffers)


def rules_of(subject: Subject, wish: Wish = NO_WISH) -> Rules:
    one = subject.event_type
    length = min(wish.minutes or one.length, MOST_MINUTES)
    return Rules(
        cadence=Cadence(length, one.slot_interval or length, one.offset_start, bool(one.show_optimized_slots)),
        notice=min(one.minimum_booking_notice, MOST_MINUTES),
        window=window_of(subject),
        first_of_day_only=one.only_show_first_available_slot,
        seats=one.seats_per_time_slot,
    )


def window_of(subject: Subject) -> Window:
    one = subject.event_type
    business = not one.period_count_calendar_days
    match one.period_type:
        case "ROLLING":
            return Rolling(one.period_days or 0, business)
        case "ROLLING_WINDOW":
            return RollingBookable(one.period_days or 0, business)
        case "RANGE" if one.period_start_date and one.period_end_date:
            return Fixed(one.period_start_date, one.period_end_date, subject.window_zone)
    return Unlimited()
