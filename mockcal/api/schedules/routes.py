"""`/v2/schedules`, versions 2024-06-11 and 2024-06-14."""

from typing import Annotated

from fastapi import APIRouter, Path

from mockcal.api.schedules import service
from mockcal.api.schedules.guards import ScheduleReader, ScheduleWriter
from mockcal.api.schedules.schemas import CreateSchedule, Schedule, UpdateSchedule
from mockcal.http.answers import Data, Success, data, success
from mockcal.http.params import Loose
from mockcal.http.transactions import Tx
from mockcal.http.versions import V2024_06_11, V2024_06_14, served_by

ScheduleId = Annotated[int, Path(alias="scheduleId"), Loose]

router = APIRouter(prefix="/v2/schedules", tags=["Schedules"], route_class=served_by(V2024_06_11, V2024_06_14))


@router.post("", status_code=201)
async def create_schedule(access: ScheduleWriter, body: CreateSchedule, tx: Tx) -> Data[Schedule]:
    """Make a schedule of my own."""
    user = access.caller.user
    return data(service.show(tx, service.create(tx, user, body), user), status=201)


@router.get("")
async def get_schedules(access: ScheduleReader, tx: Tx) -> Data[list[Schedule]]:
    """All my schedules."""
    user = access.caller.user
    return data(service.show_all(tx, service.of_user(tx, user), [user]))


@router.get("/default")
async def get_default_schedule(access: ScheduleReader, tx: Tx) -> Data[Schedule | None]:
    """My default schedule; null when there is none."""
    user = access.caller.user
    row = service.default_of(tx, user)
    return data(row and service.show(tx, row, user))


@router.get("/{scheduleId}")
async def get_schedule(access: ScheduleReader, schedule_id: ScheduleId, tx: Tx) -> Data[Schedule]:
    """One of my schedules."""
    user = access.caller.user
    return data(service.show(tx, service.own(tx, user, schedule_id), user))


@router.patch("/{scheduleId}")
async def update_schedule(
    access: ScheduleWriter, schedule_id: ScheduleId, change: UpdateSchedule, tx: Tx
) -> Data[Schedule]:
    """Change a schedule; availability and overrides replace the old ones whole."""
    user = access.caller.user
    row = service.own(tx, user, schedule_id)
    return data(service.show(tx, service.update(tx, user, row, change), user))


@router.delete("/{scheduleId}")
async def delete_schedule(access: ScheduleWriter, schedule_id: ScheduleId, tx: Tx) -> Success:
    """Delete a schedule; event types that used it fall back to their hosts' default."""
    service.remove(tx, access.caller.user, schedule_id)
    return success()
