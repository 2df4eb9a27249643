"""INSTANT_MEETING: somebody waits for a host to join at once."""

from typing import Any

from mockcal.events.facts import WEB_APP, Facts
from mockcal.http.answers import Wire


class InstantMeeting(Wire):
    """Repeats the trigger; the answers are raw, as they were given."""

    trigger_event: str
    uid: str
    responses: dict[str, Any]
    connect_and_join_url: str
    event_type_id: int | None
    event_type_title: str
    custom_inputs: dict[str, Any]


def instant_meeting(facts: Facts, token: str) -> InstantMeeting:
    return InstantMeeting(
        trigger_event="INSTANT_MEETING",
        uid=facts.booking.uid,
        responses=facts.answers,
        connect_and_join_url=f"{WEB_APP}/connect-and-join?token={token}",
        event_type_id=facts.booking.event_type_id,
        event_type_title=facts.event_type.title if facts.event_type else "",
        custom_inputs={},
    )
