"""Connected calendars of a fixture, with what the played provider behind them holds.

Entries of one account (the same `id`, else the same integration and address) share a credential. A feed is fetched from where it is
unless its entry says what is in it.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import col

from mockcal.api.calendars.events import moment_of
from mockcal.api.calendars.kinds import BY_INTEGRATION, ICS_FEED
from mockcal.api.providers.owners import Owner
from mockcal.http.emails import is_email
from mockcal.http.js_dates import iso_ms
from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import CalendarDoc, Json
from mockcal.seed.loading import Loading
from mockcal.store.apps import Credential, DestinationCalendar, ProviderCalendar, ProviderEvent, SelectedCalendar
from mockcal.store.users import User

PLAYED = {"busy", "events", "error"}
"""The keys that make a feed one that mockcal plays."""


@dataclass(slots=True)
class Account:
    """The entries that share a credential, each with its place in the document."""

    entries: list[tuple[str, CalendarDoc]] = field(default_factory=list)

    @property
    def integration(self) -> str:
        return self.entries[0][1].integration

    @property
    def id(self) -> int | None:
        return next((doc.id for _, doc in self.entries if doc.id is not None), None)


def load(loading: Loading, place: str, docs: list[CalendarDoc], owner: Owner) -> None:
    """These calendars in the place of the owner's old ones."""
    tx = loading.tx
    old = {one.id: one for one in owner.credentials(tx, *BY_INTEGRATION)}
    kept = set()
    for account in _accounts(loading, place, docs):
        credential = _credential(loading, account, owner, old)
        kept.add(credential.id)
        _load_account(loading, account, credential, owner)
    for credential_id in old.keys() - kept:
        tx.delete(old[credential_id])
    if owner.user_id is not None:
        _forget_selections(tx, owner.user_id, docs)
        _select_delegated(tx, owner.user_id, docs)


def export(tx: Transaction, owner: Owner) -> list[Json]:
    """As they are loaded, account by account; then what is selected by an organization's credential."""
    credentials = owner.credentials(tx, *BY_INTEGRATION)
    return [entry for one in credentials for entry in _show_account(tx, owner, one)] + _show_delegated(tx, owner)


def _show_account(tx: Transaction, owner: Owner, credential: Credential) -> list[Json]:
    """What the provider holds, then feeds, then what is selected but nowhere to be found."""
    held = tx.all(select(ProviderCalendar).where(ProviderCalendar.credential_id == credential.id))
    entries = [_show(tx, credential, one) for one in held]
    entries += _show_feeds(credential, {one.external_id for one in held})
    listed, selected = {entry["externalId"] for entry in entries}, _selected(tx, owner, credential)
    entries += [_base(credential, name) | {"listed": False} for name in selected if name not in listed]
    destination = _destination(tx, owner, credential)
    for entry in entries:
        entry["selected"] = entry["externalId"] in selected
        entry["destination"] = destination is not None and destination.external_id == entry["externalId"]
        if destination is not None and entry["destination"]:
            entry["stored"] = {**entry.get("stored", {}), "destinationId": destination.id}
    return entries


def _accounts(loading: Loading, place: str, docs: list[CalendarDoc]) -> list[Account]:
    accounts: dict[Any, Account] = defaultdict(Account)
    for index, doc in enumerate(docs):
        here = f"{place}[{index}]"
        if doc.integration not in BY_INTEGRATION:
            loading.refuse(f"{here}.integration", f"must be one of {', '.join(BY_INTEGRATION)}")
        if doc.delegation_credential is not None:
            continue
        key = ("id", doc.id) if doc.id is not None else (doc.integration, doc.email or doc.external_id)
        accounts[key].entries.append((here, doc))
    return list(accounts.values())


def _credential(loading: Loading, account: Account, owner: Owner, old: dict[int | None, Credential]) -> Credential:
    tx = loading.tx
    credential = old.get(account.id) if account.id is not None else _known(tx, account, old)
    if credential is None:
        if account.id is not None and tx.get(Credential, account.id) is not None:
            loading.refuse(f"{account.entries[0][0]}.id", f"another connected app has the id {account.id}")
        kind = BY_INTEGRATION[account.integration]
        credential = Credential(id=account.id, type=kind.integration, app_id=kind.app, key={}, created_at=tx.now)
        credential.user_id, credential.team_id = owner.user_id, owner.team_id
    for _, doc in account.entries:
        if "invalid" in doc.model_fields_set:
            credential.invalid = doc.invalid
        if doc.stored and "key" in doc.stored:
            credential.key = doc.stored["key"]
    if account.integration == ICS_FEED.integration:
        credential.key = _feeds_key(account)
    return tx.add(credential)


def _known(tx: Transaction, account: Account, old: dict[int | None, Credential]) -> Credential | None:
    """The owner's credential behind one of the account's calendars."""
    names = {doc.external_id for _, doc in account.entries}
    held = tx.all(
        select(ProviderCalendar).where(
            col(ProviderCalendar.credential_id).in_(old), col(ProviderCalendar.external_id).in_(names)
        )
    )
    behind = {one.credential_id for one in held if one.integration == account.integration}
    for credential in old.values():
        urls = set((credential.key or {}).get("urls", []))
        if credential.type == account.integration and (credential.id in behind or urls & names):
            return credential
    return None


def _feeds_key(account: Account) -> Json:
    urls = [url for _, doc in account.entries for url in (doc.urls or [doc.external_id])]
    given = [doc.read_only for _, doc in account.entries if "read_only" in doc.model_fields_set]
    return {"urls": list(dict.fromkeys(urls)), "readOnly": given[0] if given else True}


def _load_account(loading: Loading, account: Account, credential: Credential, owner: Owner) -> None:
    tx = loading.tx
    statement = select(ProviderCalendar).where(ProviderCalendar.credential_id == credential.id)
    old = {one.external_id: one for one in tx.all(statement)}
    has_primary = any(doc.primary for _, doc in account.entries) or any(one.primary for one in old.values())
    for index, (place, doc) in enumerate(account.entries):
        row = old.pop(doc.external_id, None)
        if _is_held(doc, row):
            row = row or _new_calendar(credential, doc, owner, primary=not has_primary and index == 0)
            _apply(loading, place, tx.add(row), doc)
        _load_use(tx, doc, credential, owner, primary=row.primary if row else index == 0)
        entry = loading.made_of(**_of(owner)).setdefault("calendars", {})
        entry[doc.external_id] = {"credentialId": credential.id}
    for gone in old.values():
        tx.delete(gone)


def _is_held(doc: CalendarDoc, row: ProviderCalendar | None) -> bool:
    """Whether the played provider has it."""
    if not doc.listed:
        return False
    return doc.integration != ICS_FEED.integration or row is not None or bool(PLAYED & doc.model_fields_set)


def _new_calendar(credential: Credential, doc: CalendarDoc, owner: Owner, *, primary: bool) -> ProviderCalendar:
    address = doc.external_id if is_email(doc.external_id) else getattr(owner.row, "email", None)
    assert credential.id is not None
    return ProviderCalendar(
        credential_id=credential.id,
        integration=doc.integration,
        external_id=doc.external_id,
        name=doc.name or doc.external_id,
        email=doc.email or address,
        primary=primary,
    )


def _apply(loading: Loading, place: str, row: ProviderCalendar, doc: CalendarDoc) -> None:
    given = doc.given("name", "email", "primary", "read_only", "error")
    for name, value in given.items():
        if value is not None or name == "error":
            setattr(row, name, value)
    if doc.busy is not None:
        row.busy = [{"start": iso_ms(one.start), "end": iso_ms(one.end)} for one in doc.busy]
    if doc.events is not None:
        loading.tx.execute(delete(ProviderEvent).where(ProviderEvent.calendar_id == row.id))
        for index, event in enumerate(doc.events):
            loading.tx.add(_event(loading, f"{place}.events[{index}]", row, event))
    loading.tx.flush()


def _event(loading: Loading, place: str, row: ProviderCalendar, item: Json) -> ProviderEvent:
    if not isinstance(item.get("id"), str):
        loading.refuse(f"{place}.id", "must be a text")
    assert row.id is not None
    return ProviderEvent(
        calendar_id=row.id,
        uid=item["id"],
        start=_moment(loading, place, item, "start"),
        end=_moment(loading, place, item, "end"),
        status=item.get("status") or "accepted",
        body=item,
    )


def _moment(loading: Loading, place: str, item: Json, name: str) -> datetime:
    given = item.get(name)
    moment = moment_of(given) if isinstance(given, dict) else None
    return moment or loading.refuse(f"{place}.{name}.time", "must be an ISO 8601 date-time")


def _load_use(tx: Transaction, doc: CalendarDoc, credential: Credential, owner: Owner, *, primary: bool) -> None:
    """Whether it makes its user busy (a new primary one does), and whether his bookings are written to it."""
    if owner.user_id is None:
        return
    known = tx.first(_selection(owner.user_id, doc))
    if doc.selected is False and known is not None:
        tx.delete(known)
    elif doc.selected or (doc.selected is None and known is None and primary):
        row = known or SelectedCalendar(user_id=owner.user_id, integration=doc.integration, external_id=doc.external_id)
        row.credential_id = credential.id
        tx.add(row)
    _load_destination(tx, doc, credential, owner.user_id)


def _load_destination(tx: Transaction, doc: CalendarDoc, credential: Credential, user_id: int) -> None:
    row = tx.first(select(DestinationCalendar).where(DestinationCalendar.user_id == user_id))
    its_own = (doc.integration, doc.external_id, credential.id)
    if doc.destination is False and row and (row.integration, row.external_id, row.credential_id) == its_own:
        tx.delete(row)
    if not doc.destination:
        return
    row = row or DestinationCalendar(
        id=(doc.stored or {}).get("destinationId"), user_id=user_id, integration="", external_id=""
    )
    row.integration, row.external_id, row.credential_id = doc.integration, doc.external_id, credential.id
    primary = select(ProviderCalendar).where(
        ProviderCalendar.credential_id == credential.id, col(ProviderCalendar.primary).is_(True)
    )
    first = tx.first(primary)
    unknown = "" if doc.integration == ICS_FEED.integration else None
    row.primary_email = first.email if first else unknown
    tx.add(row)


def _selection(user_id: int, doc: CalendarDoc) -> Any:
    return select(SelectedCalendar).where(
        SelectedCalendar.user_id == user_id,
        SelectedCalendar.integration == doc.integration,
        SelectedCalendar.external_id == doc.external_id,
    )


def _forget_selections(tx: Transaction, user_id: int, docs: list[CalendarDoc]) -> None:
    """Of calendars that the list no longer names."""
    named = {(doc.integration, doc.external_id) for doc in docs}
    for row in tx.all(select(SelectedCalendar).where(SelectedCalendar.user_id == user_id)):
        if (row.integration, row.external_id) not in named:
            tx.delete(row)


def _select_delegated(tx: Transaction, user_id: int, docs: list[CalendarDoc]) -> None:
    for doc in docs:
        if doc.delegation_credential is not None and tx.first(_selection(user_id, doc)) is None:
            tx.add(
                SelectedCalendar(
                    user_id=user_id,
                    integration=doc.integration,
                    external_id=doc.external_id,
                    delegation_credential_id=doc.delegation_credential,
                )
            )


def _of(owner: Owner) -> dict[str, Any]:
    return {"user": owner.row} if isinstance(owner.row, User) else {"team": owner.row}


def _base(credential: Credential, external_id: str) -> Json:
    shown: Json = {"integration": credential.type, "externalId": external_id, "id": credential.id}
    if credential.invalid:
        shown["invalid"] = True
    if credential.key and credential.type != ICS_FEED.integration:
        shown["stored"] = {"key": credential.key}
    if credential.type == ICS_FEED.integration:
        shown["readOnly"] = bool((credential.key or {}).get("readOnly", True))
    return shown


def _show(tx: Transaction, credential: Credential, row: ProviderCalendar) -> Json:
    events = tx.all(select(ProviderEvent).where(ProviderEvent.calendar_id == row.id).order_by(ProviderEvent.id))
    shown = _base(credential, row.external_id) | {
        "name": row.name,
        "email": row.email,
        "primary": row.primary,
        "readOnly": row.read_only,
        "busy": row.busy or [],
    }
    if row.error:
        shown["error"] = row.error
    if events:
        shown["events"] = [_show_event(event) for event in events]
    return shown


def _show_event(event: ProviderEvent) -> Json:
    body = event.body or {}
    times = {"start": {"time": iso_ms(event.start)}, "end": {"time": iso_ms(event.end)}}
    return {**times, "status": event.status, **body, "id": event.uid}


def _show_feeds(credential: Credential, played: set[str]) -> list[Json]:
    urls = (credential.key or {}).get("urls", []) if credential.type == ICS_FEED.integration else []
    return [_base(credential, url) for url in urls if url not in played]


def _show_delegated(tx: Transaction, owner: Owner) -> list[Json]:
    statement = select(SelectedCalendar).where(
        SelectedCalendar.user_id == owner.user_id, col(SelectedCalendar.credential_id).is_(None)
    )
    return [
        {
            "integration": row.integration,
            "externalId": row.external_id,
            "delegationCredential": row.delegation_credential_id,
        }
        for row in (tx.all(statement.order_by(SelectedCalendar.id)) if owner.user_id else [])
    ]


def _selected(tx: Transaction, owner: Owner, credential: Credential) -> list[str]:
    statement = select(SelectedCalendar.external_id).where(
        SelectedCalendar.user_id == owner.user_id, SelectedCalendar.credential_id == credential.id
    )
    return tx.all(statement.order_by(SelectedCalendar.id)) if owner.user_id else []


def _destination(tx: Transaction, owner: Owner, credential: Credential) -> DestinationCalendar | None:
    if owner.user_id is None:
        return None
    return tx.first(
        select(DestinationCalendar).where(
            DestinationCalendar.user_id == owner.user_id, DestinationCalendar.credential_id == credential.id
        )
    )
