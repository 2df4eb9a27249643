"""Why a slot is not open."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from mockcal.scheduling.busy import Booked, Buffers, Busy, Reason, Why, blocked_by
from mockcal.scheduling.hours import Hours, Override, WeeklyRow
from mockcal.scheduling.slots import Facts, Host, Question, Reservation, Rules
from mockcal.scheduling.starts import Cadence
from mockcal.scheduling.verdicts import verdicts
from mockcal.scheduling.windows import Rolling

DAY = date(2050, 9, 5)
NINE_TO_ONE = Hours(UTC, (WeeklyRow(frozenset(range(7)), time(9), time(13)),))
HOURLY = Cadence(60, 60)


def at(hour: int) -> datetime:
    return datetime.combine(DAY, time(hour), UTC)


def asked(now: datetime = datetime(2050, 9, 1, tzinfo=UTC)) -> Question:
    return Question(at(0), at(23) + timedelta(minutes=59, seconds=59), now=now, view=UTC)


def why(facts: Facts, rules: Rules = Rules(HOURLY), question: Question | None = None) -> dict[int, str]:  # noqa: B008
    """The verdict of each full hour; "open" for one that is."""
    found = verdicts(question or asked(), rules, facts)
    return {one.start.hour: str(one.reason) if one.reason else "open" for one in found}


def host(*busy: Busy, name: str = "alice", fixed: bool = True, **more) -> Host:
    return Host(name, fixed, more.pop("hours", NINE_TO_ONE), busy, **more)


def test_every_hour_of_the_day_is_told():
    said = why(Facts([host()]))

    assert list(said) == list(range(24))
    assert [hour for hour, verdict in said.items() if verdict == "open"] == [9, 10, 11, 12]
    assert said[8] == said[13] == "outside-hours"


def test_the_notice():
    said = why(Facts([host()]), Rules(HOURLY, notice=120), asked(now=at(8)))

    assert said[7] == said[9] == "notice"
    assert said[10] == "open"


def test_a_booking_and_the_buffers_around_it():
    said = why(Facts([host(*blocked_by(Booked("bk_1", at(11), at(12), Buffers(60, 60)), Buffers()))]))

    assert said == said | {9: "open", 10: "buffer:bk_1", 11: "booking:bk_1", 12: "buffer:bk_1"}


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (Reason(Why.BUSY_CALENDAR), "busy-calendar"),
        (Reason(Why.LIMIT, "day"), "limit:day"),
    ],
)
def test_what_else_takes_time(reason, text):
    assert why(Facts([host(Busy(at(9), at(10), *reason))]))[9] == text


def test_a_limit_is_told_before_what_filled_it():
    taken = blocked_by(Booked("bk_1", at(9), at(10)), Buffers())

    said = why(Facts([host(*taken, Busy(at(0), at(23), Why.LIMIT, "day"))]))

    assert said[9] == said[10] == "limit:day"


def test_an_override():
    closed = Hours(UTC, NINE_TO_ONE.weekly, (Override(DAY, time(0), time(0)),))

    assert why(Facts([host(hours=closed)]))[9] == "override"


def test_out_of_office():
    assert why(Facts([host(away=frozenset({DAY}))], shows_days_away=True))[9] == "out-of-office"


def test_a_calendar_that_cannot_be_read():
    assert why(Facts([host(unreachable=True)]))[9] == "unreachable-calendar"


def test_a_reservation():
    said = why(Facts([host()], reservations=[Reservation("r_1", at(10), at(11))]))

    assert said[10] == "reservation:r_1"
    assert said[9] == said[11] == "open"


def test_the_booking_window():
    said = why(Facts([host()]), Rules(HOURLY, window=Rolling(3)))

    assert said[9] == "window"


def test_only_the_first_slot_of_the_day():
    said = why(Facts([host()]), Rules(HOURLY, first_of_day_only=True))

    assert said[9] == "open"
    assert said[10] == "first-slot-only"


def test_nobody_hosts():
    assert why(Facts([]))[9] == "no-hosts"


class TestSeveralHosts:
    afternoon = Hours(UTC, (WeeklyRow(frozenset(range(7)), time(11), time(15)),))

    def test_whoever_is_missing_is_named(self):
        said = why(Facts([host(), host(name="bob", hours=self.afternoon)]))

        assert said[9] == "host:bob"
        assert said[11] == "open"
        assert said[13] == "host:alice"

    def test_what_all_say_needs_no_name(self):
        assert why(Facts([host(), host(name="bob")]))[8] == "outside-hours"

    def test_a_booking_says_whose_it_is(self):
        taken = blocked_by(Booked("bk_1", at(11), at(12)), Buffers())

        assert why(Facts([host(*taken), host(name="bob")]))[11] == "booking:bk_1"

    def test_one_of_a_round_robin_is_enough(self):
        taken = blocked_by(Booked("bk_1", at(11), at(12)), Buffers())

        said = why(Facts([host(*taken, fixed=False), host(name="bob", fixed=False, hours=self.afternoon)]))

        assert said[11] == "open"
        assert said[8] == "outside-hours"


def test_a_start_that_only_the_cadence_passes_over_is_left_out():
    said = verdicts(asked(), Rules(Cadence(90, 90)), Facts([host()]))

    assert [one.start.hour for one in said if one.reason is None] == [9, 10]
    assert at(12) not in {one.start for one in said if one.reason is None}
