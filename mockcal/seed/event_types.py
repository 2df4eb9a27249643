"""Event types of a fixture: of users and of teams, with their hosts, private links and webhooks."""

from collections.abc import Sequence
from typing import Annotated, Any

from sqlalchemy import delete, select
from sqlmodel import col

from mockcal.api.event_types import (
    hosts,
    locations,
    managed,
    records,
    service,
    settings,
    teams,
    writing,
)
from mockcal.api.event_types.private_links import LinkLimits, instant_of
from mockcal.api.event_types.schemas import (
    PRIORITIES,
    SCHEDULING_TYPES,
    CreateEventType,
    CreateTeamEventType,
    EventTypeSettings,
    TeamSettings,
    UpdateEventType,
    clean_slug,
    stored_scheduling_type,
)
from mockcal.http import rules
from mockcal.sandbox.transaction import Transaction
from mockcal.seed import webhooks
from mockcal.seed.document import Json
from mockcal.seed.loading import Loading, event_type_path, user_name
from mockcal.store.event_types import EventType, Host, PrivateLink
from mockcal.store.schedules import Schedule
from mockcal.store.teams import Team
from mockcal.store.users import User

OWN = ("id", "schedule", "webhooks", "privateLinks", "stored")
TEAM_OWN = (*OWN, "hosts", "children", "schedulingType")
HOST_KEYS = frozenset(("user", "userId", "mandatory", "priority", "weight", "schedule", "group"))
CHILD_KEYS = frozenset(("user", *OWN))


class Link(LinkLimits):
    """A private link, whose id and use only fixtures tell."""

    id: Annotated[int, rules.Min(1)] | None = None
    link_id: str | None = None
    usage_count: Annotated[int, rules.Min(0)] | None = None


def load_event_types(
    loading: Loading, place: str, bodies: list[Json], *, user: User | None = None, team: Team | None = None
) -> None:
    """These event types in the place of the owner's old ones, those of the same slug keeping their ids."""
    old = {row.slug: row for row in rows_of(loading.tx, user, team)}
    slugs = {_slug(sent) for sent in bodies}
    for row in old.values():
        if row.slug not in slugs:
            loading.tx.delete(row)
    for index, sent in enumerate(bodies):
        here = f"{place}[{index}]"
        known = old.get(_slug(sent))
        row = (
            _load_of_user(loading, here, sent, user, known) if user else _load_of_team(loading, here, sent, team, known)
        )
        _name(loading, row)


def _slug(sent: Json) -> str:
    """As it is stored."""
    return str(clean_slug(sent.get("slug")))


def rows_of(tx: Transaction, user: User | None, team: Team | None) -> list[EventType]:
    """Without the copies of managed ones, which stand with those."""
    statement = select(EventType).where(EventType.team_id == team.id) if team else None
    if statement is None:
        assert user is not None
        statement = select(EventType).where(EventType.user_id == user.id, col(EventType.parent_id).is_(None))
    return tx.all(statement.order_by(EventType.id))


def _load_of_user(loading: Loading, place: str, sent: Json, user: User, known: EventType | None) -> EventType:
    model = CreateEventType if known is None else UpdateEventType
    body = _body(loading, model, sent, place, OWN)
    if known is not None:
        loading.refuse_other_id(place, sent.get("id"), known.id)
        row = _change(loading, place, known, body)
    else:
        assert isinstance(body, CreateEventType)
        row = loading.calling(place, lambda: _make_for_user(loading.tx, user, body, sent))
    _load_rest(loading, place, sent, row, [user.id])
    return row


def _load_of_team(loading: Loading, place: str, sent: Json, team: Team | None, known: EventType | None) -> EventType:
    assert team is not None
    if known is None:
        _body(loading, CreateTeamEventType, sent, place, tuple(set(TEAM_OWN) - {"schedulingType"}))
    body = _body(loading, TeamSettings, sent, place, TEAM_OWN)
    kind = stored_scheduling_type(sent.get("schedulingType", known and known.scheduling_type))
    if kind not in SCHEDULING_TYPES.values():
        loading.refuse(f"{place}.schedulingType", f"is none of {', '.join(SCHEDULING_TYPES)}")
    if known is None:
        row = loading.calling(place, lambda: _make_for_team(loading.tx, team, body, kind, sent))
    else:
        loading.refuse_other_id(place, sent.get("id"), known.id)
        known.scheduling_type = kind
        row = _change(loading, place, known, body)
    teams.apply_team_settings(row, team, body)
    _load_rest(loading, place, sent, row, hosts.member_ids(loading.tx, team))
    _load_hosts(loading, place, sent, team, row)
    return row


def _make_for_user(tx: Transaction, user: User, body: CreateEventType, sent: Json) -> EventType:
    """Recurrence with seats too, which an older version of the API makes."""
    return service.make_personal(tx, user, body, is_judged=False, **_id(sent))


def _make_for_team(tx: Transaction, team: Team, body: TeamSettings, kind: str, sent: Json) -> EventType:
    place = locations.STORED_CAL_VIDEO
    return writing.make(
        tx,
        body,
        caller=None,
        default_location=place,
        is_judged=False,
        team_id=team.id,
        scheduling_type=kind,
        **_id(sent),
    )


def _change(loading: Loading, place: str, row: EventType, body: EventTypeSettings) -> EventType:
    loading.calling(place, lambda: settings.apply(loading.tx, row, body))
    loading.tx.flush()
    return row


def _load_rest(loading: Loading, place: str, sent: Json, row: EventType, owner_ids: Sequence[int | None]) -> None:
    """What no body of the API can say. Owners are whose schedules have plain names."""
    if "schedule" in sent:
        row.schedule_id = _schedule(loading, f"{place}.schedule", sent["schedule"], owner_ids)
    if "stored" in sent:
        _load_stored(loading, f"{place}.stored", row, sent["stored"])
    loading.tx.flush()
    if "privateLinks" in sent:
        _load_links(loading, f"{place}.privateLinks", row, sent["privateLinks"])
    if "webhooks" in sent:
        hooks = _mappings(loading, f"{place}.webhooks", sent["webhooks"])
        webhooks.load_webhooks(loading, f"{place}.webhooks", hooks, event_type=row)


def _load_stored(loading: Loading, place: str, row: EventType, stored: Any) -> None:
    if not isinstance(stored, dict):
        loading.refuse(place, "must be a mapping")
    for name, value in stored.items():
        try:
            records.put(row, {name: value})
        except KeyError:
            loading.refuse(f"{place}.{name}", "unknown field")
        except records.Misfit as misfit:
            loading.refuse(".".join(map(str, (place, name, *misfit.path))), misfit.why)


def _schedule(loading: Loading, place: str, name: Any, owner_ids: Sequence[int | None]) -> int | None:
    """By #ID; by NAME among those of the owners, the first one's first; else by USER/NAME."""
    if name is None:
        return None
    if (numbered := _numbered(loading.tx, str(name))) is not None:
        return numbered.id
    for owner_id in owner_ids:
        if (found := _schedule_of(loading.tx, owner_id, str(name))) is not None:
            return found
    whose, parted, rest = str(name).partition("/")
    named = _schedule_of(loading.tx, loading.user(whose, place).id, rest) if parted else None
    return named or loading.refuse(place, f"no schedule is called {name}")


def _schedule_of(tx: Transaction, owner_id: int | None, name: str) -> int | None:
    own = select(Schedule.id).where(Schedule.user_id == owner_id, Schedule.name == name)
    return tx.first(own.order_by(Schedule.id))


def _numbered(tx: Transaction, name: str) -> Schedule | None:
    number = name.removeprefix("#")
    return tx.get(Schedule, int(number)) if name.startswith("#") and number.isdecimal() else None


def schedule_path(tx: Transaction, schedule: Schedule) -> str:
    """USER/NAME, or #ID of one that is not its owner's first of that name."""
    first = _schedule_of(tx, schedule.user_id, schedule.name)
    owner = tx.get(User, schedule.user_id)
    return f"{user_name(tx, owner)}/{schedule.name}" if owner and first == schedule.id else f"#{schedule.id}"


def _load_links(loading: Loading, place: str, row: EventType, links: Any) -> None:
    """These links in the place of the old ones; of those that stay just what is given changes."""
    tx = loading.tx
    bodies = [loading.body(Link, sent, f"{place}[{at}]") for at, sent in enumerate(_mappings(loading, place, links))]
    old = {link.link: link for link in tx.all(select(PrivateLink).where(PrivateLink.event_type_id == row.id))}
    for text in old.keys() - {body.link_id for body in bodies}:
        tx.delete(old.pop(text))
    for index, body in enumerate(bodies):
        link = old.pop(body.link_id or "", None)
        link = link or PrivateLink(id=body.id, event_type_id=row.id, link=body.link_id or tx.ids.uid())
        _limit(link, body)
        tx.add(link)
        loading.calling(f"{place}[{index}]", tx.flush)


def _limit(link: PrivateLink, body: Link) -> None:
    """A number of uses takes the place of an end."""
    if body.expires_at is not None or body.max_usage_count is not None:
        link.expires_at = instant_of(body.expires_at)
    link.max_usage_count = body.max_usage_count or link.max_usage_count
    link.usage_count = body.usage_count if body.usage_count is not None else link.usage_count


def _load_hosts(loading: Loading, place: str, sent: Json, team: Team, row: EventType) -> None:
    entries = _mappings(loading, f"{place}.hosts", sent.get("hosts") or [], text="user")
    named = [_host(loading, f"{place}.hosts[{index}]", one) for index, one in enumerate(entries)]
    if row.scheduling_type == "MANAGED":
        _replace_hosts(loading.tx, row, [])
        _load_copies(loading, place, sent, team, row, [host.user_id for host in named])
        return
    managed.settle(loading.tx, row, [])
    if "hosts" in sent or sent.get("assignAllTeamMembers"):
        others = _others(loading.tx, team, named) if sent.get("assignAllTeamMembers") else []
        _replace_hosts(loading.tx, row, [*named, *others])
        weighted = any("weight" in one for one in entries)
        row.is_rr_weights_enabled |= weighted and "isRRWeightsEnabled" not in (sent.get("stored") or {})


def _others(tx: Transaction, team: Team, named: Sequence[Host]) -> list[Host]:
    """The members whom nobody named: all members win over those given, as they do in the API."""
    given = {host.user_id for host in named}
    return [
        Host(user_id=user_id, weight=hosts.DEFAULT_WEIGHT)
        for user_id in hosts.member_ids(tx, team)
        if user_id not in given
    ]


def _replace_hosts(tx: Transaction, row: EventType, every: Sequence[Host]) -> None:
    tx.execute(delete(Host).where(Host.event_type_id == row.id))
    for host in every:
        host.event_type_id = row.id  # type: ignore[assignment]
        host.is_fixed = host.is_fixed or row.scheduling_type == "COLLECTIVE"
    tx.add_all(every)


def _host(loading: Loading, place: str, sent: Json) -> Host:
    _refuse_unknown(loading, place, sent, HOST_KEYS)
    if not isinstance(sent.get("userId"), int | None):
        loading.refuse(f"{place}.userId", "must be an id")
    user = loading.tx.get(User, sent.get("userId")) or loading.user(str(sent.get("user")), f"{place}.user")
    priority = sent.get("priority", "medium")
    if priority not in PRIORITIES:
        loading.refuse(f"{place}.priority", f"is none of {', '.join(PRIORITIES)}")
    weight = sent.get("weight", hosts.DEFAULT_WEIGHT)
    if not isinstance(weight, int | float | None):
        loading.refuse(f"{place}.weight", "must be a number")
    return Host(
        user_id=user.id,
        is_fixed=bool(sent.get("mandatory")),
        priority=PRIORITIES.index(priority),
        weight=weight,
        schedule_id=_schedule(loading, f"{place}.schedule", sent.get("schedule"), [user.id]),
        group_name=sent.get("group"),
    )


def _load_copies(loading: Loading, place: str, sent: Json, team: Team, row: EventType, host_ids: Sequence[int]) -> None:
    """`children` say whom the copies belong to and what is special about each; else hosts or members do."""
    tx = loading.tx
    entries = _mappings(loading, f"{place}.children", sent.get("children") or [], text="user")
    owners = [loading.user(str(one.get("user")), f"{place}.children") for one in entries]
    ids = {owner.id: one["id"] for owner, one in zip(owners, entries, strict=True) if one.get("id") is not None}
    wanted: list[int] | None = None
    if "children" in sent:
        wanted = [owner.id for owner in owners if owner.id is not None]
    elif sent.get("assignAllTeamMembers"):
        wanted = hosts.member_ids(tx, team)
    elif "hosts" in sent:
        wanted = list(host_ids)
    managed.settle(tx, row, wanted, tells_owners=False, ids=ids)
    copies = {copy.user_id: copy for copy in managed.children(tx, row)}
    for index, (owner, one) in enumerate(zip(owners, entries, strict=True)):
        _refuse_unknown(loading, f"{place}.children[{index}]", one, CHILD_KEYS)
        _load_rest(loading, f"{place}.children[{index}]", one, copies[owner.id], [owner.id])
    for copy in copies.values():
        _name(loading, copy)


def _name(loading: Loading, row: EventType) -> None:
    loading.made.event_types[event_type_path(loading.tx, row)] = {"id": row.id}


def _body(loading: Loading, model: type[Any], sent: Json, place: str, own: tuple[str, ...]) -> Any:
    return loading.calling(place, lambda: loading.body(model, sent, place, own=own))


def _id(sent: Json) -> Json:
    return {} if sent.get("id") is None else {"id": sent["id"]}


def _mappings(loading: Loading, place: str, values: Any, *, text: str | None = None) -> list[Json]:
    """`text` is the key that an entry means which is a plain text."""
    if text is not None and isinstance(values, list):
        values = [{text: one} if isinstance(one, str) else one for one in values]
    if not isinstance(values, list) or not all(isinstance(one, dict) for one in values):
        loading.refuse(place, "must be a list of mappings")
    return list(values)


def _refuse_unknown(loading: Loading, place: str, sent: Json, known: frozenset[str]) -> None:
    for name in sent:
        if name not in known:
            loading.refuse(f"{place}.{name}", "unknown field")
