"""Event types of users: making, changing and deleting them."""

from typing import Any

from sqlalchemy import select

from mockcal.api.event_types import checks, find, locations, writing
from mockcal.api.event_types.checks import Subject
from mockcal.api.event_types.schemas import CreateEventType, UpdateEventType
from mockcal.auth.caller import main_organization
from mockcal.auth.roles import is_admin_of
from mockcal.http.errors import BadRequest, Json, NotFound, TrpcError
from mockcal.sandbox.transaction import Transaction
from mockcal.store.event_types import EventType
from mockcal.store.schedules import Schedule
from mockcal.store.teams import OrganizationSettings
from mockcal.store.users import User

DEFAULTS: tuple[tuple[str, str, int, list[Json]], ...] = (
    ("30 Minutes", "thirty-minutes", 30, []),
    ("60 Minutes", "sixty-minutes", 60, []),
    ("30 Minutes", "thirty-minutes-video", 30, [locations.STORED_CAL_VIDEO]),
    ("60 Minutes", "sixty-minutes-video", 60, [locations.STORED_CAL_VIDEO]),
)


class SlugTaken(BadRequest):
    def __init__(self) -> None:
        super().__init__("User already has an event type with this slug.")


class NotOwnSchedule(NotFound):
    def __init__(self, user_id: int | None, schedule_id: int) -> None:
        super().__init__(f"User with ID={user_id} does not own schedule with ID={schedule_id}")


def create_personal(tx: Transaction, user: User, body: CreateEventType) -> EventType:
    """400 for what does not go together or a taken slug, 404 for a foreign schedule, 401 where the organization locks."""
    subject = Subject(user)
    checks.require_connected(tx, body.given_locations, subject)
    checks.require_consistent(tx, body, subject)
    require_free_slug(tx, user, body.slug)
    _require_own_schedule(tx, user, body.schedule_id)
    require_unlocked(tx, user)
    return make_personal(tx, user, body)


def make_personal(tx: Transaction, user: User, body: CreateEventType, **more: Any) -> EventType:
    """The same without asking what the rest of the store says; `more` are columns, or whether it is judged."""
    default = locations.of_default_app(user.conferencing_default)
    return writing.make(tx, body, caller=user, default_location=default, user_id=user.id, **more)


def create_defaults(tx: Transaction, user: User) -> None:
    """The four that a managed user begins with; none of them ever stored a form."""
    tx.add_all(
        [
            EventType(user_id=user.id, title=title, slug=slug, length=length, locations=places, created_at=tx.now)
            for title, slug, length, places in DEFAULTS
        ]
    )


def update_personal(tx: Transaction, user: User, event_type_id: int, body: UpdateEventType) -> EventType:
    """What does not go together is told before it is known whether the event type is there (404 otherwise)."""
    row = find.own(tx, user, event_type_id)
    subject = Subject(user, row=row)
    checks.require_connected(tx, body.given_locations, subject)
    checks.require_consistent(tx, body, subject)
    if row is None:
        raise find.EventTypeNotFound(event_type_id)
    _require_own_schedule(tx, user, body.schedule_id)
    require_slug_stays_free(tx, user, row, body.slug)
    checks.require_combinable(body, row)
    writing.rewrite(tx, row, body, caller=user)
    return row


def remove_personal(tx: Transaction, user: User, event_type_id: int) -> EventType:
    """404 for what is not there, 403 for somebody else's. Bookings stay, without an event type."""
    row = find.own_to_delete(tx, user, event_type_id)
    tx.delete(row)
    return row


def require_free_slug(tx: Transaction, user: User, slug: str) -> None:
    if find.by_slug(tx, user, slug) is not None:
        raise SlugTaken


def require_unlocked(tx: Transaction, user: User) -> None:
    """401 for a member of an organization in which only its admins make event types."""
    organization_id = main_organization(tx, user)
    rules = tx.get(OrganizationSettings, organization_id)
    assert user.id is not None
    if rules is not None and rules.locks_event_type_creation and not is_admin_of(tx, user.id, organization_id):
        raise TrpcError(401, explain="the organization lets only its admins make event types")


def require_slug_stays_free(tx: Transaction, user: User, row: EventType, slug: str | None) -> None:
    """A change meets a taken slug only in the inner service."""
    if slug is None or slug == row.slug:
        return
    if tx.first(select(EventType.id).where(EventType.user_id == user.id, EventType.slug == slug)) is not None:
        raise TrpcError(400, explain="the user has another event type with this slug")


def _require_own_schedule(tx: Transaction, user: User, schedule_id: int | None) -> None:
    if schedule_id is None:
        return
    schedule = tx.get(Schedule, schedule_id)
    if schedule is None or schedule.user_id != user.id:
        raise NotOwnSchedule(user.id, schedule_id)
