"""`/v2/atoms/schedules`: schedules in the shapes of 2024-04-15."""

from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy import select

from mockcal.api.schedules import service
from mockcal.api.schedules import service_2024_04_15 as old
from mockcal.api.schedules.guards import ScheduleReader, ScheduleWriter
from mockcal.api.schedules.schemas_2024_04_15 import (
    CreateSchedule,
    ListedSchedule,
    Schedule,
    UpdatedSchedule,
    UpdateSchedule,
)
from mockcal.http.answers import Data, Wire, data
from mockcal.http.dto import Convert, Dto, Number, QueryDto, absent_if_empty
from mockcal.http.params import Loose, QueryOf, loose_id
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute
from mockcal.store.event_types import EventType

ScheduleId = Annotated[int, Path(alias="scheduleId"), Loose]

router = APIRouter(prefix="/v2/atoms/schedules", tags=["Atoms / Schedules"], route_class=VersionedRoute)


class ScheduleQuery(QueryDto):
    """Without `schedule_id` the default is meant."""

    schedule_id: Annotated[Number, absent_if_empty()] | None = None
    is_managed_event_type: Annotated[bool, Convert(lambda value: value == "true")] | None = None


class NamedSchedule(Dto):
    name: str


class Schedules(Wire):
    schedules: list[ListedSchedule]


class NewSchedule(Wire):
    schedule: ListedSchedule


@router.get("")
async def get_atom_schedule(access: ScheduleReader, query: QueryOf[ScheduleQuery], tx: Tx) -> Data[Schedule | None]:
    """One of my schedules, else my default; null when there is none."""
    user = access.caller.user
    row = (
        service.default_of(tx, user)
        if query.schedule_id is None
        else service.own(tx, user, loose_id(query.schedule_id))
    )
    return data(row and old.show(tx, row, user))


@router.get("/all")
async def get_all_atom_schedules(access: ScheduleReader, tx: Tx) -> Data[Schedules]:
    """All of mine, with their hours as they are stored."""
    user = access.caller.user
    return data(Schedules(schedules=old.listed(tx, service.of_user(tx, user), user)))


@router.post("/create", status_code=201)
async def create_atom_schedule(access: ScheduleWriter, body: NamedSchedule, tx: Tx) -> Data[NewSchedule]:
    """A schedule of this name, Monday to Friday from nine to five; the first one is the default."""
    user = access.caller.user
    is_first = not service.of_user(tx, user)
    new = CreateSchedule.model_construct(name=body.name, time_zone=user.time_zone, is_default=is_first)
    row = old.create(tx, user, new)
    return data(NewSchedule(schedule=old.listed(tx, [row], user)[0]), status=201)


@router.get("/event-type/{eventSlug}")
async def get_atom_schedule_of_event_type(
    access: ScheduleReader, slug: Annotated[str, Path(alias="eventSlug")], tx: Tx
) -> Data[Schedule | None]:
    """The schedule that my event type of this slug follows, its own or my default."""
    user = access.caller.user
    named = select(EventType.schedule_id).where(EventType.user_id == user.id, EventType.slug == slug)
    schedule_id = tx.first(named)
    row = service.default_of(tx, user) if schedule_id is None else service.own(tx, user, schedule_id)
    return data(row and old.show(tx, row, user))


@router.patch("/{scheduleId}")
async def update_atom_schedule(
    access: ScheduleWriter, schedule_id: ScheduleId, change: UpdateSchedule, tx: Tx
) -> Data[UpdatedSchedule]:
    """Change a schedule; without a name, only which one is the default."""
    user = access.caller.user
    return data(old.update(tx, user, service.own(tx, user, schedule_id), change))


@router.post("/{scheduleId}/duplicate", status_code=201)
async def duplicate_atom_schedule(access: ScheduleWriter, schedule_id: ScheduleId, tx: Tx) -> Data[Schedule]:
    """A second schedule with the same hours and overrides."""
    user = access.caller.user
    return data(old.show(tx, service.duplicate(tx, service.own(tx, user, schedule_id)), user), status=201)
