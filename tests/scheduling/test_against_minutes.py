"""The engine against a model that colours minutes: random hours, zones, bookings and rules, weeks of clock changes among them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from mockcal.scheduling.busy import Booked, Buffers, Busy, Why, blocked_by
from mockcal.scheduling.hours import Hours, Override, WeeklyRow
from mockcal.scheduling.slots import Facts, Host, Question, Reservation, Rules, open_slots
from mockcal.scheduling.starts import Cadence
from mockcal.scheduling.verdicts import verdicts
from tests.scheduling import minutes as model

MINUTE = timedelta(minutes=1)
ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC",
        "Europe/Rome",
        "America/New_York",
        "Asia/Kathmandu",  # a quarter of an hour off
        "America/St_Johns",  # half an hour off
        "Australia/Lord_Howe",  # changes by half an hour
        "America/Havana",  # changes at midnight
        "Pacific/Kiritimati",  # the earliest day
        "Pacific/Pago_Pago",  # the latest
    )
]
# Ordinary days, and the eves of clock changes: Rome, New York and Havana, Lord Howe.
DAYS = [date(2026, 6, 9), date(2026, 3, 28), date(2026, 10, 24), date(2026, 3, 7), date(2026, 10, 31), date(2026, 4, 4)]

clocks = st.one_of(
    st.sampled_from([time(0), time(9), time(12, 30), time(17), time(23, 59)]),
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 5, 7, 15, 20, 30, 45])),
    st.builds(time, st.integers(0, 3), st.sampled_from([0, 10, 30, 59])),  # where clocks change
)
weekly_rows = st.builds(
    lambda days, times: WeeklyRow(days, *times),
    st.frozensets(st.integers(0, 6), min_size=4),
    st.one_of(
        st.tuples(clocks, clocks).map(sorted), st.tuples(clocks, clocks)
    ),  # the other way round they are no hours
)
lengths = st.sampled_from([5, 8, 15, 25, 30, 45, 60, 90, 120])


@st.composite
def overrides(draw, day: date) -> Override:
    return Override(day + timedelta(days=draw(st.integers(-1, 4))), draw(clocks), draw(clocks))


@st.composite
def busy_times(draw, day: date) -> list[Busy]:
    """A booking with its buffers, or an event of a calendar."""
    start = datetime.combine(day, time(0), UTC) + draw(st.integers(0, 3 * 24 * 12)) * 5 * MINUTE
    booking = Booked("uid", start, start + draw(st.sampled_from([15, 30, 60, 0, 600])) * MINUTE, draw(buffers))
    if draw(st.booleans()):
        return blocked_by(booking, draw(buffers))
    return [Busy(booking.start, booking.end, Why.BUSY_CALENDAR)]


buffers = st.builds(Buffers, st.sampled_from([0, 0, 10, 45]), st.sampled_from([0, 0, 15, 60]))


@st.composite
def hosts(draw, day: date, *, fixed: bool) -> Host:
    hours = Hours(
        draw(st.sampled_from(ZONES)),
        tuple(draw(st.lists(weekly_rows, min_size=1, max_size=3))),
        tuple(draw(st.lists(overrides(day), max_size=2))),
    )
    return Host(
        "alice",
        fixed,
        hours,
        [one for busy in draw(st.lists(busy_times(day), max_size=3)) for one in busy],
        away=frozenset(draw(st.lists(st.sampled_from([day, day + timedelta(days=1)]), max_size=1))),
        group=draw(st.sampled_from([None, "a"])),
    )


@st.composite
def questions(draw, day: date) -> Question:
    start = datetime.combine(day, time(0), UTC) + draw(st.sampled_from([0, 0, 20, 440, 719])) * MINUTE
    length = draw(st.sampled_from([2900, 1440, 1439, 300, 0])) * MINUTE
    return Question(
        start,
        start + length + draw(st.sampled_from([timedelta(0), timedelta(seconds=59)])),
        now=start + draw(st.sampled_from([-10_000, -200, 100])) * MINUTE + timedelta(seconds=draw(st.integers(0, 59))),
        view=draw(st.sampled_from(ZONES)),
        view_given=draw(st.booleans()),
    )


@st.composite
def rules(draw) -> Rules:
    length = draw(lengths)
    step = draw(st.one_of(st.just(length), lengths))
    cadence = Cadence(length, step, draw(st.sampled_from([0, 0, 10])), draw(st.booleans()))
    return Rules(cadence, notice=draw(st.sampled_from([0, 1, 120])), first_of_day_only=draw(st.booleans()))


@st.composite
def problems(draw) -> tuple[Question, Rules, Facts]:
    day = draw(st.sampled_from(DAYS))
    people = [draw(hosts(day, fixed=draw(st.booleans()))) for _ in range(draw(st.integers(1, 3)))]
    start = datetime.combine(day, time(12), UTC)
    held = [Reservation("held", start, start + 40 * MINUTE)] if draw(st.booleans()) else []
    question, rule = draw(questions(day)), draw(rules())
    if rule.cadence.optimized:  # counts whole minutes to the end; the model knows no seconds
        question = replace(question, end=question.end.replace(second=0))
    return question, rule, Facts(people, held)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_the_engine_opens_what_the_minutes_leave_open(problem):
    slots = open_slots(*problem)

    assert [slot.start for slot in slots] == model.starts(*problem)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_slots_ascend_and_stand_on_their_own_day(problem):
    question, _, _ = problem

    slots = open_slots(*problem)

    assert [slot.start for slot in slots] == sorted({slot.start for slot in slots})
    assert all(slot.day == slot.start.astimezone(question.view).date() for slot in slots)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_verdicts_open_exactly_the_slots(problem):
    said = verdicts(*problem)

    assert [one.start for one in said if one.reason is None] == [slot.start for slot in open_slots(*problem)]
    assert len({one.start for one in said}) == len(said)
