"""Which route a response takes, where that leads, and which members of the team are meant."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from mockcal.api.routing_forms import members, rules
from mockcal.api.routing_forms.rules import OF_FIELD, TEXT, Subject
from mockcal.http.errors import InternalRefusal
from mockcal.http.slugs import slugify
from mockcal.sandbox.transaction import Transaction
from mockcal.store.form_fields import Json, key_of, live, readable
from mockcal.store.routing_forms import RoutingForm

EVENT_TYPE = "eventTypeRedirectUrl"
EXTERNAL = "externalRedirectUrl"
VARIABLE = re.compile(r"\{([^{}]+)\}")


class NoFallback(InternalRefusal):
    """400 where the real service answers 500: every form needs a route for what no other takes."""

    def __init__(self) -> None:
        super().__init__("Internal server error", explain="the routing form has no fallback route")


@dataclass(frozen=True, slots=True)
class Routed:
    """The route taken. `member_ids` are empty when the route does not narrow its hosts; `fell_back` when the route's own
    rules about members found nobody."""

    route: Json
    action: Json
    member_ids: list[int] = field(default_factory=list)
    fell_back: bool = False

    @property
    def skips_contact_owner(self) -> bool:
        return bool((self.route.get("attributeRoutingConfig") or {}).get("skipContactOwner"))


def fallback_of(form: RoutingForm) -> Json:
    found = next((route for route in form.routes or [] if route.get("isFallback")), None)
    if found is None:
        raise NoFallback
    return found


def choose(tx: Transaction, form: RoutingForm, response: Json) -> Routed:
    """The first route whose rules hold, the fallback last."""
    fallback = fallback_of(form)
    candidates = list(_expanded(tx, form, {form.id}))
    fields = _distinct([*live(form.fields), *(one for _, around in candidates for one in around)])
    subjects = {one["id"]: Subject(f"v{index}", _operators(one)) for index, one in enumerate(fields)}
    data = {subjects[one["id"]].name: _datum(one, response) for one in fields}
    for route, _ in candidates:
        if rules.holds(route.get("queryValue"), subjects, data):
            return _taken(tx, form, route, response)
    return _taken(tx, form, fallback, response)


def slug_of(action: Json) -> str:
    """The last segment of the path that an event-type action leads to."""
    path = re.split(r"[?#]", str(action.get("value") or ""))[0]
    return path.rstrip("/").rpartition("/")[2]


def _expanded(tx: Transaction, form: RoutingForm, seen: set[str]) -> Iterator[tuple[Json, list[Json]]]:
    """Routes that are no fallback, with the fields of the form they stand in; a router stands for its form's routes."""
    for route in form.routes or []:
        if not route.get("isRouter"):
            if not route.get("isFallback"):
                yield route, live(form.fields)
            continue
        router = tx.get(RoutingForm, route.get("id"))
        if router is not None and router.id not in seen:
            yield from _expanded(tx, router, seen | {router.id})


def _distinct(fields: Iterable[Json]) -> list[Json]:
    return list({one["id"]: one for one in fields}.values())


def _operators(of_form: Json) -> Any:
    return OF_FIELD.get(of_form.get("type") or "", TEXT)


def _datum(of_form: Json, response: Json) -> Any:
    """A number that was not given counts as 0, as it does for JavaScript's comparisons."""
    value = (response.get(of_form["id"]) or {}).get("value", "")
    return 0 if of_form.get("type") == "number" and value == "" else rules.lower(value)


def _taken(tx: Transaction, form: RoutingForm, route: Json, response: Json) -> Routed:
    action, member_ids, fell_back = route.get("action") or {}, [], False
    if route.get("attributesQueryValue"):
        found = members.matching(tx, form, route, response)
        member_ids, fell_back = found.user_ids, found.fell_back
    if fell_back and route.get("fallbackAction"):
        action = route["fallbackAction"]
    return Routed(route, _filled(form, action, response), member_ids, fell_back)


def _filled(form: RoutingForm, action: Json, response: Json) -> Json:
    """`{identifier}` in an event type's path is the slug of the answer."""
    if action.get("type") != EVENT_TYPE:
        return action
    slugs: dict[str, str] = {}
    for one in live(form.fields):
        answer = readable(one, (response.get(one["id"]) or {}).get("value", ""))
        slug = "-".join(slugify(str(part)) for part in (answer if isinstance(answer, list) else [answer]))
        slugs |= {name.lower(): slug for name in (one.get("label"), key_of(one)) if name}
    fill = lambda found: slugs.get(found[1].strip().lower(), found[0])  # noqa: E731
    return action | {"value": VARIABLE.sub(fill, str(action.get("value") or ""))}
