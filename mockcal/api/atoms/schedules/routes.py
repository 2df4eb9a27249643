"""`/v2/atoms/schedules`: schedules in the shapes of 2024-04-15."""

from typing import Annotated

from fastapi import APIRouter, Path

from mockcal.api.schedules import service
from mockcal.api.schedules import service_2024_04_15 as old
from mockcal.api.schedules.guards import ScheduleReader, ScheduleWriter
from mockcal.api.schedules.schemas_2024_04_15 import Schedule, UpdatedSchedule, UpdateSchedule
from mockcal.http.answers import Data, data
from mockcal.http.dto import Convert, Number, QueryDto, absent_if_empty
from mockcal.http.params import Loose, QueryOf, loose_id
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

ScheduleId = Annotated[int, Path(alias="scheduleId"), Loose]

router = APIRouter(prefix="/v2/atoms/schedules", tags=["Atoms / Schedules"], route_class=VersionedRoute)


class ScheduleQuery(QueryDto):
    """Without `schedule_id` the default is meant."""

    schedule_id: Annotated[Number, absent_if_empty()] | None = None
    is_managed_event_type: Annotated[bool, Convert(lambda value: value == "true")] | None = None


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
