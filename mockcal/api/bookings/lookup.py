"""Which event type a body means, and who may book it."""

from typing import NoReturn

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.bookings.schemas import CreateBooking
from mockcal.api.slots.lookup import of_user, team_named, user_named
from mockcal.auth.caller import Caller
from mockcal.auth.event_types import is_admin_over, is_event_admin, is_host
from mockcal.auth.roles import is_admin_of
from mockcal.http.errors import BadRequest, Forbidden, NotFound, Unauthorized, UnprocessableEntity
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Attendee, Booking
from mockcal.store.event_types import EventType, Host
from mockcal.store.teams import Membership, Team
from mockcal.store.users import User


class UnknownEventType(NotFound):
    """By slug of a user or team, or by id."""

    @classmethod
    def with_id(cls, event_type_id: int) -> "UnknownEventType":
        return cls(f"Event type with id {event_type_id} not found.")

    @classmethod
    def with_slug(cls, slug: str, *, of: str, within: str | None) -> "UnknownEventType":
        part = f" within organization {within}" if within else ""
        return cls(f"Event type with slug {slug} belonging to {of}{part} not found.")


class NoEventTypeNamed(BadRequest):
    def __init__(self) -> None:
        super().__init__("Either eventTypeId or eventTypeSlug + username or eventTypeSlug + teamSlug must be provided")


class AuthenticationRequired(Unauthorized):
    def __init__(self) -> None:
        super().__init__(
            "checkBookingRequiresAuthentication - request must be authenticated by passing credentials belonging to "
            "event type owner, host or team or org admin or owner."
        )


class NotAllowedToBook(Forbidden):
    def __init__(self) -> None:
        super().__init__(
            "checkBookingRequiresAuthentication - user is not authorized to access this event type. User has to be "
            "either event type owner, host, team admin or owner or org admin or owner."
        )


class ManagedParent(BadRequest):
    def __init__(self, event_type_id: int) -> None:
        super().__init__(
            f"Event type with id={event_type_id} is the parent managed event type that can't be booked. You have to "
            "provide the child event type id aka id of event type that has been assigned to one of the users."
        )


class NoHosts(UnprocessableEntity):
    def __init__(self, event_type_id: int, team_id: int | None) -> None:
        super().__init__(
            "Can't book this team event type because it has no hosts. Please, add at least 1 host to event type with "
            f"id={event_type_id} belonging to team with id={team_id} and try again."
        )


def event_type_of(tx: Transaction, body: CreateBooking) -> EventType:
    """By id, else by user and slug, else by team and slug. 400 when none is named, 404 when not found."""
    if body.event_type_id is not None:
        found = tx.get(EventType, body.event_type_id)
        return found or _refuse(UnknownEventType.with_id(int(body.event_type_id)))
    if body.event_type_slug and body.username:
        return _of_user(tx, body.event_type_slug, body.username, body.organization_slug)
    if body.event_type_slug and body.team_slug:
        return _of_team(tx, body.event_type_slug, body.team_slug, body.organization_slug)
    raise NoEventTypeNamed


def require_bookable(tx: Transaction, event_type: EventType, caller: Caller | None) -> None:
    """401/403 where the event type wants its own people, 400 for a managed parent, 422 for a team without hosts."""
    if event_type.booking_requires_authentication:
        if caller is None:
            raise AuthenticationRequired
        if not is_event_admin(tx, caller.user, event_type):
            raise NotAllowedToBook
    assert event_type.id is not None
    if event_type.scheduling_type == "MANAGED":
        raise ManagedParent(event_type.id)
    if event_type.scheduling_type in ("COLLECTIVE", "ROUND_ROBIN") and not _has_hosts(tx, event_type):
        raise NoHosts(event_type.id, event_type.team_id)


def may_access(tx: Transaction, user: User, booking: Booking) -> bool:
    """The organizer, an attending host, and the admins of whoever the booking belongs to."""
    assert user.id is not None
    event_type = tx.get(EventType, booking.event_type_id)
    if booking.user_id == user.id:
        return True
    if event_type is not None:
        if is_host(tx, user.id, event_type) and attends(tx, user, booking):
            return True
        if event_type.team_id is not None:
            return is_admin_of(tx, user.id, event_type.team_id)
        parent = tx.get(EventType, event_type.parent_id)
        if parent is not None:
            team = tx.get(Team, parent.team_id)
            return is_admin_of(tx, user.id, parent.team_id) or (
                team is not None and is_admin_of(tx, user.id, team.parent_id)
            )
    return is_admin_over(tx, user.id, booking.user_id) or _is_admin_of_a_team_of(tx, user.id, booking.user_id)


def attends(tx: Transaction, user: User, booking: Booking) -> bool:
    """By address."""
    attending = select(Attendee.id).where(Attendee.booking_id == booking.id, Attendee.email == user.email)
    return tx.first(attending) is not None


def _is_admin_of_a_team_of(tx: Transaction, admin_id: int, user_id: int | None) -> bool:
    teams = select(Membership.team_id).where(Membership.user_id == user_id, Membership.accepted)
    administered = select(Membership.id).where(
        Membership.user_id == admin_id,
        Membership.accepted,
        col(Membership.role).in_(("ADMIN", "OWNER")),
        col(Membership.team_id).in_(teams),
    )
    return tx.first(administered) is not None


def _of_user(tx: Transaction, slug: str, username: str, organization_slug: str | None) -> EventType:
    user = user_named(tx, username, organization_slug)
    return of_user(tx, slug, user) or _refuse(
        UnknownEventType.with_slug(slug, of=f"user {username}", within=organization_slug)
    )


def _of_team(tx: Transaction, slug: str, team_slug: str, organization_slug: str | None) -> EventType:
    team = team_named(tx, team_slug, organization_slug)
    found = tx.first(select(EventType).where(EventType.team_id == team.id, EventType.slug == slug))
    return found or _refuse(UnknownEventType.with_slug(slug, of=f"team {team_slug}", within=organization_slug))


def _has_hosts(tx: Transaction, event_type: EventType) -> bool:
    return tx.first(select(Host.id).where(Host.event_type_id == event_type.id)) is not None


def _refuse(refusal: NotFound) -> NoReturn:
    raise refusal
