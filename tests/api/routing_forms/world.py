"""An organization whose team has routing forms."""

from typing import Any

Json = dict[str, Any]

DATES = {"start": "2050-09-05", "end": "2050-09-06"}  # Monday and Tuesday
FALLBACK: Json = {
    "id": "fallback",
    "isFallback": True,
    "queryValue": {"id": "q0", "type": "group"},
    "action": {"type": "customPageMessage", "value": "Fallback Message"},
}
QUESTION_1: Json = {"id": "f1", "identifier": "question1", "label": "Question 1", "type": "text", "required": True}
QUESTION_2: Json = {"id": "f2", "identifier": "question2", "label": "Question 2", "type": "text"}


def rule(field: str, operator: str, value: Any = None, **properties: Any) -> Json:
    """A tree of one rule."""
    one = {"type": "rule", "properties": {"field": field, "operator": operator, "value": value, "valueSrc": ["value"]}}
    return {"id": "g", "type": "group", "properties": properties, "children1": {"r": one}}


def route(tree: Json | None, kind: str, value: str, **more: Any) -> Json:
    return {"id": f"to-{value}", "queryValue": tree, "action": {"type": kind, "value": value}, **more}


def form(name: str, fields: list[Json], *routes: Json, **more: Any) -> Json:
    return {"id": f"form-{name}", "name": name, "fields": fields, "routes": [*routes, FALLBACK], **more}


INTAKE = form(
    "intake",
    [QUESTION_1, QUESTION_2],
    route(rule("f1", "equal", ["answer1"]), "eventTypeRedirectUrl", "team/sales/demo"),
    route(rule("f1", "equal", ["external"]), "externalRedirectUrl", "https://example.com/x"),
    route(rule("f1", "equal", ["lost"]), "eventTypeRedirectUrl", "team/sales/gone"),
    route(rule("f1", "equal", ["silence"]), "customPageMessage", ""),
)
DEMO: Json = {
    "title": "Demo",
    "slug": "demo",
    "lengthInMinutes": 60,
    "schedulingType": "collective",
    "hosts": [{"user": "bob"}],
}


def acme(*forms: Json, **more: Any) -> Json:
    """Organization 70 with team 71: alice owns all, carol leads the team, bob is in it, dave is in neither, erin only in
    the organization."""
    team = {
        "id": 71,
        "slug": "sales",
        "members": [{"user": "carol", "role": "ADMIN"}, {"user": "bob"}],
        "routingForms": list(forms),
    }
    return {
        "users": [
            {"username": name, "id": 101 + i} for i, name in enumerate(("alice", "bob", "carol", "dave", "erin"))
        ],
        "organizations": [
            {
                "id": 70,
                "slug": "acme",
                "members": [{"user": "alice", "role": "OWNER"}, "bob", "carol", "erin"],
                "teams": [team | more, {"id": 72, "slug": "support", "members": ["carol"]}],
            },
            {
                "id": 80,
                "slug": "globex",
                "members": [{"user": "dave", "role": "OWNER"}],
                "teams": [{"id": 81, "slug": "ops"}],
            },
        ],
    }
