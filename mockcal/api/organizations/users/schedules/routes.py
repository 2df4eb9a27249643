"""`/v2/organizations/{orgId}/users/{userId}/schedules`: the rules of one's own schedules, for a user of the organization."""

from typing import Annotated

from fastapi import APIRouter, Path

from mockcal.api.schedules import service
from mockcal.api.schedules.guards import OrgUserReader, OrgUserWriter
from mockcal.api.schedules.schemas import CreateSchedule, Schedule, UpdateSchedule
from mockcal.auth.guards import Access
from mockcal.http.answers import Data, Success, data, success
from mockcal.http.params import Loose, Strict
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute
from mockcal.store.users import User

LooseId = Annotated[int, Path(alias="scheduleId"), Loose]
ScheduleId = Annotated[int, Path(alias="scheduleId"), Strict]

router = APIRouter(
    prefix="/v2/organizations/{orgId}/users/{userId}/schedules",
    tags=["Orgs / Users / Schedules"],
    route_class=VersionedRoute,
)


@router.post("", status_code=201)
async def create_user_schedule(access: OrgUserWriter, body: CreateSchedule, tx: Tx) -> Data[Schedule]:
    """Make a schedule for a user of the organization."""
    user = _user(access)
    return data(service.show(tx, service.create(tx, user, body), user), status=201)


@router.get("")
async def get_user_schedules(access: OrgUserReader, tx: Tx) -> Data[list[Schedule]]:
    """All schedules of a user of the organization."""
    user = _user(access)
    return data(service.show_all(tx, service.of_user(tx, user), [user]))


@router.get("/{scheduleId}")
async def get_user_schedule(access: OrgUserReader, schedule_id: LooseId, tx: Tx) -> Data[Schedule]:
    """One schedule of a user of the organization."""
    user = _user(access)
    return data(service.show(tx, service.own(tx, user, schedule_id), user))


@router.patch("/{scheduleId}")
async def update_user_schedule(
    access: OrgUserWriter, schedule_id: ScheduleId, change: UpdateSchedule, tx: Tx
) -> Data[Schedule]:
    """Change a schedule of a user of the organization."""
    user = _user(access)
    row = service.own(tx, user, schedule_id)
    return data(service.show(tx, service.update(tx, user, row, change), user))


@router.delete("/{scheduleId}")
async def delete_user_schedule(access: OrgUserWriter, schedule_id: ScheduleId, tx: Tx) -> Success:
    """Delete a schedule of a user of the organization."""
    service.remove(tx, _user(access), schedule_id)
    return success()


def _user(access: Access) -> User:
    assert access.user is not None
    return access.user
