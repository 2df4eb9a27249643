"""One search for slots, whatever version asks for them."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from mockcal.api.slots.facts import facts_of
from mockcal.api.slots.hosts import EventHost, narrowed, of_the_same_booking
from mockcal.api.slots.subject import Wish, rules_of, subject_of
from mockcal.http.zones import zone_named
from mockcal.sandbox.transaction import Transaction
from mockcal.scheduling.slots import Facts, Question, Rules, Slot, open_slots, span_of
from mockcal.scheduling.verdicts import Verdict, verdicts
from mockcal.store.bookings import Booking
from mockcal.store.event_types import EventType

# Nobody books further ahead: a query that looks further is answered as far as this.
HORIZON = timedelta(days=5 * 366)
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
LATEST = datetime(9990, 1, 1, tzinfo=UTC)
# How much of an empty answer is explained in its header; asking everybody about every start costs more than the answer.
EXPLAINED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query says. `zone` None: days and round minutes are UTC's. `minutes` replaces the event type's length.
    `own_uid` is whose reservations do not count; `host_ids` narrow a round robin.
    """

    start: datetime
    end: datetime
    zone: str | None = None
    minutes: int | None = None
    reschedule_uid: str | None = None
    own_uid: str | None = None
    host_ids: Collection[int] | None = None
    asks_calendars: bool = True
    minds_failures: bool = True


@dataclass(frozen=True, slots=True)
class Search:
    """A query with all that it takes to answer it."""

    question: Question
    rules: Rules
    facts: Facts

    def slots(self) -> list[Slot]:
        """Where one person hosts, those of days out of office are among them, marked."""
        return open_slots(self.question, self.rules, self.facts) if self._has_answer else []

    def verdicts(self) -> list[Verdict]:
        return verdicts(self.question, self.rules, self.facts) if self._has_answer else []

    def summary(self) -> str:
        """Why there are no slots, in a line: the most frequent reasons in the first week."""
        if not self._has_answer:
            return "no slot is open: the start is after the end, or the duration is none"
        asked = self.question
        begin = max(asked.start, asked.now) if asked.now < asked.end else asked.start
        week = replace(asked, start=begin, end=min(asked.end, begin + EXPLAINED))
        reasons = Counter(str(one.reason) for one in verdicts(week, self.rules, self.facts))
        told = ", ".join(f"{reason} ({count})" for reason, count in reasons.most_common(5))
        return f"no slot is open: {told or 'the time asked for holds none'}"

    @property
    def _has_answer(self) -> bool:
        return self.question.start <= self.question.end and self.rules.cadence.length > 0


def search(tx: Transaction, event_type: EventType, hosts: Sequence[EventHost], asked: Asked) -> Search:
    """Reads what concerns the time asked for, and changes nothing."""
    moving = _booking(tx, asked.reschedule_uid)
    hosts = of_the_same_booking(tx, event_type, narrowed(list(hosts), asked.host_ids), moving)
    wish = Wish(asked.minutes, moving, asked.own_uid, asked.asks_calendars, asked.minds_failures)
    subject = subject_of(tx, event_type, hosts)
    question, rules = _question(tx, asked), rules_of(subject, wish)
    return Search(question, rules, facts_of(tx, subject, span_of(question, rules), wish))


def _question(tx: Transaction, asked: Asked) -> Question:
    start = min(max(asked.start, EARLIEST), LATEST)
    end = min(max(asked.end, EARLIEST), LATEST)
    if end > (horizon := max(start, tx.now) + HORIZON):
        end = horizon
        tx.explain("slots are looked for five years ahead at most")
    zone = zone_named(asked.zone or "UTC")
    return Question(start, end, tx.now, zone, view_given=asked.zone is not None)


def _booking(tx: Transaction, uid: str | None) -> Booking | None:
    return tx.first(select(Booking).where(Booking.uid == uid)) if uid else None
