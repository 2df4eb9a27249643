"""A copy of the universe in which a trigger comes about: who plays in it, and what of."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.bookings import effects
from mockcal.api.bookings.core import NewBooking, Person, book
from mockcal.api.bookings.hosts import Assigned
from mockcal.api.bookings.locations import first_location
from mockcal.api.event_types import service, teams
from mockcal.api.event_types.schemas import CreateEventType, CreateTeamEventType
from mockcal.api.slots import availability
from mockcal.events.triggers import Trigger
from mockcal.sandbox.sandbox import Sandbox
from mockcal.sandbox.transaction import Transaction
from mockcal.store.booking_fields import SYSTEM_NAMES, fields_of
from mockcal.store.bookings import Booking
from mockcal.store.event_types import EventType, Host
from mockcal.store.schedules import Availability, Schedule
from mockcal.store.teams import Membership, Team
from mockcal.store.users import User
from mockcal.store.webhooks import Webhook

BOOKER = Person(name="Jo Sample", email="jo.sample@example.com", time_zone="Europe/London")
SOON = timedelta(hours=1)
HOURS_AHEAD = 24 * 28
SAMPLE = {"title": "Sample", "slug": "sample", "lengthInMinutes": 30}
ANSWERS: dict[str, Any] = {
    "phone": "+14155550123",
    "url": "https://example.com",
    "number": "1",
    "boolean": True,
    "multiemail": [BOOKER.email],
    "date": "2026-01-31",
}
CAL_VIDEO = "integrations:daily"


class Stage:
    """`webhook_id` is the only one that hears anything."""

    def __init__(self, sandbox: Sandbox, webhook_id: str, trigger: Trigger) -> None:
        self.sandbox = sandbox
        self.webhook_id = webhook_id
        self.trigger = trigger

    @contextmanager
    def act(self) -> Iterator[Transaction]:
        tx = self.sandbox.begin()
        try:
            yield tx
            tx.commit()
        except BaseException:
            tx.rollback()
            raise

    def webhook(self, tx: Transaction) -> Webhook:
        found = tx.get(Webhook, self.webhook_id)
        assert found is not None
        return found

    def listen(self, tx: Transaction, **owner: Any) -> None:
        """Let the webhook hear of the trigger, as one of `owner`: some owners never do in real life."""
        row = self.webhook(tx)
        for name in ("user_id", "event_type_id", "team_id", "oauth_client_id"):
            setattr(row, name, owner.get(name))
        row.active, row.triggers = True, [str(self.trigger)]
        if row.time is None:
            row.time, row.time_unit = 5, "MINUTE"
        tx.flush()

    def bookable(self, tx: Transaction) -> EventType:
        """An event type of the webhook's owner, open at any time; from here on the webhook is its own."""
        event_type = self._event_type(tx)
        event_type.minimum_booking_notice, event_type.period_type = 0, "UNLIMITED"
        event_type.booking_limits = event_type.duration_limits = None
        event_type.max_active_bookings_per_booker = event_type.recurring_event = event_type.seats_per_time_slot = None
        event_type.requires_confirmation = event_type.requires_booker_email_verification = False
        event_type.disable_cancelling, event_type.price = False, 0
        event_type.schedule_id = self._always(tx).id
        self.listen(tx, event_type_id=event_type.id)
        return event_type

    def book(self, tx: Transaction, event_type: EventType, *, start: datetime | None = None) -> Booking:
        """A booking as anybody would make it, told to the world."""
        start = start or self.start(tx)
        assigned = Assigned(availability.hosts_of(tx, event_type)[:1])
        new = NewBooking(
            event_type=event_type,
            start=start,
            end=start + timedelta(minutes=event_type.length),
            booker=BOOKER,
            fields=fields_of(event_type),
            responses=_answers(event_type),
            place=first_location(event_type),
            assigned=assigned,
        )
        booked = book(tx, new)
        effects.created(tx, booked)
        return booked.booking

    def start(self, tx: Transaction) -> datetime:
        """The next whole hour but one."""
        return tx.now.replace(minute=0, second=0, microsecond=0) + 2 * SOON

    def free_after(self, tx: Transaction, booking: Booking) -> datetime:
        """The next hour at which nobody who hosts this booking has anything else to do; at worst just the next."""
        event_type = tx.get(EventType, booking.event_type_id)
        assert event_type is not None
        hosts = availability.hosts_of(tx, event_type)
        length = booking.end_time - booking.start_time
        hours = [booking.start_time + hour * SOON for hour in range(1, HOURS_AHEAD)]
        free = (one for one in hours if availability.free_hosts(tx, event_type, hosts, one, one + length) == hosts)
        return next(free, hours[0])

    def host(self, tx: Transaction) -> User:
        """Somebody who stands for the webhook's owner: himself, a host, a member, a managed user; else a newcomer."""
        row = self.webhook(tx)
        event_type = tx.get(EventType, row.event_type_id)
        team_id = row.team_id or (event_type.team_id if event_type else None)
        managed = select(User).where(User.oauth_client_id == row.oauth_client_id).order_by(User.id)
        return (
            tx.get(User, row.user_id or (event_type.user_id if event_type else None))
            or (tx.first(_members(team_id)) if team_id else None)
            or (tx.first(managed) if row.oauth_client_id else None)
            or tx.add(_newcomer(row))
        )

    def team(self, tx: Transaction) -> Team:
        """The webhook's team, the event type's, or one that its host leads from now on."""
        row = self.webhook(tx)
        event_type = tx.get(EventType, row.event_type_id)
        found = tx.get(Team, row.team_id or (event_type.team_id if event_type else None))
        if found is not None:
            return found
        team = tx.add(Team(name="Sample team", slug="sample-team", created_at=tx.now))
        tx.add(Membership(user_id=self.host(tx).id, team_id=team.id, role="OWNER", accepted=True))
        return team

    def team_event_type(self, tx: Transaction) -> EventType:
        """A round robin of the team."""
        team = self.team(tx)
        own = select(EventType).where(EventType.team_id == team.id, EventType.scheduling_type == "ROUND_ROBIN")
        return tx.first(own.order_by(EventType.id)) or self._add_team_event_type(tx, team)

    def _always(self, tx: Transaction) -> Schedule:
        """Hours of somebody who works day and night."""
        user_id = self.host(tx).id
        schedule = tx.add(Schedule(user_id=user_id, name="Always", time_zone="UTC"))
        every_day = {"days": list(range(7)), "start_time": "00:00", "end_time": "23:59"}
        tx.add(Availability(schedule_id=schedule.id, user_id=user_id, **every_day))
        return schedule

    def _event_type(self, tx: Transaction) -> EventType:
        row = self.webhook(tx)
        event_type = tx.get(EventType, row.event_type_id)
        if event_type is not None and event_type.scheduling_type == "MANAGED":
            event_type = tx.first(select(EventType).where(EventType.parent_id == event_type.id))
        if event_type is None and row.team_id is not None:
            event_type = tx.first(_of_team(tx, row.team_id)) or self._add_team_event_type(tx, self.team(tx))
        event_type = event_type or tx.first(_of_user(self.host(tx))) or _add_event_type(tx, self.host(tx))
        if not availability.hosts_of(tx, event_type):
            tx.add(Host(event_type_id=event_type.id, user_id=self.host(tx).id))
        return event_type

    def _add_team_event_type(self, tx: Transaction, team: Team) -> EventType:
        body = CreateTeamEventType.model_validate(SAMPLE | {"schedulingType": "roundRobin"})
        event_type = teams.make_for_team(tx, team, body)
        tx.add(Host(event_type_id=event_type.id, user_id=self.host(tx).id))
        return event_type


def _of_team(tx: Transaction, team_id: int) -> Any:
    """Its own, or those of an organization's teams."""
    teams = [team_id, *tx.all(select(Team.id).where(Team.parent_id == team_id))]
    bookable = select(EventType).where(col(EventType.team_id).in_(teams), EventType.scheduling_type != "MANAGED")
    return bookable.order_by(EventType.id)


def _of_user(user: User) -> Any:
    return select(EventType).where(EventType.user_id == user.id).order_by(EventType.id)


def _add_event_type(tx: Transaction, user: User) -> EventType:
    return service.make_personal(tx, user, CreateEventType.model_validate(SAMPLE))


def _members(team_id: int) -> Any:
    members = select(User).join(Membership, Membership.user_id == User.id)
    return members.where(Membership.team_id == team_id, Membership.accepted).order_by(Membership.id)


def _newcomer(row: Webhook) -> User:
    return User(
        email="host@sample.example",
        username="sample-host",
        name="Sam Sample",
        time_zone="Europe/London",
        oauth_client_id=row.oauth_client_id,
    )


def _answers(event_type: EventType) -> dict[str, Any]:
    """What the form asks for."""
    answers: dict[str, Any] = {"name": BOOKER.name, "email": BOOKER.email, "guests": []}
    for field in fields_of(event_type):
        is_asked = field["name"] not in SYSTEM_NAMES or field["type"] == "phone"
        if is_asked and field.get("required"):
            answers[field["name"]] = _answer(field)
    return answers


def _answer(field: dict[str, Any]) -> Any:
    options = [option["value"] for option in field.get("options") or []]
    if field["type"] in ("multiselect", "checkbox"):
        return options[:1]
    return options[0] if options else ANSWERS.get(field["type"], "Sample answer")
