"""An organization whose team has workflows."""

from typing import Any

Json = dict[str, Any]

BASE = "/v2/organizations/70/teams/71/workflows"
ADDRESS, NUMBER = "desk@acme.example", "+37255555555"


def mail_step(number: int = 1, action: str = "email_attendee", **more: Any) -> Json:
    return {
        "stepNumber": number,
        "action": action,
        "recipient": "attendee",
        "template": "reminder",
        "sender": "S1",
        "includeCalendarEvent": True,
        "message": {"subject": "Upcoming: {EVENT_NAME}", "html": "<p>x</p>"},
        **more,
    }


def text_step(number: int = 1, action: str = "sms_attendee", **more: Any) -> Json:
    return {
        "stepNumber": number,
        "action": action,
        "recipient": "attendee",
        "template": "reminder",
        "sender": "S2",
        "message": {"subject": "Upcoming: {EVENT_NAME}", "text": "x"},
        **more,
    }


def workflow(*steps: Json, **more: Any) -> Json:
    return {
        "name": "W",
        "activation": {"isActiveOnAllEventTypes": True, "activeOnEventTypeIds": []},
        "trigger": {"type": "beforeEvent", "offset": {"value": 1, "unit": "day"}},
        "steps": list(steps) or [mail_step()],
        **more,
    }


def form_workflow(*steps: Json, **more: Any) -> Json:
    return {
        "name": "F",
        "activation": {"isActiveOnAllRoutingForms": True},
        "trigger": {"type": "formSubmitted"},
        "steps": list(steps) or [mail_step()],
        **more,
    }


def event_type(slug: str = "demo", **more: Any) -> Json:
    hosts = [{"user": "bob"}]
    return {
        "title": slug.title(),
        "slug": slug,
        "lengthInMinutes": 60,
        "schedulingType": "collective",
        "hosts": hosts,
        **more,
    }


def acme(**of_team: Any) -> Json:
    """Organization 70 with team 71: alice owns all, carol leads the team, bob is in it, erin leads another team, 72."""
    team = {
        "id": 71,
        "slug": "sales",
        "members": [{"user": "carol", "role": "ADMIN"}, {"user": "bob"}],
        "verifiedEmails": [{"email": ADDRESS, "user": "carol", "id": 9}],
        "verifiedPhones": [{"phone": NUMBER, "user": "carol", "id": 4}],
        "eventTypes": [event_type(), event_type("other")],
    }
    support = {
        "id": 72,
        "slug": "support",
        "members": [{"user": "erin", "role": "ADMIN"}],
        "verifiedEmails": [{"email": "support@acme.example", "user": "erin", "id": 10}],
        "verifiedPhones": [{"phone": "+37255555556", "user": "erin", "id": 5}],
        "eventTypes": [event_type("help", hosts=[{"user": "erin"}])],
    }
    return {
        "users": [
            {"username": name, "id": 101 + i, "name": name.title(), "timeZone": "Europe/Rome"}
            for i, name in enumerate(("alice", "bob", "carol", "dave", "erin"))
        ],
        "organizations": [
            {
                "id": 70,
                "slug": "acme",
                "members": [{"user": "alice", "role": "OWNER"}, "bob", "carol", "erin"],
                "teams": [team | of_team, support],
            }
        ],
    }
