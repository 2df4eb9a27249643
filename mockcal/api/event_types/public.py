"""What somebody who wants to book may know of an event type, or of a person's event types."""

from collections.abc import Sequence
from html import escape

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.event_types import dynamic, find, output, settings
from mockcal.api.event_types.output import Related
from mockcal.http.errors import Json, NotFound
from mockcal.http.js_dates import iso_ms
from mockcal.sandbox.transaction import Transaction
from mockcal.store.booking_fields import fields_of
from mockcal.store.event_types import EventType, Host
from mockcal.store.oauth import OAuthClient
from mockcal.store.schedules import Schedule
from mockcal.store.teams import Team
from mockcal.store.users import User

PRIVATE_PARTS = ("address", "link", "hostPhoneNumber")
SUBSET = 3
"""How many people a booking page shows at once."""


class UnknownUser(NotFound):
    def __init__(self, username: str) -> None:
        super().__init__(f'User with username "{username}" not found')


def event_types_of(tx: Transaction, username: str) -> list[Json]:
    """A person's event types that are not hidden. 404 for nobody."""
    owner = find.user_by_name(tx, username)
    if owner is None:
        raise UnknownUser(username)
    shown = select(EventType).where(EventType.user_id == owner.id, col(EventType.hidden).is_(False))
    return [_listed(row) for row in tx.all(shown.order_by(col(EventType.position).desc(), col(EventType.id)))]


def of_person(
    tx: Transaction, names: str, slug: str, *, org_slug: str | None = None, org_id: int | None = None
) -> Json | None:
    """`a+b` is a group, which meets without having an event type. Hidden ones are shown; None for what is unknown."""
    usernames = [name for name in names.replace("+", " ").split() if name]
    people = [find.user_by_name(tx, name, org_slug=org_slug, org_id=org_id) for name in usernames]
    known = [person for person in people if person is not None]
    if len(usernames) > 1:
        return _payload(tx, dynamic.row(), known, is_dynamic=True) if known else None
    row = find.by_slug(tx, known[0], slug) if known else None
    return _payload(tx, row, known) if row else None


def of_team(tx: Transaction, team: Team | None, slug: str) -> Json | None:
    if team is None:
        return None
    row = tx.first(select(EventType).where(EventType.team_id == team.id, EventType.slug == slug))
    if row is None:
        return None
    hosting = select(User).join(Host, Host.user_id == User.id).where(Host.event_type_id == row.id)
    return _payload(tx, row, tx.all(hosting.order_by(Host.id)), team=team)


def of_team_id(tx: Transaction, team_id: int | None, slug: str) -> Json | None:
    return of_team(tx, tx.get(Team, team_id), slug)


def team_by_slug(tx: Transaction, slug: str, *, org_slug: str | None = None, org_id: int | None = None) -> Team | None:
    """Inside an organization where one is told, else outside of any."""
    statement = select(Team).where(Team.slug == slug)
    if org_slug is not None:
        orgs = select(Team.id).where(Team.slug == org_slug, Team.is_organization)
        return tx.first(statement.where(col(Team.parent_id).in_(orgs)).order_by(Team.id))
    return tx.first(statement.where(Team.parent_id == org_id).order_by(Team.id))


def organization_behind(tx: Transaction, client_id: str | None, username: str) -> int | None:
    """The organization of the platform client that the request names, if the name is one of its managed users'."""
    client = tx.get(OAuthClient, client_id)
    return client.organization_id if client is not None and f"-{client.id}" in username else None


def as_html(text: str | None) -> str:
    """Paragraphs of a plain text."""
    parts = [part.strip() for part in (text or "").split("\n\n") if part.strip()]
    return "".join(f"<p>{escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in parts)


def _listed(row: EventType) -> Json:
    return {
        "id": row.id,
        "title": row.title,
        "description": row.description,
        "length": row.length,
        "schedulingType": row.scheduling_type,
        "recurringEvent": row.recurring_event,
        "slug": row.slug,
        "hidden": row.hidden,
        "price": row.price,
        "currency": row.currency,
        "lockTimeZoneToggleOnBookingPage": row.lock_time_zone_toggle_on_booking_page,
        "requiresConfirmation": row.requires_confirmation,
        "requiresBookerEmailVerification": row.requires_booker_email_verification,
        "metadata": settings.stored_metadata(row),
        "descriptionAsSafeHTML": as_html(row.description),
    }


def _payload(
    tx: Transaction,
    row: EventType,
    people: Sequence[User],
    *,
    team: Team | None = None,
    is_dynamic: bool = False,
) -> Json:
    related = output.of_people(tx, people)
    users = [_person(person, related) for person in people[:SUBSET]]
    return {
        **_settings(row),
        "team": team and _team(team),
        "owner": None if team or not people else _person(people[0], related),
        "schedule": _schedule(tx, row),
        "profile": _profile(row, people, team),
        "users": users,
        "subsetOfUsers": users,
        "subsetOfHosts": [{"user": one} for one in users] if team else [],
        "entity": _entity(tx, people, team, related),
        "isDynamic": is_dynamic,
    }


def _settings(row: EventType) -> Json:
    """The event type's own, without what it does not tell in public."""
    dates = {"periodStartDate": row.period_start_date, "periodEndDate": row.period_end_date}
    return {
        "id": row.id,
        "title": row.title,
        "slug": row.slug,
        "description": as_html(row.description),
        "length": row.length,
        "eventName": row.event_name,
        "schedulingType": row.scheduling_type,
        "locations": [_public(place) for place in row.locations or [] if isinstance(place, dict)],
        "bookingFields": fields_of(row),
        "customInputs": [],
        "disableGuests": row.disable_guests,
        "metadata": settings.stored_metadata(row),
        "lockTimeZoneToggleOnBookingPage": row.lock_time_zone_toggle_on_booking_page,
        "interfaceLanguage": row.interface_language,
        "requiresConfirmation": row.requires_confirmation,
        "requiresBookerEmailVerification": row.requires_booker_email_verification,
        "recurringEvent": row.recurring_event,
        "price": row.price,
        "currency": row.currency,
        "seatsPerTimeSlot": row.seats_per_time_slot,
        "seatsShowAvailabilityCount": row.seats_show_availability_count,
        "successRedirectUrl": row.success_redirect_url,
        "forwardParamsSuccessRedirect": row.forward_params_success_redirect,
        "hidden": row.hidden,
        "assignAllTeamMembers": row.assign_all_team_members,
        "isInstantEvent": row.is_instant_event,
        "instantMeetingExpiryTimeOffsetInSeconds": row.instant_meeting_expiry_seconds,
        "minimumBookingNotice": row.minimum_booking_notice,
        "onlyShowFirstAvailableSlot": row.only_show_first_available_slot,
        "periodType": row.period_type,
        "periodDays": row.period_days,
        "periodCountCalendarDays": row.period_count_calendar_days,
        **{name: date and iso_ms(date) for name, date in dates.items()},
        "disableCancelling": row.disable_cancelling,
        "disableRescheduling": row.disable_rescheduling,
        "allowReschedulingPastBookings": row.allow_rescheduling_past_bookings,
        "allowReschedulingCancelledBookings": row.allow_rescheduling_cancelled_bookings,
        "bookingRequiresAuthentication": row.booking_requires_authentication,
        "timeZone": row.time_zone,
        "workflows": [],
    }


def _public(place: Json) -> Json:
    if place.get("displayLocationPublicly"):
        return place
    return {name: value for name, value in place.items() if name not in PRIVATE_PARTS}


def _person(person: User, related: Related) -> Json:
    face = related.faces.get(person.id or 0)
    return {
        "id": person.id,
        "name": person.name,
        "username": face.username if face else person.username,
        "avatarUrl": person.avatar_url,
        "weekStart": person.week_start,
        "brandColor": person.brand_color,
        "darkBrandColor": person.dark_brand_color,
        "theme": person.theme,
        "timeZone": person.time_zone,
        "metadata": person.meta or {},
        "bookerUrl": f"https://{face.org_slug}.{output.WEB_HOST}" if face else output.WEB_BASE,
    }


def _team(team: Team) -> Json:
    return {
        "id": team.id,
        "name": team.name,
        "slug": team.slug,
        "logoUrl": team.logo_url,
        "bannerUrl": team.banner_url,
        "theme": team.theme,
        "brandColor": team.brand_color,
        "darkBrandColor": team.dark_brand_color,
        "hideBranding": team.hide_branding,
        "parentId": team.parent_id,
    }


def _profile(row: EventType, people: Sequence[User], team: Team | None) -> Json:
    """Whose page it is: the team's, else the first person's."""
    whose = team or next(iter(people), None)
    if whose is None:
        return {"bookerLayouts": row.booker_layouts}
    return {
        "username": whose.slug if isinstance(whose, Team) else whose.username,
        "name": whose.name,
        "weekStart": whose.week_start,
        "image": whose.logo_url if isinstance(whose, Team) else whose.avatar_url,
        "brandColor": whose.brand_color,
        "darkBrandColor": whose.dark_brand_color,
        "theme": whose.theme,
        "bookerLayouts": row.booker_layouts,
    }


def _entity(tx: Transaction, people: Sequence[User], team: Team | None, related: Related) -> Json:
    parent = tx.get(Team, team.parent_id) if team else None
    first = None if team else next(iter(people), None)
    face = related.faces.get(first.id or 0) if first else None
    whose = team or first
    return {
        "fromRedirectOfNonOrgLink": False,
        "considerUnpublished": False,
        "orgSlug": parent.slug if parent else face and face.org_slug,
        "teamSlug": team and team.slug,
        "name": whose and whose.name,
        "logoUrl": team and team.logo_url,
        "hideProfileLink": False,
    }


def _schedule(tx: Transaction, row: EventType) -> Json | None:
    schedule = tx.get(Schedule, row.schedule_id)
    return {"id": schedule.id, "timeZone": schedule.time_zone} if schedule else None
