"""What paths, queries and bodies can name: parameter by parameter, what the universe has for it."""

import random
from typing import Any

from tests.contract.universe import Universe

OWNER = "coalesce(:teamId, :orgId)"
PATHS: dict[str, tuple[str, str]] = {
    # parameter: what belongs to the parameters before it; everything of the kind
    "orgId": ("SELECT 301", "SELECT id FROM team WHERE is_organization"),
    "teamId": (
        "SELECT id FROM team WHERE parent_id IS :orgId AND NOT is_organization",
        "SELECT id FROM team",
    ),
    "userId": (f"SELECT user_id FROM membership WHERE team_id = {OWNER}", "SELECT id FROM user"),
    "eventTypeId": ("SELECT id FROM event_type WHERE team_id IS :teamId", "SELECT id FROM event_type"),
    "membershipId": (f"SELECT id FROM membership WHERE team_id = {OWNER}", "SELECT id FROM membership"),
    "roleId": (f"SELECT id FROM role WHERE team_id = {OWNER}", "SELECT id FROM role"),
    "attributeId": ("SELECT id FROM attribute WHERE team_id = :orgId", "SELECT id FROM attribute"),
    "attributeSlug": ("SELECT slug FROM attribute WHERE team_id = :orgId", "SELECT slug FROM attribute"),
    "optionId": (
        "SELECT id FROM attribute_option WHERE attribute_id = :attributeId",
        "SELECT id FROM attribute_option",
    ),
    "attributeOptionId": (
        "SELECT o.id FROM attribute_option o JOIN attribute a ON a.id = o.attribute_id WHERE a.team_id = :orgId",
        "SELECT id FROM attribute_option",
    ),
    "credentialId": (
        "SELECT id FROM delegation_credential WHERE organization_id = :orgId",
        "SELECT id FROM credential",
    ),
    "managedOrganizationId": ("SELECT managed_organization_id FROM managed_organization", "SELECT id FROM team"),
    "routingFormId": (f"SELECT id FROM routing_form WHERE team_id = {OWNER}", "SELECT id FROM routing_form"),
    "formId": ("SELECT id FROM routing_form", "SELECT id FROM routing_form"),
    "responseId": ("SELECT id FROM form_response WHERE form_id = :routingFormId", "SELECT id FROM form_response"),
    "workflowId": ("SELECT id FROM workflow WHERE team_id = :teamId", "SELECT id FROM workflow"),
    "scheduleId": ("SELECT id FROM schedule WHERE user_id = coalesce(:userId, 101)", "SELECT id FROM schedule"),
    "oooId": ("SELECT id FROM out_of_office_entry", "SELECT id FROM out_of_office_entry"),
    "webhookId": (
        "SELECT id FROM webhook WHERE event_type_id IS :eventTypeId AND oauth_client_id IS :clientId",
        "SELECT id FROM webhook",
    ),
    "linkId": ("SELECT link FROM private_link WHERE event_type_id = :eventTypeId", "SELECT link FROM private_link"),
    "clientId": ("SELECT id FROM oauth_client", "SELECT client_id FROM oauth2_client"),
    "bookingUid": ("SELECT uid FROM booking WHERE user_id = 101", "SELECT uid FROM booking"),
    "bookingId": ("SELECT id FROM booking", "SELECT id FROM booking"),
    "seatUid": ("SELECT reference_uid FROM booking_seat", "SELECT uid FROM booking"),
    "attendeeId": (
        "SELECT a.id FROM attendee a JOIN booking b ON b.id = a.booking_id WHERE b.uid = :bookingUid",
        "SELECT id FROM attendee",
    ),
    "uid": ("SELECT uid FROM selected_slot", "SELECT uid FROM booking"),
    "eventUid": ("SELECT uid FROM provider_event", "SELECT uid FROM booking_reference"),
    "id": (
        "SELECT id FROM verified_email WHERE team_id IS :teamId",
        "SELECT id FROM verified_phone",
    ),
}
WORDS: dict[str, tuple[Any, ...]] = {
    "app": ("zoom", "google-meet", "office365-video", "msteams", "cal-video", "google", "stripe", "daily-video"),
    "calendar": ("google", "office365", "apple"),
    "permission": ("booking.read", "eventType.update", "team.read"),
    "permissions": (["booking.read"], ["eventType.read", "eventType.update"], ["*"], 3),
    "username": ("olga", "ada", "stan"),
    "usernames": ("olga", "olga,ada", "olga,ada,mel"),
    "eventTypeSlug": ("intro", "help", "demo", "class", "weekly"),
    "eventSlug": ("intro", "help", "demo"),
    "slug": ("intro", "new-one", "skills", "support", "acme"),
    "teamSlug": ("support", "sales"),
    "organizationSlug": ("acme", "platform"),
    "orgSlug": ("acme",),
    "email": ("new@example.com", "ada@example.com", "olga@verified.example", "mia@customer.example"),
    "attendeeEmail": ("ann@example.com",),
    "guestEmail": ("guest@example.com",),
    "phone": ("+14155550100", "+442079460958"),
    "phoneNumber": ("+14155550100",),
    "name": ("Nora New", "Skills", "Working hours", "Platform"),
    "title": ("Meeting",),
    "timeZone": ("UTC", "Europe/London", "Asia/Kolkata", "America/New_York", "Nowhere/Land"),
    "loggedInUsersTz": ("UTC",),
    "language": ("en", "de"),
    "locale": ("en", "de"),
    "start": ("2026-01-06T14:00:00Z", "2026-01-07T10:00:00Z", "2026-01-06", "2026-02-02T09:00:00.000Z"),
    "end": ("2026-01-06T15:00:00Z", "2026-01-10", "2026-01-09T00:00:00Z", "2027-01-01T00:00:00Z"),
    "startTime": ("09:00", "2026-01-06T14:00:00Z", "2026-01-06"),
    "endTime": ("17:00", "2026-01-07T15:00:00Z", "2026-01-08"),
    "slotStart": ("2026-01-06T14:00:00Z", "2026-01-07T11:00:00Z"),
    "slotUtcStartDate": ("2026-01-06T14:00:00Z",),
    "slotUtcEndDate": ("2026-01-06T14:30:00Z",),
    "date": ("2026-01-07",),
    "dateFrom": ("2026-01-05T00:00:00Z", "2026-01-05"),
    "dateTo": ("2026-01-09T00:00:00Z", "2026-01-09"),
    "afterStart": ("2026-01-05T00:00:00Z",),
    "beforeEnd": ("2026-02-01T00:00:00Z",),
    "expiresAt": ("2026-03-01T00:00:00Z", "2025-01-01T00:00:00Z"),
    "lengthInMinutes": (15, 30, 60),
    "duration": (30, 15),
    "take": (1, 10, 250),
    "skip": (0, 1, 5),
    "status": ("upcoming", "past", "cancelled", "upcoming,past", "accepted"),
    "schedulingType": ("roundRobin", "collective", "managed"),
    "integration": ("google_calendar", "office365_calendar", "cal-video"),
    "externalId": ("olga@gmail.example",),
    "role": ("MEMBER", "ADMIN", "OWNER"),
    "organizationRole": ("MEMBER", "ADMIN"),
    "triggers": (["BOOKING_CREATED"], ["MEETING_ENDED", "FORM_SUBMITTED"]),
    "subscriberUrl": ("https://hooks.example/new", "http://hooks.example/other"),
    "url": ("https://example.com/x",),
    "urls": (["https://feeds.example/one.ics"],),
    "weekStart": ("Monday", "Sunday"),
    "weekday": ("Monday",),
    "domain": ("acme.example", "other.example"),
    "workspacePlatformSlug": ("google", "office365"),
    "redirectUris": (["http://localhost:3000/callback"],),
    "redirect_uri": ("http://localhost:3000/oauth/callback",),
    "client_id": ("app", "public-app"),
    "client_secret": ("app-secret",),
    "grant_type": ("authorization_code", "refresh_token"),
    "brandColor": ("#aabbcc",),
    "color": ("#aabbcc",),
    "location": ({"type": "attendeePhone", "phone": "+14155550100"}, {"type": "address"}, "integrations:daily"),
    "version": ("2021-10-20",),
    "code": ("123456", "invalid-code"),
    "state": ('{"accessToken":"cal_olga"}', '{"accessToken":"cal_olga","teamId":"302","orgId":"301"}', "{}"),
    "attributeQueryOperator": ("AND", "OR", "NONE"),
    "format": ("range", "time", "json", "yaml"),
}
ALIASES = {
    "toUserId": "userId",
    "userIds": "userId",
    "hostId": "userId",
    "teamsIds": "teamId",
    "teamIds": "teamId",
    "eventTypeIds": "eventTypeId",
    "activeOnEventTypeIds": "eventTypeId",
    "activeOnRoutingFormIds": "routingFormId",
    "assignedOptionIds": "optionId",
    "defaultScheduleId": "scheduleId",
    "rescheduleUid": "bookingUid",
    "bookingUidToReschedule": "bookingUid",
    "routedToBookingUid": "bookingUid",
    "reservedSlotUid": "uid",
    "reservationUid": "uid",
    "verifiedEmailId": "id",
    "verifiedPhoneId": "id",
    "rescheduledBy": "email",
    "emails": "email",
    "guests": "email",
    "delegationCredentialId": "credentialId",
}
LISTS = ("userIds", "teamsIds", "teamIds", "eventTypeIds", "activeOnEventTypeIds", "activeOnRoutingFormIds", "guests")


def named(universe: Universe, name: str, chosen: dict[str, Any], dice: random.Random) -> Any:
    """Something that `name` can stand for, mostly one that fits what was chosen before; None when there is nothing."""
    name = ALIASES.get(name, name)
    if name in WORDS:
        return dice.choice(WORDS[name])
    if name not in PATHS:
        return None
    fitting, all_ = PATHS[name]
    found = universe.ids(fitting if dice.random() < 0.85 else all_, chosen) or universe.ids(all_, chosen)
    return dice.choice(found) if found else None


def path_of(universe: Universe, generated: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """Path parameters that mostly name something; in their order, so that each can fit those before it."""
    chosen: dict[str, Any] = {}
    for name, value in generated.items():
        found = named(universe, name, chosen, dice) if dice.random() < 0.93 else None
        chosen[name] = value if found is None else found
    return chosen


def filled(universe: Universe, value: Any, chosen: dict[str, Any], dice: random.Random, name: str = "") -> Any:
    """A query or body in which what has a known name often has a known value too."""
    if name and dice.random() < 0.6 and (found := named(universe, name, chosen, dice)) is not None:
        return [found] if name in LISTS else found
    if isinstance(value, dict):
        return {key: filled(universe, inner, chosen, dice, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(universe, inner, chosen, dice) for inner in value]
    return value
