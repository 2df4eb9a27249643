"""`/v2/atoms/verification/email` and `/v2/atoms/emails`."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from mockcal.api.atoms.verification import service
from mockcal.api.atoms.verification.schemas import (
    AddVerifiedEmail,
    CheckQuery,
    SendCode,
    Sent,
    Verified,
    VerifiedEmailsQuery,
    VerifyCode,
)
from mockcal.api.verified_resources import codes
from mockcal.auth.guards import Access, Anyone, Guard, at_most, authenticated
from mockcal.http.answers import Data, data
from mockcal.http.params import QueryOf, loose_id
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

Asker = Annotated[Access, Depends(Guard(at_most(3, "atoms_verification_email_send_code")))]
Reader = Annotated[Access, Depends(Guard(authenticated("VERIFIED_RESOURCES_READ")))]
Writer = Annotated[Access, Depends(Guard(authenticated("VERIFIED_RESOURCES_WRITE")))]

router = APIRouter(prefix="/v2/atoms", tags=["Atoms / Verification"], route_class=VersionedRoute)


@router.post("/verification/email/send-code")
async def send_email_code(access: Asker, body: SendCode, tx: Tx) -> Data[Sent]:
    """Send a code to an address."""
    codes.send_email_code(tx, body.email, name=body.username, language=body.language)
    return data(Sent(sent=True))


@router.get("/verification/email/check")
async def check_email(access: Anyone, query: QueryOf[CheckQuery], tx: Tx) -> Data[bool]:
    """Whether whoever books with this address must prove that it is his."""
    return data(service.is_proof_needed(tx, query.email, query.user_session_email))


@router.post("/verification/email/verify-code")
async def verify_email_code(access: Anyone, body: VerifyCode, tx: Tx) -> Data[Verified]:
    """Whether the code is the one that was sent."""
    service.require_code(tx, body.email, body.code)
    return data(Verified(verified=True))


@router.post("/verification/email/verify-code-authenticated")
async def verify_email_code_as_caller(access: Writer, body: VerifyCode, tx: Tx) -> Data[Verified]:
    """The same, asked by somebody who is known."""
    service.require_code(tx, body.email, body.code)
    return data(Verified(verified=True))


@router.get("/emails/verified-emails")
async def get_verified_emails(access: Reader, query: QueryOf[VerifiedEmailsQuery], tx: Tx) -> Data[list[str]]:
    """The addresses that messages may come from."""
    return data(service.verified_emails(tx, access.caller.user, _id(query.team_id)))


@router.post("/emails/verified-emails")
async def add_verified_email(access: Writer, body: AddVerifiedEmail, tx: Tx) -> Data[bool]:
    """One more; false when it was there already."""
    return data(service.add_verified_email(tx, access.caller.user, body.email, _id(body.team_id)))


def _id(number: Any) -> int | None:
    return None if number is None else loose_id(number)
