"""Schedules, out-of-office entries and reservations of a fixture."""

from mockcal.api.schedules import service as schedules
from mockcal.api.schedules.schemas import CreateSchedule, UpdateSchedule
from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import Json, OutOfOfficeDoc, ReservationDoc
from mockcal.seed.loading import Loading
from mockcal.store.schedules import Schedule
from mockcal.store.users import User

WORKING_HOURS: Json = {"name": "Working hours", "isDefault": True}
"""What a user has when a document says nothing of schedules: Monday to Friday, nine to five, in the user's zone."""


def has_schedules(tx: Transaction, user: User) -> bool:
    return bool(schedules.of_user(tx, user))


def schedule_ids(tx: Transaction, user: User) -> dict[str, int | None]:
    """By name."""
    return {row.name: row.id for row in schedules.of_user(tx, user)}


def load_schedules(loading: Loading, place: str, user: User, bodies: list[Json], *, default: str | None) -> None:
    """These schedules in the place of the old ones, those of the same name keeping their ids; the first, or the one named, is the default."""
    tx = loading.tx
    old = {row.name: row for row in schedules.of_user(tx, user)}
    rows = [
        _load_schedule(loading, f"{place}[{index}]", user, sent, old.get(str(sent.get("name"))))
        for index, sent in enumerate(bodies)
    ]
    for row in old.values():
        if row not in rows:
            tx.delete(row)
    named = [row for row in rows if row.name == default]
    if rows and (named or user.default_schedule_id not in {row.id for row in rows}):
        schedules.make_default(tx, user, (named or rows)[0])


def _load_schedule(loading: Loading, place: str, user: User, sent: Json, old: Schedule | None) -> Schedule:
    sent = {"timeZone": user.time_zone, "isDefault": False, **sent}
    given_id = sent.pop("id", None)
    body = loading.body(CreateSchedule, sent, place)
    if old is not None:
        return schedules.update(loading.tx, user, old, UpdateSchedule.model_validate(sent))
    return schedules.create(loading.tx, user, body, schedule_id=given_id)


def load_out_of_office(loading: Loading, place: str, user: User, docs: list[OutOfOfficeDoc]) -> None:
    """These entries in the place of the old ones."""
    loading.refuse(place, "this part of the format is not read yet")


def load_reservation(loading: Loading, place: str, doc: ReservationDoc) -> None:
    """A slot that is held."""
    loading.refuse(place, "this part of the format is not read yet")


def export_schedules(tx: Transaction, user: User) -> list[Json]:
    """As they are loaded."""
    return []


def export_out_of_office(tx: Transaction, user: User) -> list[Json]:
    """As they are loaded."""
    return []


def export_reservations(tx: Transaction) -> list[Json]:
    """As they are loaded."""
    return []
