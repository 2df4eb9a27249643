"""What the e-mail operations of the components take and show."""

from typing import Annotated

from mockcal.http import rules
from mockcal.http.answers import Wire
from mockcal.http.dto import Convert, Dto, Number, QueryDto, leading_number
from mockcal.http.rules import Only

Email = Annotated[str, Only(rules.IsEmail())]


class SendCode(Dto):
    email: Email
    username: str | None = None
    language: str | None = None
    is_verifying_email: bool | None = None


class VerifyCode(Dto):
    email: Email
    code: str


class CheckQuery(QueryDto):
    """`user_session_email` is who fills in the form."""

    email: Email
    user_session_email: str | None = None


class AddVerifiedEmail(Dto):
    email: Email
    team_id: Number | None = None


class VerifiedEmailsQuery(QueryDto):
    user_email: str | None = None
    team_id: Annotated[Number, Convert(leading_number)] | None = None


class Sent(Wire):
    sent: bool


class Verified(Wire):
    verified: bool
