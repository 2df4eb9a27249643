"""Out-of-office entries as they are taken and shown."""

import re
from enum import StrEnum
from typing import Annotated

from mockcal.http import rules
from mockcal.http.answers import Instant, Wire
from mockcal.http.dto import Convert, Dto, Number, Paging
from mockcal.http.errors import BadRequest
from mockcal.http.js_dates import parse_instant
from mockcal.http.rules import Only, Rule

MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z", re.ASCII)


class Reason(StrEnum):
    UNSPECIFIED = "unspecified"
    VACATION = "vacation"
    TRAVEL = "travel"
    SICK = "sick"
    PUBLIC_HOLIDAY = "public_holiday"


class InvalidDate(BadRequest):
    def __init__(self) -> None:
        super().__init__("Invalid Date.")


def moment(value: object) -> object:
    """400 `Invalid Date.` for a text that is no instant in UTC; what is no text is the validator's business."""
    if isinstance(value, str) and (not MOMENT.fullmatch(value) or parse_instant(value) is None):
        raise InvalidDate
    return value


IS_DATE = Rule("isDate", "must be a Date instance", lambda value: isinstance(value, str))
Moment = Annotated[str, Only(IS_DATE), Convert(moment)]


class CreateEntry(Dto):
    start: Moment
    end: Moment
    notes: str | None = None
    to_user_id: Number | None = None
    reason: Reason | None = None


class UpdateEntry(Dto):
    start: Moment | None = None
    end: Moment | None = None
    notes: str | None = None
    to_user_id: Number | None = None
    reason: Reason | None = None


def _direction(name: str) -> Only:
    return Only(rules.said(rules.IsIn(("asc", "desc")), f'{name} must be either "asc" or "desc".'))


class EntriesQuery(Paging):
    sort_start: Annotated[str, _direction("SortStart")] | None = None
    sort_end: Annotated[str, _direction("SortEnd")] | None = None


class OrganizationEntriesQuery(EntriesQuery):
    email: str | None = None


class Entry(Wire):
    user_id: int
    to_user_id: int | None
    id: int
    uuid: str
    start: Instant
    end: Instant
    notes: str | None
    reason: str | None
