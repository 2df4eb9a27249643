"""Who came and who did not: BOOKING_NO_SHOW_UPDATED, and the checks of Cal Video meetings."""

from collections.abc import Mapping
from typing import Any

from mockcal.events.facts import Facts
from mockcal.events.payloads.shared import Platform, platform_links
from mockcal.http.answers import Instant, Wire, omit_none
from mockcal.store.bookings import Attendee
from mockcal.store.webhooks import Webhook


class MarkedAttendee(Wire):
    email: str
    no_show: bool


class NoShowUpdated(Platform):
    message: str
    attendees: list[MarkedAttendee]
    booking_uid: str
    booking_id: int | None


class AbsentPerson(Wire):
    """An attendee's record."""

    id: int | None
    email: str
    name: str
    time_zone: str
    phone_number: str | None
    locale: str | None
    booking_id: int
    no_show: bool | None


class CheckedEventType(Wire):
    id: int | None
    team_id: int | None
    parent_id: int | None


class CheckingWebhook(Wire):
    id: str
    subscriber_url: str
    app_id: str | None
    time: int | None
    time_unit: str | None
    event_triggers: list[str]
    payload_template: str | None


class NoShow(Wire):
    """`host_email` only when a host is missing."""

    title: str
    booking_id: int | None
    booking_uid: str
    start_time: Instant
    end_time: Instant
    attendees: list[AbsentPerson]
    participants: list[dict[str, Any]]
    host_email: str | None = None
    rescheduled_by: str | None = None
    event_type: CheckedEventType
    webhook: CheckingWebhook
    message: str


def no_show_updated(facts: Facts, absent: Mapping[str, bool]) -> NoShowUpdated:
    """`absent` is what was asked for, by e-mail address; attendees alone are named, and nobody else of them."""
    known = {person.email for person in facts.people}
    return NoShowUpdated(
        message=no_show_message(absent),
        attendees=[MarkedAttendee(email=email, no_show=absent[email]) for email in absent if email in known],
        booking_uid=facts.booking.uid,
        booking_id=facts.booking.id,
        **platform_links(facts),
    )


def checking_webhook(row: Webhook) -> CheckingWebhook:
    return CheckingWebhook(
        id=row.id,
        subscriber_url=row.subscriber_url,
        app_id=None,
        time=row.time,
        time_unit=row.time_unit,
        event_triggers=row.triggers,
        payload_template=row.payload_template,
    )


def no_show(
    facts: Facts, webhook: CheckingWebhook, *, before: str, participants: list[dict[str, Any]], host: str | None
) -> NoShow:
    """A meeting that began without its guests or, with `host`, without that host; `webhook` as it was when this was planned."""
    booking, row = facts.booking, facts.event_type
    who = f"Host with email {host}" if host else "Guest"
    return NoShow(
        title=booking.title,
        booking_id=booking.id,
        booking_uid=booking.uid,
        start_time=booking.start_time,
        end_time=booking.end_time,
        attendees=[attendee_record(attendee) for attendee in facts.people],
        participants=participants,
        host_email=omit_none(host),
        rescheduled_by=omit_none(booking.rescheduled_by),
        event_type=CheckedEventType(
            id=booking.event_type_id, team_id=row.team_id if row else None, parent_id=row.parent_id if row else None
        ),
        webhook=webhook,
        message=f"{who} didn't join the call or didn't join before {before}",
    )


def attendee_record(row: Attendee) -> AbsentPerson:
    return AbsentPerson(
        id=row.id,
        email=row.email,
        name=row.name,
        time_zone=row.time_zone,
        phone_number=row.phone_number,
        locale=row.locale,
        booking_id=row.booking_id,
        no_show=row.no_show,
    )


def no_show_message(absent: Mapping[str, bool]) -> str:
    if len(absent) != 1:
        return "No-show status updated for attendees"
    email, no_show = next(iter(absent.items()))
    return f"{email} {'marked' if no_show else 'unmarked'} as no-show"
