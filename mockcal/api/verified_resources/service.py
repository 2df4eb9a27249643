"""Verified addresses and numbers: one service for users, teams and organizations' teams.

Whoever verifies for a team owns the row too, so that it stands in his own list as well.
"""

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, select

from mockcal.api.verified_resources import codes
from mockcal.http.dto import Paging
from mockcal.http.errors import BadRequest, TrpcError
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import VerifiedEmail, VerifiedPhone

Row = TypeVar("Row", VerifiedEmail, VerifiedPhone)

UNREACHABLE = "+15005550001"
"""The number that the played SMS provider refuses, as Twilio's test credentials do."""


class WrongEmailCode(TrpcError):
    """400 in generic words."""

    def __init__(self) -> None:
        super().__init__(400, explain="the code is wrong or expired by this sandbox's clock")


class WrongPhoneCode(BadRequest):
    def __init__(self) -> None:
        super().__init__(
            "Could not verify phone number.", explain="the code is wrong or expired by this sandbox's clock"
        )


class PhoneUnreachable(BadRequest):
    def __init__(self) -> None:
        super().__init__("Could not send verification code to this phone number.")


@dataclass(frozen=True, slots=True)
class For:
    """Who verifies, and for which team if for one."""

    user_id: int
    team_id: int | None = None

    def rows(self, model: type[Row]) -> Select[Any]:
        owned = model.user_id == self.user_id if self.team_id is None else model.team_id == self.team_id
        return select(model).where(owned).order_by(model.id)


def request_email_code(tx: Transaction, email: str) -> None:
    codes.send_email_code(tx, email)


def verify_email(tx: Transaction, whose: For, email: str, code: str) -> VerifiedEmail:
    """A new row, also for an address that is verified already. 400 for a wrong code."""
    if not codes.is_email_code_valid(tx, email, code):
        raise WrongEmailCode
    return tx.add(VerifiedEmail(user_id=whose.user_id, team_id=whose.team_id, email=email))


def request_phone_code(tx: Transaction, phone: str) -> None:
    """400 when the SMS provider cannot reach the number."""
    if phone == UNREACHABLE:
        raise PhoneUnreachable
    codes.send_phone_code(tx, phone)


def verify_phone(tx: Transaction, whose: For, phone: str, code: str) -> VerifiedPhone:
    """A new row, also for a number that is verified already. 400 for a wrong code."""
    if not codes.is_phone_code_valid(tx, phone, code):
        raise WrongPhoneCode
    return tx.add(VerifiedPhone(user_id=whose.user_id, team_id=whose.team_id, phone_number=phone))


def page(tx: Transaction, whose: For, model: type[Row], paging: Paging) -> list[Row]:
    return tx.all(whose.rows(model).offset(paging.skip).limit(paging.take))


def one(tx: Transaction, whose: For, model: type[Row], row_id: int) -> Row | None:
    """None for an unknown one and for somebody else's."""
    return tx.first(whose.rows(model).where(model.id == row_id))
