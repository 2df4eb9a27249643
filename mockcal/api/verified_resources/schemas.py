"""What verifying an address or number takes and shows."""

from typing import Annotated

from mockcal.http import rules
from mockcal.http.answers import Wire
from mockcal.http.dto import Dto
from mockcal.http.rules import Only
from mockcal.store.apps import VerifiedEmail, VerifiedPhone

Email = Annotated[str, Only(rules.IsEmail())]
Phone = Annotated[str, Only(rules.IsPhoneNumber())]


class RequestEmailCode(Dto):
    email: Email


class VerifyEmail(Dto):
    email: Email
    code: str


class RequestPhoneCode(Dto):
    phone: Phone


class VerifyPhone(Dto):
    phone: Phone
    code: str


class ShownEmail(Wire):
    id: int
    user_id: int | None
    team_id: int | None
    email: str

    @classmethod
    def of(cls, row: VerifiedEmail) -> "ShownEmail":
        return cls(id=row.id, user_id=row.user_id, team_id=row.team_id, email=row.email)


class ShownPhone(Wire):
    id: int
    user_id: int | None
    team_id: int | None
    phone_number: str

    @classmethod
    def of(cls, row: VerifiedPhone) -> "ShownPhone":
        return cls(id=row.id, user_id=row.user_id, team_id=row.team_id, phone_number=row.phone_number)
