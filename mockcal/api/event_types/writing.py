"""How bodies become rows, whoever owns them."""

from typing import Any

from sqlalchemy import delete, select

from mockcal.api.event_types import locations, managed, settings
from mockcal.api.event_types.checks import LateRefusal, require_combinable
from mockcal.api.event_types.schemas import Destination, EventTypeSettings
from mockcal.http.errors import Json
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import Credential, DestinationCalendar, ProviderCalendar
from mockcal.store.event_types import EventType
from mockcal.store.users import User


def make(
    tx: Transaction,
    body: EventTypeSettings,
    *,
    caller: User | None,
    default_location: Json,
    is_judged: bool = True,
    **owner: Any,
) -> EventType:
    """A new event type. 400 for what does not go together, when its first columns are written: these stay."""
    row = tx.add(EventType(locations=[default_location], created_at=tx.now, **settings.first(body), **owner))
    if is_judged:
        require_combinable(body, None, LateRefusal)
    settings.apply(tx, row, body, is_new=True)
    row.updated_at = tx.now
    tx.flush()
    if body.destination_calendar is not None:
        _set_destination(tx, row, caller, body.destination_calendar)
    return row


def rewrite(tx: Transaction, row: EventType, body: EventTypeSettings, *, caller: User | None) -> None:
    """Change what `body` gives. Whatever that is, private links are gone afterwards."""
    settings.apply(tx, row, body)
    if not locations.has_cal_video(row.locations):
        row.cal_video_settings = None
    row.updated_at = tx.now
    tx.flush()
    if body.destination_calendar is not None:
        _set_destination(tx, row, caller, body.destination_calendar)
    managed.forget_links(tx, [row.id])


def _set_destination(tx: Transaction, row: EventType, caller: User | None, asked: Destination) -> None:
    tx.execute(delete(DestinationCalendar).where(DestinationCalendar.event_type_id == row.id))
    held = (
        select(ProviderCalendar)
        .join(Credential, Credential.id == ProviderCalendar.credential_id)
        .where(ProviderCalendar.integration == asked.integration, ProviderCalendar.external_id == asked.external_id)
    )
    found = caller and tx.first(held.where(Credential.user_id == caller.id))
    tx.add(
        DestinationCalendar(
            event_type_id=row.id,
            integration=asked.integration,
            external_id=asked.external_id,
            credential_id=found.credential_id if found else None,
        )
    )


def destination_of(tx: Transaction, row: EventType) -> DestinationCalendar | None:
    return tx.first(select(DestinationCalendar).where(DestinationCalendar.event_type_id == row.id))
