"""What a program does with the client that openapi-python-client makes of the published document."""

import importlib
import json
import sys

told = json.loads(sys.argv[1])
sys.path.insert(0, told["folder"])

from cal_api import models  # noqa: E402
from cal_api.client import Client  # noqa: E402

client = Client(base_url=told["url"], headers={"Authorization": f"Bearer {told['key']}"})
me = {"authorization": f"Bearer {told['key']}"}


def call(section, operation, *path, **given):
    """What the client made of the answer, as data again."""
    module = importlib.import_module(f"cal_api.api.{section}.{operation}")
    answer = module.sync_detailed(*path, client=client, **given)
    assert answer.parsed is not None, (operation, answer.status_code, answer.content)
    return answer.parsed.to_dict()


def say(section, **answers):
    print(json.dumps({section: {name: answer.get("data", answer["status"]) for name, answer in answers.items()}}))


def event_types():
    def ask(operation, *path, **given):
        return call("event_types", f"event_types_controller_2024_06_14_{operation}", *path, **given, **me)

    body = models.CreateEventTypeInput20240614(title="Intro", slug="intro", length_in_minutes=60.0)
    change = models.UpdateEventTypeInput20240614(length_in_minutes=30.0)
    created = ask("create_event_type", body=body)
    event_type_id = created["data"]["id"]
    listed = ask("get_event_types", username="cal")
    read = ask("get_event_type_by_id", str(event_type_id))
    changed = ask("update_event_type", float(event_type_id), body=change)
    say("eventTypes", created=created, listed=listed, read=read, changed=changed)
    return event_type_id


def schedules():
    def ask(operation, *path, **given):
        return call("schedules", f"schedules_controller_2024_06_11_{operation}", *path, **given, **me)

    mondays = [models.ScheduleAvailabilityInput20240611DaysItem.MONDAY]
    hours = models.ScheduleAvailabilityInput20240611(days=mondays, start_time="09:00", end_time="12:00")
    body = models.CreateScheduleInput20240611(
        name="Mornings", time_zone="Europe/Rome", is_default=False, availability=[hours]
    )
    created = ask("create_schedule", body=body)
    schedule_id = created["data"]["id"]
    listed, usual = ask("get_schedules"), ask("get_default_schedule")
    read = ask("get_schedule", str(schedule_id))
    renamed = ask("update_schedule", str(schedule_id), body=models.UpdateScheduleInput20240611(name="Early"))
    deleted = ask("delete_schedule", float(schedule_id))
    say("schedules", created=created, listed=listed, usual=usual, read=read, renamed=renamed, deleted=deleted)


def slots(event_type_id):
    def ask(operation, *path, **given):
        return call("slots", f"slots_controller_2024_09_04_{operation}", *path, **given)

    day = {"start": "2026-01-12", "end": "2026-01-12T10:00:00Z", "event_type_id": event_type_id}
    body = models.ReserveSlotInput20240904(event_type_id=event_type_id, slot_start="2026-01-12T09:00:00Z")
    before = ask("get_available_slots", **day)
    reserved = ask("reserve_slot", body=body, **me)
    left = ask("get_available_slots", **day)
    released = ask("delete_reserved_slot", reserved["data"]["reservationUid"])
    say("slots", before=before, reserved=reserved, left=left, released=released)


def bookings(event_type_id):
    def ask(operation, *path, **given):
        return call("bookings", f"bookings_controller_2024_08_13_{operation}", *path, **given)

    ann = models.CreateBookingAttendee(name="Ann", email="ann@example.com", time_zone="Europe/Rome")
    body = models.CreateBookingInput20240813(start="2026-01-12T09:00:00Z", event_type_id=event_type_id, attendee=ann)
    later = models.RescheduleBookingInput20240813(start="2026-01-13T09:00:00Z", rescheduling_reason="Later")
    created = ask("create_booking", body=body)
    read = ask("get_booking", created["data"]["uid"])
    moved = ask("reschedule_booking", created["data"]["uid"], body=later)
    upcoming = [models.BookingsController20240813GetBookingsStatusItem.UPCOMING]
    listed = ask("get_bookings", status=upcoming, take=250.0, **me)
    reason = models.CancelBookingInput20240813(cancellation_reason="Ill")
    cancelled = ask("cancel_booking", moved["data"]["uid"], body=reason)
    say("bookings", created=created, read=read, moved=moved, listed=listed, cancelled=cancelled)


def teams(my_id):
    def ask(operation, *path, **given):
        return call("teams", f"teams_controller_{operation}", *path, **given, **me)

    created = ask("create_team", body=models.CreateTeamInput(name="Support", slug="support"))
    team_id = float(created["data"]["id"])
    renamed = ask("update_team", team_id, body=models.UpdateOrgTeamDto(name="Help"))
    body = models.CreateTeamEventTypeInput20240614(
        title="Help",
        slug="help",
        length_in_minutes=30.0,
        scheduling_type=models.CreateTeamEventTypeInput20240614SchedulingType.COLLECTIVE,
        hosts=[models.Host(user_id=my_id)],
    )
    of = "teams_event_types_controller"
    event_type = call("teams_event_types", f"{of}_create_team_event_type", team_id, body=body, **me)
    event_types = call("teams_event_types", f"{of}_get_team_event_types", team_id)
    listed, deleted = ask("get_teams"), ask("delete_team", team_id)
    say(
        "teams",
        created=created,
        renamed=renamed,
        eventType=event_type,
        eventTypes=event_types,
        listed=listed,
        deleted=deleted,
    )


def webhooks():
    def ask(operation, *path, **given):
        return call("webhooks", f"webhooks_controller_{operation}", *path, **given, **me)

    triggers = [models.CreateWebhookInputDtoTriggersItem.BOOKING_CREATED]
    body = models.CreateWebhookInputDto(active=True, subscriber_url="http://localhost:9/hook", triggers=triggers)
    created = ask("create_webhook", body=body)
    webhook_id = created["data"]["id"]
    listed, read = ask("get_webhooks", take=250.0), ask("get_webhook", webhook_id)
    changed = ask("update_webhook", webhook_id, body=models.UpdateWebhookInputDto(active=False))
    deleted = ask("delete_webhook", webhook_id)
    say("webhooks", created=created, listed=listed, read=read, changed=changed, deleted=deleted)


profile = call("me", "me_controller_get_me", **me)
renamed = call("me", "me_controller_update_me", body=models.UpdateManagedUserInput(name="Callum"), **me)
say("me", read=profile, renamed=renamed)
schedules()
event_type_id = float(event_types())
slots(event_type_id)
bookings(event_type_id)
teams(float(profile["data"]["id"]))
webhooks()
