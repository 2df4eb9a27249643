"""The sandbox's time: read, set, advanced, given back to the machine."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import AwareDatetime, BeforeValidator, StrictBool

from mockcal.control.bodies import Body, BodyOf
from mockcal.control.durations import after, is_duration
from mockcal.control.server import ThisSandbox
from mockcal.http.answers import OMIT, Instant, Wire, answer, no_content
from mockcal.http.errors import BadRequest
from mockcal.http.js_dates import parse_instant
from mockcal.http.versions import VersionedRoute
from mockcal.sandbox.sandbox import Sandbox
from mockcal.sandbox.timers import Happened

router = APIRouter(prefix="/_mock/clock", tags=["mockcal"], route_class=VersionedRoute)

Moment = Annotated[AwareDatetime, BeforeValidator(lambda value: _instant(value))]
Duration = Annotated[str, BeforeValidator(lambda value: _duration(value))]


class SetClock(Body):
    now: Moment
    frozen: StrictBool = True


class Advance(Body):
    """Either `by` (an ISO 8601 duration such as PT2H or P1DT30M) or `to`."""

    by: Duration | None = None
    to: Moment | None = None


class Occurrence(Wire):
    at: Instant
    what: str
    subject: str


class Clock(Wire):
    """`happened` only after time was advanced: what fell due, in order."""

    now: Instant
    frozen: bool
    happened: list[Occurrence] | None = None


class OneOfBoth(BadRequest):
    def __init__(self) -> None:
        super().__init__('Give either "by", an ISO 8601 duration such as PT2H, or "to", an instant.')


class BeyondTime(BadRequest):
    def __init__(self) -> None:
        super().__init__("Time ends with the year 9999.")


class OnlyForward(BadRequest):
    def __init__(self) -> None:
        super().__init__("Time advances forwards only; PUT /_mock/clock sets it back.")


@router.get("")
async def get_clock(sandbox: ThisSandbox) -> Clock:
    """What time it is there."""
    return answer(_show(sandbox))


@router.put("")
async def set_clock(change: BodyOf[SetClock], sandbox: ThisSandbox) -> Clock:
    """Set the time, backwards too; nothing falls due by it."""
    sandbox.set_clock(change.now, frozen=change.frozen)
    return answer(_show(sandbox))


@router.post("/advance")
async def advance_clock(change: BodyOf[Advance], sandbox: ThisSandbox) -> Clock:
    """Let time pass; everything that falls due in between happens, in order, before this answers."""
    now = sandbox.clock.now()
    until = _until(change, now)
    if until < now:
        raise OnlyForward
    return answer(_show(sandbox, sandbox.advance(until)))


@router.delete("")
async def release_clock(sandbox: ThisSandbox) -> None:
    """Real time again."""
    sandbox.set_clock(None)
    return no_content()


def _until(change: Advance, now: datetime) -> datetime:
    if (change.by is None) == (change.to is None):
        raise OneOfBoth
    try:
        return after(now, change.by) if change.by is not None else change.to or now
    except (OverflowError, ValueError):
        raise BeyondTime from None


def _show(sandbox: Sandbox, happened: list[Happened] | None = None) -> Clock:
    told = OMIT if happened is None else [Occurrence(at=one.at, what=one.what, subject=one.subject) for one in happened]
    return Clock(now=sandbox.clock.now(), frozen=sandbox.clock.frozen, happened=told)


def _instant(value: object) -> datetime:
    moment = parse_instant(value) if isinstance(value, str) else None
    if moment is None:
        raise ValueError("must be an instant such as 2026-01-05T08:00:00Z")
    return moment


def _duration(value: object) -> object:
    if value is not None and not is_duration(value):
        raise ValueError("must be an ISO 8601 duration such as PT2H or P1DT30M")
    return value
