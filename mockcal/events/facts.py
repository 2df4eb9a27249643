"""What payloads and mails of a booking are made of, each read when first needed."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import col

from mockcal.auth.caller import main_profile
from mockcal.events import audience
from mockcal.events.audience import Audience
from mockcal.events.webhooks import wanting
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import DestinationCalendar
from mockcal.store.bookings import ATTENDEES, Attendee, Booking, BookingReference, BookingSeat
from mockcal.store.event_types import EventType, Host
from mockcal.store.oauth import OAuthClient
from mockcal.store.teams import Team
from mockcal.store.users import User
from mockcal.store.webhooks import Webhook

WEB_APP = "https://app.cal.com"
NAMELESS = "Nameless"


class Facts:
    """One booking and what stands around it. `only` narrows the attendees, `seat` is the one that an event is about."""

    def __init__(
        self,
        tx: Transaction,
        booking: Booking,
        *,
        seat: BookingSeat | None = None,
        only: Sequence[Attendee] | None = None,
    ) -> None:
        self.tx = tx
        self.booking = booking
        self.seat = seat
        self._only = only

    @cached_property
    def event_type(self) -> EventType | None:
        return self.tx.get(EventType, self.booking.event_type_id)

    @cached_property
    def organizer(self) -> User | None:
        return self.tx.get(User, self.booking.user_id)

    @cached_property
    def organizer_email(self) -> str:
        """The address that the booking was made under."""
        return self.booking.user_primary_email or (self.organizer.email if self.organizer else "")

    @cached_property
    def organizer_name(self) -> str:
        return (self.organizer.name if self.organizer else None) or NAMELESS

    @cached_property
    def username_in_organization(self) -> str | None:
        profile = main_profile(self.tx, self.organizer) if self.organizer and self.audience.organization_id else None
        return profile.username if profile else None

    @cached_property
    def people(self) -> list[Attendee]:
        """All attendee rows: booker, guests, co-hosts."""
        return self.tx.all(ATTENDEES, booking_id=self.booking.id)

    @cached_property
    def attendees(self) -> list[Attendee]:
        """Booker and guests, without co-hosts."""
        if self._only is not None:
            return list(self._only)
        hosts = {row.id for row, _ in self.co_hosts}
        return [row for row in self.people if row.id not in hosts]

    @cached_property
    def booker(self) -> Attendee | None:
        return next(iter(self.attendees), None)

    @cached_property
    def co_hosts(self) -> list[tuple[Attendee, User]]:
        """The hosts beside the organizer; the real service keeps them among the attendees, after the booker."""
        if self.event_type is None or self.event_type.team_id is None:
            return []
        by_email = {user.email: user for user in self._hosts if user.id != self.booking.user_id}
        return [(row, by_email[row.email]) for row in self._beside_bookers if row.email in by_email]

    @cached_property
    def team(self) -> Team | None:
        return self.tx.get(Team, self.event_type.team_id) if self.event_type else None

    @cached_property
    def client(self) -> OAuthClient | None:
        return self.tx.get(OAuthClient, self.audience.oauth_client_id)

    @cached_property
    def audience(self) -> Audience:
        return audience.of_booking(self.tx, self.booking)

    def subscribers(self, trigger: str) -> list[Webhook]:
        return wanting(self._listening, trigger)

    @cached_property
    def organization(self) -> Team | None:
        return self.tx.get(Team, self.audience.organization_id)

    @cached_property
    def booker_url(self) -> str:
        """Where one books: the organization's own host, if it has one."""
        org = self.organization
        return f"https://{org.slug}.cal.com" if org and org.slug and not org.is_platform else WEB_APP

    @cached_property
    def destination(self) -> DestinationCalendar | None:
        """The event type's calendar, else the organizer's."""
        booking = self.booking
        of_type = col(DestinationCalendar.event_type_id) == booking.event_type_id
        of_user = col(DestinationCalendar.user_id) == booking.user_id
        found = self.tx.all(select(DestinationCalendar).where(or_(of_type, of_user)))
        return next((one for one in found if one.event_type_id is not None), next(iter(found), None))

    @cached_property
    def references(self) -> list[BookingReference]:
        statement = select(BookingReference).where(BookingReference.booking_id == self.booking.id)
        return self.tx.all(statement.order_by(BookingReference.id))

    @cached_property
    def meeting(self) -> BookingReference | None:
        """The video meeting that was made for it."""
        return next((one for one in self.references if one.type.endswith("_video")), None)

    @cached_property
    def answers(self) -> dict[str, Any]:
        """What the booker answered; of a seated booking, who took (or gives up) this seat."""
        seat = self.seat
        if seat is not None and isinstance(seat.data, dict):
            return dict(seat.data.get("responses") or {})
        return self.booking.responses if isinstance(self.booking.responses, dict) else {}

    @cached_property
    def notes(self) -> str:
        seat = self.seat
        told = seat.data.get("description") if seat is not None and isinstance(seat.data, dict) else None
        return self.booking.description or told or ""

    @cached_property
    def minutes(self) -> int:
        return int((self.booking.end_time - self.booking.start_time).total_seconds() // 60)

    @cached_property
    def _beside_bookers(self) -> list[Attendee]:
        """All but who booked: of a seated booking, where the first may have left, all who sit on no seat."""
        if self.event_type is None or self.event_type.seats_per_time_slot is None:
            return self.people[1:]
        seated = set(self.tx.all(select(BookingSeat.attendee_id).where(BookingSeat.booking_id == self.booking.id)))
        return [row for row in self.people if row.id not in seated]

    @cached_property
    def _listening(self) -> list[Webhook]:
        return self.audience.listening(self.tx)

    @cached_property
    def _hosts(self) -> list[User]:
        statement = select(User).join(Host, Host.user_id == User.id)
        return self.tx.all(statement.where(Host.event_type_id == self.booking.event_type_id).order_by(Host.id))
