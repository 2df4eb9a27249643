"""`/v2/schedules`, version 2024-04-15: what a request without a version header gets."""

from typing import Annotated

from fastapi import APIRouter, Path

from mockcal.api.schedules import service
from mockcal.api.schedules import service_2024_04_15 as old
from mockcal.api.schedules.guards import ScheduleReader, ScheduleWriter
from mockcal.api.schedules.schemas_2024_04_15 import CreateSchedule, Schedule, UpdatedSchedule, UpdateSchedule
from mockcal.http.answers import Data, Success, data, success
from mockcal.http.params import Loose
from mockcal.http.transactions import Tx
from mockcal.http.versions import V2024_04_15, V2024_06_11, served_by

ScheduleId = Annotated[int, Path(alias="scheduleId"), Loose]

router = APIRouter(prefix="/v2/schedules", tags=["Schedules"], route_class=served_by(V2024_04_15, newer=V2024_06_11))


@router.post("", status_code=201)
async def create_schedule(access: ScheduleWriter, body: CreateSchedule, tx: Tx) -> Data[Schedule]:
    """Make a schedule of my own."""
    user = access.caller.user
    return data(old.show(tx, old.create(tx, user, body), user), status=201)


@router.get("")
async def get_schedules(access: ScheduleReader, tx: Tx) -> Data[list[Schedule]]:
    """All my schedules."""
    user = access.caller.user
    return data(old.show_all(tx, old.require(service.of_user(tx, user)), user))


@router.get("/default")
async def get_default_schedule(access: ScheduleReader, tx: Tx) -> Data[Schedule | None]:
    """My default schedule; null when there is none."""
    user = access.caller.user
    row = service.default_of(tx, user)
    return data(row and old.show(tx, row, user))


@router.get("/{scheduleId}")
async def get_schedule(access: ScheduleReader, schedule_id: ScheduleId, tx: Tx) -> Data[Schedule]:
    """One of my schedules."""
    user = access.caller.user
    return data(old.show(tx, old.own(tx, user, schedule_id), user))


@router.patch("/{scheduleId}")
async def update_schedule(
    access: ScheduleWriter, schedule_id: ScheduleId, change: UpdateSchedule, tx: Tx
) -> Data[UpdatedSchedule]:
    """Change a schedule; without a name, only which one is the default."""
    user = access.caller.user
    return data(old.update(tx, user, service.own(tx, user, schedule_id), change))


@router.delete("/{scheduleId}")
async def delete_schedule(access: ScheduleWriter, schedule_id: ScheduleId, tx: Tx) -> Success:
    """Delete a schedule."""
    service.remove(tx, access.caller.user, schedule_id)
    return success()
