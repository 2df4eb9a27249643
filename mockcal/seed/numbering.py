"""Ids that a document gives are kept from records that it gives none: those stand between, wherever they are named."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, func, select

from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import Document
from mockcal.store.apps import Credential, VerifiedEmail, VerifiedPhone
from mockcal.store.bookings import Attendee, Booking, BookingReference
from mockcal.store.event_types import EventType
from mockcal.store.routing_forms import FormResponse
from mockcal.store.schedules import OutOfOfficeEntry, Schedule, SelectedSlot
from mockcal.store.teams import Membership, Profile, Team
from mockcal.store.users import User
from mockcal.store.workflows import Workflow, WorkflowStep

TABLES: dict[str, Any] = {
    "users": User,
    "managedUsers": User,
    "teams": Team,
    "organizations": Team,
    "managedOrganizations": Team,
    "members": Membership,
    "profile": Profile,
    "eventTypes": EventType,
    "children": EventType,
    "schedules": Schedule,
    "outOfOffice": OutOfOfficeEntry,
    "reservations": SelectedSlot,
    "calendars": Credential,
    "conferencing": Credential,
    "stripe": Credential,
    "verifiedEmails": VerifiedEmail,
    "verifiedPhones": VerifiedPhone,
    "responses": FormResponse,
    "workflows": Workflow,
    "steps": WorkflowStep,
    "bookings": Booking,
    "attendee": Attendee,
    "attendees": Attendee,
    "references": BookingReference,
}
"""Whose the ids are that stand under a key."""


@contextmanager
def kept_apart(tx: Transaction, document: Document) -> Iterator[None]:
    """While the document is loaded no record without an id gets one that the document has for another."""
    taken = _given(document.model_dump(by_alias=True, exclude_unset=True))

    def number(session: Any, *_: Any) -> None:
        for row in list(session.new):
            if taken.get(type(row)) and row.id is None:
                row.id = _free(session, type(row), taken[type(row)])

    event.listen(tx.session, "before_flush", number)
    try:
        yield
    finally:
        event.remove(tx.session, "before_flush", number)


def _given(value: Any, key: str = "", found: dict[Any, set[int]] | None = None) -> dict[Any, set[int]]:
    """Ids by table, at any depth."""
    found = defaultdict(set) if found is None else found
    if isinstance(value, list):
        for one in value:
            _given(one, key, found)
    elif isinstance(value, dict):
        if isinstance(value.get("id"), int) and key in TABLES:
            found[TABLES[key]].add(value["id"])
        for name, one in value.items():
            _given(one, name, found)
    return found


def _free(session: Any, table: Any, taken: set[int]) -> int:
    """The next number, or the first after it that is not taken; taken from now on."""
    free: int = (session.scalar(select(func.max(table.id))) or 0) + 1
    while free in taken:
        free += 1
    taken.add(free)
    return free
