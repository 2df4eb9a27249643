"""What a booking sets off when its time comes: MEETING_STARTED, MEETING_ENDED, and checks who joined a Cal Video call."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import col

from mockcal.events.facts import Facts
from mockcal.events.payloads.attendance import CheckingWebhook, checking_webhook, no_show
from mockcal.events.payloads.meetings import confirmed_meeting, meeting
from mockcal.events.webhooks import plain, post, publish
from mockcal.http import json_text
from mockcal.sandbox import timers
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Booking
from mockcal.store.columns import milliseconds
from mockcal.store.timers import Timer
from mockcal.store.users import User
from mockcal.store.webhooks import Webhook

STARTED, ENDED = "MEETING_STARTED", "MEETING_ENDED"
HOSTS, GUESTS = "AFTER_HOSTS_CAL_VIDEO_NO_SHOW", "AFTER_GUESTS_CAL_VIDEO_NO_SHOW"
CAL_VIDEO = "integrations:daily"
UNITS = {"MINUTE": timedelta(minutes=1), "HOUR": timedelta(hours=1), "DAY": timedelta(days=1)}
LATEST = timedelta(days=1)
"""What comes later than this is dropped unsent."""


def schedule(facts: Facts, *, was_confirmed: bool = False) -> None:
    """For each webhook that hears of the booking now; `was_confirmed`: accepted only after it was made."""
    booking = facts.booking
    for trigger, at in ((STARTED, booking.start_time), (ENDED, booking.end_time)):
        webhooks = facts.subscribers(trigger)
        if webhooks:
            record = confirmed_meeting(facts, trigger) if was_confirmed else meeting(facts, trigger)
            body = json_text.dump(plain(record)).decode()
            for webhook in webhooks:
                _set(facts, trigger, at, webhook, body=body)
    if booking.location == CAL_VIDEO:
        _schedule_checks(facts)


def schedule_anew(tx: Transaction, bookings: Iterable[Booking]) -> None:
    """For bookings that came into the store without being made: what of them is still to come."""
    waiting = [trigger for webhook in tx.all(select(Webhook)) for trigger in webhook.triggers]
    if not {STARTED, ENDED, HOSTS, GUESTS} & set(waiting):
        return
    for booking in bookings:
        cancel(tx, booking.uid)
        if booking.status == "ACCEPTED" and booking.end_time > tx.now:
            schedule(Facts(tx, booking))
            _forget_past(tx, booking)


def cancel(tx: Transaction, booking_uid: str) -> None:
    timers.cancel(tx, _subject(booking_uid), STARTED, ENDED, HOSTS, GUESTS)


def meet(tx: Transaction, timer: Timer) -> str | None:
    """A timer's handler: sends the record as it was when the timer was set, to where the webhook pointed then."""
    webhook = _webhook_in_time(tx, timer)
    if webhook is None or _booking(tx, timer) is None:
        return None
    post(tx, webhook, timer.kind, timer.data["body"], url=timer.data["url"])
    return timer.kind


def check(tx: Transaction, timer: Timer) -> str | None:
    """A timer's handler: tells who should be in the call and is not, and marks them absent. Goes where the webhook pointed
    when the timer was set."""
    webhook, booking = _webhook_in_time(tx, timer), _booking(tx, timer)
    if webhook is None or booking is None or booking.status != "ACCEPTED":
        return None
    facts = Facts(tx, booking)
    if timer.kind == HOSTS:
        _report_hosts(facts, webhook, timer)
    else:
        _report_guests(facts, webhook, timer)
    return timer.kind


def absent_hosts(facts: Facts) -> list[User]:
    """The hosts who were in none of the call's sessions."""
    joined = _participants(facts)
    return [user for user in _hosts(facts) if not any(_is(one, user) for one in joined)]


def did_a_guest_join(facts: Facts) -> bool:
    joined = _participants(facts)
    return any(not any(_is(one, user) for user in _hosts(facts)) for one in joined)


def _schedule_checks(facts: Facts) -> None:
    for trigger in (HOSTS, GUESTS):
        for webhook in facts.subscribers(trigger):
            if webhook.time is not None and webhook.time_unit in UNITS:
                at = facts.booking.start_time + webhook.time * UNITS[webhook.time_unit]
                _set(facts, trigger, at, webhook, checking=plain(checking_webhook(webhook)))


def _set(facts: Facts, trigger: str, at: datetime, webhook: Webhook, **data: Any) -> None:
    data |= {"webhookId": webhook.id, "url": webhook.subscriber_url}
    timers.schedule(facts.tx, at=at, kind=trigger, subject=_subject(facts.booking.uid), data=data)


def _forget_past(tx: Transaction, booking: Booking) -> None:
    past = delete(Timer).where(Timer.subject == _subject(booking.uid), col(Timer.at) < tx.now)
    tx.execute(past.where(col(Timer.kind).in_((STARTED, ENDED, HOSTS, GUESTS))))


def _webhook_in_time(tx: Transaction, timer: Timer) -> Webhook | None:
    """A webhook that is gone takes its timers along."""
    return None if tx.now - timer.at > LATEST else tx.get(Webhook, timer.data["webhookId"])


def _booking(tx: Transaction, timer: Timer) -> Booking | None:
    return tx.first(select(Booking).where(Booking.uid == timer.subject.removeprefix("booking:")))


def _report_hosts(facts: Facts, webhook: Webhook, timer: Timer) -> None:
    """One request for each host who is missing."""
    missing = absent_hosts(facts)
    for user in missing:
        _report(facts, webhook, timer, host=user.email)
    facts.booking.no_show_host = facts.booking.no_show_host or facts.organizer in missing
    for row, user in facts.co_hosts:
        row.no_show = row.no_show or user in missing
    facts.tx.flush()


def _report_guests(facts: Facts, webhook: Webhook, timer: Timer) -> None:
    if did_a_guest_join(facts):
        return
    _report(facts, webhook, timer, host=None)
    for row in facts.attendees:
        row.no_show = True
    facts.tx.flush()


def _report(facts: Facts, webhook: Webhook, timer: Timer, *, host: str | None) -> None:
    planned = timer.data.get("checking")  # what a data file has kept may lack it
    checking = CheckingWebhook.model_validate(planned) if planned else checking_webhook(webhook)
    payload = no_show(facts, checking, before=_spoken(timer.at), participants=_participants(facts), host=host)
    publish(facts.tx, timer.kind, payload, [webhook], url=checking.subscriber_url)


def _hosts(facts: Facts) -> list[User]:
    return [user for user in (facts.organizer, *(user for _, user in facts.co_hosts)) if user is not None]


def _participants(facts: Facts) -> list[dict[str, Any]]:
    """Whoever has been in one of the call's sessions by now."""
    sessions = facts.booking.conferencing_sessions or []
    now = milliseconds(facts.tx.now) / 1000
    everybody = [one for session in sessions for one in session.get("participants") or []]
    return [one for one in everybody if (one.get("joinTime") or 0) <= now]


def _is(participant: dict[str, Any], user: Any) -> bool:
    """Known by id, else by the name that he gave."""
    return str(participant.get("userId")) == str(user.id) or participant.get("userName") in (user.name, user.email)


def _spoken(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} +00:00"


def _subject(booking_uid: str) -> str:
    return f"booking:{booking_uid}"
