"""A sandbox, and all the sandboxes of a server."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, TypeVar

from sqlalchemy import select

from mockcal.sandbox.clock import Clock
from mockcal.sandbox.deliveries import DeliveryLog
from mockcal.sandbox.faults import Faults
from mockcal.sandbox.ids import Ids
from mockcal.sandbox.journal import Journal
from mockcal.sandbox.outbox import Outbox
from mockcal.sandbox.timers import Handler, Happened, due_at, next_due
from mockcal.sandbox.transaction import Transaction
from mockcal.store.database import Database
from mockcal.store.timers import Meta

T = TypeVar("T")
RateLimitMode = Literal["headers", "real", "off"]
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Image:
    """A sandbox's whole state at one moment."""

    database: bytes
    seed: int = 1
    ids_drawn: int = 0
    clock: tuple[datetime | None, timedelta] = (None, timedelta(0))
    made_at: datetime | None = None

    def head(self) -> dict[str, Any]:
        """All but the database, as JSON."""
        frozen_at, offset = self.clock
        return {
            "seed": self.seed,
            "idsDrawn": self.ids_drawn,
            "frozenAt": frozen_at and frozen_at.isoformat(),
            "offset": offset.total_seconds(),
            "madeAt": self.made_at and self.made_at.isoformat(),
        }

    @classmethod
    def from_parts(cls, head: dict[str, Any], database: bytes) -> "Image":
        frozen_at, made_at = (head[key] and datetime.fromisoformat(head[key]) for key in ("frozenAt", "madeAt"))
        clock = (frozen_at or None, timedelta(seconds=head["offset"]))
        return cls(database, head["seed"], head["idsDrawn"], clock, made_at or None)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of the past a sandbox keeps."""

    journal: int = 1_000
    deliveries: int = 20_000
    outbox: int = 5_000


class Sandbox:
    """One universe. Replacing its `Image` replaces all of it; what only watches (journal, …) is emptied beside."""

    def __init__(
        self,
        name: str,
        baseline: Image,
        *,
        rate_limit: RateLimitMode = "headers",
        limits: Limits | None = None,
        path: Path | None = None,
        handlers: dict[str, Handler] | None = None,
    ) -> None:
        limits = limits or Limits()
        self.name = name
        self.baseline = baseline
        self.rate_limit = rate_limit
        self.clock = Clock()
        self.database = Database(path=path)
        self.ids = Ids(baseline.seed)
        self.request_ids = Ids(baseline.seed ^ 0x5EED)
        self.random = random.Random(baseline.seed)
        self.journal = Journal(limits.journal)
        self.faults = Faults()
        self.outbox = Outbox(limits.outbox)
        self.deliveries = DeliveryLog(limits.deliveries)
        self.snapshots: dict[str, Image] = {}
        self.counters: dict[Any, Any] = {}  # rate limits and the like: what a reset forgets
        self._facts: dict[Any, Any] = {}
        self._facts_at = -1
        self._remembered: Any = None  # what the file says of ids and clock
        self.handlers = handlers if handlers is not None else {}
        self.publish: Callable[[Any], None] = lambda event: None
        self.forget: Callable[[], None] = lambda: None  # gives up what was published and is still under way
        self.created_at = self.clock.now()
        if path is None or self.database.is_empty():
            self._put(baseline)
        else:
            self._resume()

    def begin(self) -> Transaction:
        return Transaction(self)

    def reset(self) -> None:
        """The baseline again; nothing of what happened since is left."""
        self.forget()
        self._put(self.baseline)
        self.journal.clear()
        self.faults.clear()
        self.outbox.clear()
        self.deliveries.clear()

    def image(self) -> Image:
        return Image(self.database.image(), self.ids.seed, self.ids.drawn, self.clock.state(), self.clock.now())

    def restore(self, image: Image) -> None:
        self._put(image)

    def fact(self, key: Any, find: Callable[[Transaction], T]) -> T:
        """What `find` reads in the store (plain values, no rows), kept until anything there is written."""
        if self._facts_at != self.database.changes:
            self._facts.clear()
            self._facts_at = self.database.changes
        if key not in self._facts:
            tx = self.begin()
            self._facts[key] = find(tx)
            tx.rollback()
        found: T = self._facts[key]
        return found

    def remember(self, tx: Transaction) -> None:
        """A file must know how far ids have come, and the time; memory is saved with an `Image` that does."""
        state = (self.ids.drawn, self.clock.state())
        if self.database.path is None or state == self._remembered:
            return
        meta = tx.get(Meta, 1) or Meta()
        meta.ids_drawn, (meta.frozen_at, offset) = state
        meta.offset_seconds = offset.total_seconds()
        tx.queue(meta)
        tx.after_commit(lambda: setattr(self, "_remembered", state))

    def set_clock(self, now: datetime | None, *, frozen: bool = True) -> None:
        """Move to `now`, or give the clock back to the machine; kept like all else."""
        if now is None:
            self.clock.release()
        else:
            self.clock.set(now, frozen=frozen)
        if self.database.path is not None:
            self.begin().commit()

    def advance(self, until: datetime) -> list[Happened]:
        """Let time pass to `until`, setting off what falls due, in order, each at its own instant."""
        happened: list[Happened] = []
        frozen = self.clock.frozen
        while (one := self._fire_next(until)) is not None:
            happened += one
        self.set_clock(max(until, self.clock.now()), frozen=frozen)
        return happened

    def fire_due(self) -> list[Happened]:
        """Set off what real time has reached. Asked several times a second, so the store is read only when it changed."""
        happened: list[Happened] = []
        due = self.fact("next timer", due_at)
        if due is None or due > self.clock.now():
            return happened
        while (one := self._fire_next(self.clock.now(), moves_clock=False)) is not None:
            happened += one
        return happened

    def _fire_next(self, until: datetime, *, moves_clock: bool = True) -> list[Happened] | None:
        """What the next timer up to `until` did; None when there is none."""
        tx = self.begin()
        timer = next_due(tx)
        if timer is None or timer.at > until:
            tx.rollback()
            return None
        if moves_clock and timer.at > self.clock.now():
            self.clock.set(timer.at, frozen=self.clock.frozen)
        happened = Happened(timer.at, timer.kind, timer.subject)
        handler = self.handlers.get(timer.kind)
        tx.session.delete(timer)
        try:
            what = handler(tx, timer) if handler else timer.kind
            tx.commit()
        except BaseException:
            tx.rollback()
            raise
        return [Happened(happened.at, what, happened.subject)] if what else []

    def _put(self, image: Image) -> None:
        self.database.replace(image.database)
        self.ids = Ids(image.seed, image.ids_drawn)
        self.request_ids = Ids(image.seed ^ 0x5EED)
        self.random.seed(image.seed)
        self.clock.restore(image.clock)
        self.counters.clear()
        self._facts_at = -1
        self._remembered = None

    def _resume(self) -> None:
        """Go on where a file was left."""
        self.ids.seed = self.baseline.seed
        tx = self.begin()
        meta = tx.first(select(Meta))
        self.ids.drawn = meta.ids_drawn if meta else 0
        self.clock.restore(self.baseline.clock)
        if meta is not None and meta.offset_seconds is not None:
            self.clock.restore((meta.frozen_at, timedelta(seconds=meta.offset_seconds)))
        tx.rollback()

    def close(self) -> None:
        self.forget()
        self.database.close()


class TooManySandboxes(Exception):
    """The server's limit is reached."""


@dataclass
class Sandboxes:
    """The sandboxes of a server: made on first use as copies of its baseline."""

    baseline: Image
    limit: int = 256
    rate_limit: RateLimitMode = "headers"
    limits: Limits = field(default_factory=Limits)
    path: Path | None = None
    handlers: dict[str, Handler] = field(default_factory=dict)
    prepare: Callable[[Sandbox], None] = lambda sandbox: None
    _sandboxes: dict[str, Sandbox] = field(default_factory=dict)

    def get(self, name: str = DEFAULT) -> Sandbox:
        return self._sandboxes.get(name) or self._make(name, self.baseline, self.rate_limit)

    def put(self, name: str, image: Image, rate_limit: RateLimitMode | None = None) -> Sandbox:
        """A sandbox made anew with `image` as its own baseline."""
        self.delete(name)
        return self._make(name, image, rate_limit or self.rate_limit)

    def delete(self, name: str) -> bool:
        sandbox = self._sandboxes.pop(name, None)
        if sandbox is not None:
            sandbox.close()
        return sandbox is not None

    def __iter__(self) -> Any:
        return iter(list(self._sandboxes.values()))

    def __len__(self) -> int:
        return len(self._sandboxes)

    def _make(self, name: str, image: Image, rate_limit: RateLimitMode) -> Sandbox:
        if len(self._sandboxes) >= self.limit:
            raise TooManySandboxes
        path = self.path if name == DEFAULT else None
        sandbox = Sandbox(name, image, rate_limit=rate_limit, limits=self.limits, path=path, handlers=self.handlers)
        self.prepare(sandbox)
        self._sandboxes[name] = sandbox
        return sandbox
