"""`/v2/organizations/{orgId}/teams/{teamId}/verified-resources`: all versions."""

from typing import Annotated

from fastapi import APIRouter, Path

from mockcal.api.verified_resources import service
from mockcal.api.verified_resources.guards import (
    OrgTeamEmailRequest,
    OrgTeamPhoneRequest,
    OrgTeamPhoneVerify,
    OrgTeamReader,
    OrgTeamWriter,
    whose,
)
from mockcal.api.verified_resources.schemas import (
    RequestEmailCode,
    RequestPhoneCode,
    ShownEmail,
    ShownPhone,
    VerifyEmail,
    VerifyPhone,
)
from mockcal.http.answers import Data, Success, data, success
from mockcal.http.dto import Paging
from mockcal.http.params import Loose, QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute
from mockcal.store.apps import VerifiedEmail, VerifiedPhone

ResourceId = Annotated[int, Path(alias="id"), Loose]

router = APIRouter(
    prefix="/v2/organizations/{orgId}/teams/{teamId}/verified-resources",
    tags=["Organization Team Verified Resources"],
    route_class=VersionedRoute,
)


@router.post("/emails/verification-code/request")
async def request_email_code(access: OrgTeamEmailRequest, body: RequestEmailCode, tx: Tx) -> Success:
    """Mail a code to an address."""
    service.request_email_code(tx, body.email)
    return success()


@router.post("/emails/verification-code/verify")
async def verify_email(access: OrgTeamWriter, body: VerifyEmail, tx: Tx) -> Data[ShownEmail]:
    """Prove an address of an organization's team by the code that was mailed."""
    return data(ShownEmail.of(service.verify_email(tx, whose(access), body.email, body.code)))


@router.post("/phones/verification-code/request")
async def request_phone_code(access: OrgTeamPhoneRequest, body: RequestPhoneCode, tx: Tx) -> Success:
    """Text a code to a number."""
    service.request_phone_code(tx, body.phone)
    return success()


@router.post("/phones/verification-code/verify")
async def verify_phone(access: OrgTeamPhoneVerify, body: VerifyPhone, tx: Tx) -> Data[ShownPhone]:
    """Prove a number of an organization's team by the code that was texted."""
    return data(ShownPhone.of(service.verify_phone(tx, whose(access), body.phone, body.code)))


@router.get("/emails")
async def get_emails(access: OrgTeamReader, paging: QueryOf[Paging], tx: Tx) -> Data[list[ShownEmail]]:
    """The verified addresses of an organization's team."""
    return data([ShownEmail.of(row) for row in service.page(tx, whose(access), VerifiedEmail, paging)])


@router.get("/emails/{id}")
async def get_email(access: OrgTeamReader, row_id: ResourceId, tx: Tx) -> Data[ShownEmail | None]:
    """One of them; null for an unknown one."""
    row = service.one(tx, whose(access), VerifiedEmail, row_id)
    return data(row and ShownEmail.of(row))


@router.get("/phones")
async def get_phones(access: OrgTeamReader, paging: QueryOf[Paging], tx: Tx) -> Data[list[ShownPhone]]:
    """The verified numbers of an organization's team."""
    return data([ShownPhone.of(row) for row in service.page(tx, whose(access), VerifiedPhone, paging)])


@router.get("/phones/{id}")
async def get_phone(access: OrgTeamReader, row_id: ResourceId, tx: Tx) -> Data[ShownPhone | None]:
    """One of them; null for an unknown one."""
    row = service.one(tx, whose(access), VerifiedPhone, row_id)
    return data(row and ShownPhone.of(row))
