"""Schedules, out-of-office entries and reservations of a fixture."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import zip_longest
from typing import Any

from sqlalchemy import delete, select

from mockcal.api.out_of_office import service as out_of_office
from mockcal.api.out_of_office.schemas import Reason
from mockcal.api.schedules import service as schedules
from mockcal.api.schedules.schemas import DAY_NAME, CreateSchedule, UpdateSchedule
from mockcal.api.slots import reservations
from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import Json, OutOfOfficeDoc, ReservationDoc
from mockcal.seed.loading import Loading, event_type_name, user_name
from mockcal.store.event_types import EventType
from mockcal.store.schedules import Availability, OutOfOfficeEntry, Schedule, SelectedSlot
from mockcal.store.users import User

WORKING_HOURS: Json = {"name": "Working hours", "isDefault": True}
"""What a user has when a document says nothing of schedules: Monday to Friday, nine to five, in the user's zone."""
OWN = ("id", "stored")


def schedule_ids(tx: Transaction, user: User) -> dict[str, int | None]:
    """By name."""
    return {row.name: row.id for row in schedules.of_user(tx, user)}


def load_schedules(loading: Loading, place: str, user: User, bodies: list[Json], *, default: str | None) -> None:
    """These schedules in the place of the old ones, those of the same name keeping their ids.

    The default is the one that says so or the one named, else the first that does not say that it is none.
    """
    tx = loading.tx
    old = schedules.of_user(tx, user)
    rows = [
        _load_schedule(loading, f"{place}[{index}]", user, sent, _taken_from(old, sent))
        for index, sent in enumerate(bodies)
    ]
    for row in old:
        tx.delete(row)
    named = [row for row in rows if row.name == default]
    willing = [row for row, sent in zip(rows, bodies, strict=True) if sent.get("isDefault") is not False]
    if rows and user.default_schedule_id not in {row.id for row in named or rows}:
        _make_first_default(tx, user, named or willing)


def _taken_from(old: list[Schedule], sent: Json) -> Schedule | None:
    """The one that this body means, of several of one name the one with its id; it is left to no other body."""
    called = [row for row in old if row.name == str(sent.get("name"))]
    found = next((row for row in called if row.id == sent.get("id")), None) or next(iter(called), None)
    if found is not None:
        old.remove(found)
    return found


def keep_pointer(user: User, default: str | None) -> None:
    """No default schedule; or `#ID`, one that is another's or gone, since the API takes any number."""
    number = (default or "").removeprefix("#")
    if default is None or (default.startswith("#") and number.isdecimal()):
        user.default_schedule_id = int(number) if number else None


def load_out_of_office(loading: Loading, place: str, user: User, docs: list[OutOfOfficeDoc]) -> None:
    """These entries in the place of the old ones; of the same days it is the same entry."""
    statement = select(OutOfOfficeEntry).where(OutOfOfficeEntry.user_id == user.id)
    old = {(row.start, row.end): row for row in loading.tx.all(statement)}
    rows = []
    for index, doc in enumerate(docs):
        days = out_of_office.whole_days(doc.start, doc.end)
        rows.append(_load_entry(loading, f"{place}[{index}]", user, doc, old.pop(days, None)))
    for row in old.values():
        loading.tx.delete(row)
    loading.made_of(user=user)["outOfOffice"] = [{"id": row.id} for row in rows]


def load_reservation(loading: Loading, place: str, doc: ReservationDoc) -> None:
    """A slot that is held; of one of the same uid just what is given changes. Nothing is in its way."""
    tx = loading.tx
    row = _known_reservation(loading, doc) or _new_reservation(loading, place, doc)
    length = row.slot_utc_end_date - row.slot_utc_start_date
    if doc.length_in_minutes is not None:
        length = timedelta(minutes=doc.length_in_minutes)
    row.slot_utc_start_date = doc.start or row.slot_utc_start_date
    row.slot_utc_end_date = doc.end or row.slot_utc_start_date + length
    if doc.event_type is not None:
        _hold(loading, place, row, loading.event_type(doc.event_type, f"{place}.eventType"), by=doc.user)
    if doc.user is not None:
        row.user_id = loading.user(doc.user, f"{place}.user").id or 0
    if doc.is_seat is not None:
        row.is_seat = doc.is_seat
    until = doc.until or row.release_at or tx.now + timedelta(minutes=reservations.DEFAULT_MINUTES)
    reservations.keep(tx, row, until=until)
    loading.made.reservations.append({"id": row.id, "uid": row.uid})


def export_schedules(tx: Transaction, user: User) -> list[Json]:
    """As they are loaded."""
    rows = schedules.of_user(tx, user)
    parts = schedules.availability_of(tx, [row.id for row in rows])
    return [_export_schedule(row, parts[row.id], user) for row in rows]


def export_out_of_office(tx: Transaction, user: User) -> list[Json]:
    """As they are loaded."""
    statement = select(OutOfOfficeEntry).where(OutOfOfficeEntry.user_id == user.id).order_by(OutOfOfficeEntry.id)
    return [_export_entry(tx, row) for row in tx.all(statement)]


def export_reservations(tx: Transaction) -> list[Json]:
    """As they are loaded."""
    return [_export_reservation(tx, row) for row in tx.all(select(SelectedSlot).order_by(SelectedSlot.id))]


def _load_schedule(loading: Loading, place: str, user: User, sent: Json, old: Schedule | None) -> Schedule:
    """A new one has the user's zone unless it names another."""
    tx = loading.tx
    body = loading.body(CreateSchedule, {"timeZone": user.time_zone, "isDefault": False, **sent}, place, own=OWN)
    if old is None:
        row = schedules.create(tx, user, body, schedule_id=_free_id(loading, place, Schedule, sent.get("id")))
    else:
        change = {key: value for key, value in sent.items() if key not in OWN}
        row = schedules.update(tx, user, old, UpdateSchedule.model_validate(change))
    _load_stored(loading, f"{place}.stored", row, sent.get("stored") or {})
    return row


def _make_first_default(tx: Transaction, user: User, rows: Sequence[Schedule]) -> None:
    """Of the rest the old default is no longer one."""
    user.default_schedule_id = None
    if rows:
        schedules.make_default(tx, user, rows[0])


def _load_stored(loading: Loading, place: str, row: Schedule, stored: Json) -> None:
    """What no body can say: `timeZone` null, `ids` of the rows, weekly ones first, or the rows themselves."""
    if "timeZone" in stored:
        row.time_zone = stored["timeZone"]
    if "availability" in stored:
        _replace_rows(loading, f"{place}.availability", row, stored["availability"])
    elif "ids" in stored:
        parts = schedules.availability_of(loading.tx, [row.id])[row.id]
        rows = [{"id": id_, **_stored_row(part)} for id_, part in zip_longest(stored["ids"], parts) if part]
        _replace_rows(loading, f"{place}.ids", row, rows)
    loading.tx.flush()


def _replace_rows(loading: Loading, place: str, row: Schedule, given: Sequence[Json]) -> None:
    loading.tx.execute(delete(Availability).where(Availability.schedule_id == row.id))
    for index, one in enumerate(given):
        here = f"{place}[{index}]"
        if not isinstance(one, dict) or not {"startTime", "endTime"} <= one.keys():
            loading.refuse(here, "needs startTime and endTime")
        if not set(one.get("days") or []) <= set(DAY_NAME):
            loading.refuse(f"{here}.days", "are numbers from 0, Sunday, to 6, Saturday")
        loading.tx.add(
            Availability(
                id=_free_id(loading, here, Availability, one.get("id")),
                schedule_id=row.id,
                user_id=row.user_id,
                days=one.get("days") or [],
                start_time=one["startTime"],
                end_time=one["endTime"],
                date=one.get("date"),
            )
        )


def _load_entry(
    loading: Loading, place: str, user: User, doc: OutOfOfficeDoc, old: OutOfOfficeEntry | None
) -> OutOfOfficeEntry:
    if doc.reason not in (None, *Reason):
        loading.refuse(f"{place}.reason", f"must be one of the following values: {', '.join(Reason)}")
    tx = loading.tx
    start, end = out_of_office.whole_days(doc.start, doc.end)
    if start > end:
        loading.refuse(place, "start must be before end")
    row = old or OutOfOfficeEntry(
        id=_free_id(loading, place, OutOfOfficeEntry, doc.id),
        uuid=doc.uuid or tx.ids.uuid(),
        user_id=user.id,
        created_at=tx.now,
    )
    row.start, row.end, row.updated_at = start, end, tx.now
    row.notes, row.reason = doc.notes, doc.reason or Reason.UNSPECIFIED
    row.to_user_id = loading.user(doc.to_user, f"{place}.toUser").id if doc.to_user else None
    return tx.add(row)


def _export_schedule(row: Schedule, parts: Sequence[Availability], user: User) -> Json:
    weekly = [part for part in parts if part.date is None]
    overrides = [part for part in parts if part.date is not None]
    shown: Json = {"id": row.id, "name": row.name}
    if row.id == user.default_schedule_id:
        shown["isDefault"] = True
    stored: Json = {} if row.time_zone is not None else {"timeZone": None}
    if row.time_zone is not None:
        shown["timeZone"] = row.time_zone
    if all(map(_fits_a_body, parts)):
        shown["availability"] = [{"days": [DAY_NAME[day] for day in part.days], **_times(part)} for part in weekly]
        shown["overrides"] = [{"date": part.date, **_times(part)} for part in overrides]
        stored["ids"] = [part.id for part in (*weekly, *overrides)]
    else:
        stored["availability"] = [{"id": part.id, **_stored_row(part)} for part in parts]
    return shown | {"stored": stored}


def _fits_a_body(part: Availability) -> bool:
    """Whole minutes, and days that there are."""
    return all(clock[5:] in ("", ":00") for clock in (part.start_time, part.end_time)) and set(part.days) <= set(
        DAY_NAME
    )


def _times(part: Availability) -> Json:
    return {"startTime": part.start_time[:5], "endTime": part.end_time[:5]}


def _stored_row(part: Availability) -> Json:
    return {"days": part.days, "startTime": part.start_time, "endTime": part.end_time, "date": part.date}


def _export_entry(tx: Transaction, row: OutOfOfficeEntry) -> Json:
    shown: Json = {"id": row.id, "uuid": row.uuid, "start": row.start, "end": row.end, "reason": row.reason}
    to_user = tx.get(User, row.to_user_id)
    return shown | _given(notes=row.notes, toUser=user_name(tx, to_user) if to_user else None)


def _known_reservation(loading: Loading, doc: ReservationDoc) -> SelectedSlot | None:
    """A browser's reservations share its uid: the one of that id, else the first that this document has not named yet."""
    if doc.uid is None:
        return None
    rows = loading.tx.all(select(SelectedSlot).where(SelectedSlot.uid == doc.uid).order_by(SelectedSlot.id))
    left = [row for row in rows if all(row.id != one["id"] for one in loading.made.reservations)]
    return next((row for row in left if row.id == doc.id), next(iter(left), None))


def _new_reservation(loading: Loading, place: str, doc: ReservationDoc) -> SelectedSlot:
    """As long as its event type."""
    path = loading.required(doc.event_type, f"{place}.eventType")
    start = loading.required(doc.start, f"{place}.start")
    row = SelectedSlot(id=_free_id(loading, place, SelectedSlot, doc.id), uid=doc.uid or loading.tx.ids.uuid())
    length = timedelta(minutes=loading.event_type(path, f"{place}.eventType").length)
    row.slot_utc_start_date, row.slot_utc_end_date = start, start + length
    return row


def _hold(loading: Loading, place: str, row: SelectedSlot, event_type: EventType, *, by: str | None) -> None:
    """A slot of this event type, with whoever the API would choose when nobody is named: its hosts may have left since."""
    row.event_type_id = event_type.id or 0
    row.is_seat = event_type.seats_per_time_slot is not None
    if by is None:
        row.user_id = loading.calling(place, lambda: reservations.holder(loading.tx, event_type))


def _export_reservation(tx: Transaction, row: SelectedSlot) -> Json:
    holder = tx.get(User, row.user_id)
    event_type = reservations.event_type_of(tx, row.event_type_id)
    seated = event_type.seats_per_time_slot is not None
    minutes, rest = divmod(row.slot_utc_end_date - row.slot_utc_start_date, timedelta(minutes=1))
    return {
        "id": row.id,
        "uid": row.uid,
        "eventType": event_type_name(tx, event_type),
        "start": row.slot_utc_start_date,
        **({"end": row.slot_utc_end_date} if rest else {"lengthInMinutes": minutes}),
        "until": row.release_at,
        **_given(
            user=user_name(tx, holder) if holder and holder.id != event_type.user_id else None,
            isSeat=row.is_seat if row.is_seat != seated else None,
        ),
    }


def _given(**values: Any) -> Json:
    return {key: value for key, value in values.items() if value is not None}


def _free_id(loading: Loading, place: str, model: Any, given: int | None) -> int | None:
    """400 for an explicit id that another record has."""
    if given is not None and loading.tx.get(model, given) is not None:
        loading.refuse(f"{place}.id", f"another record has the id {given}")
    return given
