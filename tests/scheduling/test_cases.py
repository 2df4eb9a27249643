"""Hours, busy times and rules beside the slots that follow from them: tables that a user of Cal.com can read."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from mockcal.scheduling.busy import Booked, Buffers, Busy, Why, blocked_by
from mockcal.scheduling.hours import Absence, Hours, Override, WeeklyRow, days_away
from mockcal.scheduling.intervals import Interval
from mockcal.scheduling.limits import Meeting, Unit, closed_by_count, closed_by_duration
from mockcal.scheduling.slots import Facts, Host, Question, Reservation, Rules, open_slots, span_of
from mockcal.scheduling.starts import Cadence
from mockcal.scheduling.windows import Fixed, Rolling, RollingBookable, Unlimited, Window

CASES = Path(__file__).parent / "cases"
DAY = date(2050, 9, 5)
EVERY_DAY = frozenset(range(7))
WEEKDAYS = {"Su": 0, "Mo": 1, "Tu": 2, "We": 3, "Th": 4, "Fr": 5, "Sa": 6}
LONG_BEFORE = datetime(2050, 1, 1, tzinfo=UTC)


def cases(name: str) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in yaml.safe_load((CASES / name).read_text())]


@pytest.mark.parametrize("case", cases("starts.yaml"))
def test_starts_of_a_day(case):
    question = Question(
        start=on_the_day(case.get("start", "00:00")),
        end=on_the_day(case["end"]) if "end" in case else on_the_day("23:59:59"),
        now=case.get("now", LONG_BEFORE),
        view=UTC,
    )
    rules = Rules(
        cadence=Cadence(
            case["length"], case.get("interval", case["length"]), case.get("offset", 0), case.get("optimized", False)
        ),
        notice=case.get("notice", 0),
        first_of_day_only=case.get("first_only", False),
    )
    own = Buffers(case.get("before", 0), case.get("after", 0))
    people = case.get("hosts") or [case | {"fixed": True}]
    hosts = [host_of_the_day(person, own) for person in people]
    held = [Reservation("held", *span(text)) for text in case.get("reservations", [])]

    slots = open_slots(question, rules, Facts(hosts, held))

    assert [slot.start for slot in slots] == [on_the_day(text) for text in case["slots"]]


@pytest.mark.parametrize("case", cases("days.yaml"))
def test_slots_by_day(case):
    zone, view = ZoneInfo(case["zone"]), ZoneInfo(case.get("view", "UTC"))
    question = Question(
        start=moment(case["start"]),
        end=moment(case["end"]),
        now=moment(case["now"]) if "now" in case else LONG_BEFORE,
        view=view,
        view_given="view" in case,
    )
    rules = Rules(
        Cadence(case["length"], case["length"]), notice=case.get("notice", 0), window=window(case.get("window"), zone)
    )
    hours = Hours(zone, weekly(case["weekly"]), overrides(case.get("overrides", {})))
    looked_at = span_of(question, rules)
    host = Host(
        name="alice",
        fixed=True,
        hours=hours,
        busy=closed(case, looked_at, zone),
        away=days_away(hours, [Absence(day, day) for day in case.get("away", [])], looked_at),
    )

    slots = open_slots(question, rules, Facts([host]))

    shown: dict[date, list[str]] = {}
    for slot in slots:
        shown.setdefault(slot.day, []).append(f"{slot.start.astimezone(view):%H:%M}")
    assert {day: " ".join(starts) for day, starts in shown.items()} == case["slots"]


def host_of_the_day(person: dict[str, Any], own: Buffers) -> Host:
    rows = tuple(WeeklyRow(EVERY_DAY, *clocks(text)) for text in person["hours"])
    busy = [Busy(*span(text), Why.BUSY_CALENDAR) for text in person.get("busy", [])]
    for booking in person.get("bookings", []):
        busy += blocked_by(booked(booking), own)
    return Host("alice", person.get("fixed", False), Hours(UTC, rows), busy, group=person.get("group"))


def booked(booking: Any) -> Booked:
    """A booking of the same event type (`"11:00-12:00"`), whose own buffers are none here, or one with its own."""
    if isinstance(booking, str):
        return Booked("booked", *span(booking))
    return Booked("booked", *span(booking["at"]), Buffers(booking["before"], booking["after"]))


def closed(case: dict[str, Any], looked_at: Interval, zone: ZoneInfo) -> list[Busy]:
    meetings = [meeting(text) for text in case.get("bookings", [])]
    counts = {Unit(unit): most for unit, most in case.get("limits", {}).items()}
    minutes = {Unit(unit): most for unit, most in case.get("duration_limits", {}).items()}
    own = [busy for one in meetings for busy in blocked_by(Booked("booked", one.start, one.end), Buffers())]
    return [
        *own,
        *closed_by_count(counts, meetings, organizers=frozenset({1}), span=looked_at, zone=zone),
        *closed_by_duration(minutes, meetings, length_minutes=case["length"], span=looked_at, zone=zone),
    ]


def meeting(text: str) -> Meeting:
    start, _, end = text.partition("/")
    return Meeting(moment(start), moment(f"{start[:11]}{end}"), 1)


def window(given: dict[str, Any] | None, zone: ZoneInfo) -> Window:
    match given:
        case {"rolling": days}:
            return Rolling(days, given.get("business", False))
        case {"bookable": days}:
            return RollingBookable(days, given.get("business", False))
        case {"from": first, "to": last}:
            return Fixed(moment(first), moment(last), zone)
    return Unlimited()


def weekly(given: dict[str, str]) -> tuple[WeeklyRow, ...]:
    return tuple(
        WeeklyRow(frozenset(WEEKDAYS[day] for day in days.split()), *clocks(text)) for days, text in given.items()
    )


def overrides(given: dict[date, list[str]]) -> tuple[Override, ...]:
    return tuple(Override(day, *clocks(text)) for day, texts in given.items() for text in texts)


def clocks(text: str) -> tuple[time, time]:
    start, _, end = text.partition("-")
    return time.fromisoformat(start), time.fromisoformat(end)


def span(text: str) -> Interval:
    start, _, end = text.partition("-")
    return Interval(on_the_day(start), on_the_day(end))


def on_the_day(clock: str) -> datetime:
    return datetime.combine(DAY, time.fromisoformat(clock), UTC)


def moment(given: Any) -> datetime:
    if isinstance(given, str):
        given = datetime.fromisoformat(given)
    if not isinstance(given, datetime):
        given = datetime.combine(given, time(0))
    return given.replace(tzinfo=UTC)
