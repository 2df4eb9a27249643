"""Connecting a Google or Microsoft 365 account: the link to its consent page, and what comes back from there."""

import json
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from sqlalchemy import select

from mockcal.api.calendars import service
from mockcal.api.calendars.kinds import GOOGLE, Kind
from mockcal.api.providers import oauth
from mockcal.auth.caller import API_KEY_PREFIX
from mockcal.http.call import Call
from mockcal.http.emails import is_email
from mockcal.http.errors import BadRequest, InvalidSchema, Unauthorized
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import Credential, SelectedCalendar
from mockcal.store.users import ApiKey, User

GOOGLE_SCOPE = "https://www.googleapis.com/auth/calendar.readonly https://www.googleapis.com/auth/calendar.events"
OFFICE365_SCOPE = "User.Read Calendars.Read Calendars.ReadWrite offline_access"


class UnknownToken(Unauthorized):
    """In the state; unlike the strategies' refusal its last word is in lower case."""

    def __init__(self) -> None:
        super().__init__("Invalid Access token.")


class ExchangeFailed(BadRequest):
    """The provider refused the code. The real service answers 500."""


class Return(NamedTuple):
    """The state that a user comes back with."""

    access_token: str
    origin: str
    redir: str | None
    is_dry_run: bool

    @property
    def target(self) -> str:
        return self.redir or self.origin


def auth_url(call: Call, kind: Kind, *, redir: str | None, is_dry_run: bool) -> str:
    """The provider's consent page, with a state that says who asked and where to go afterwards."""
    state = oauth.state_text(
        {
            "accessToken": oauth.bearer(call),
            "origin": call.headers.get("origin") or call.headers.get("host"),
            "redir": redir,
            "isDryRun": is_dry_run,
        }
    )
    back = f"{call.base_url}/v2/calendars/{kind.path}/save"
    if kind is GOOGLE:
        return _google_url(state, back)
    return _office365_url(state, back)


def read_return(state: Any) -> Return:
    """JSON or url-encoded pairs. 400 without `accessToken` or `origin`."""
    fields = _fields(state if isinstance(state, str) else "")
    issues = [issue for name in ("accessToken", "origin") if (issue := _issue(fields, name))]
    if issues:
        raise InvalidSchema(issues)
    redir = fields.get("redir")
    return Return(
        access_token=fields["accessToken"],
        origin=fields["origin"],
        redir=redir if isinstance(redir, str) else None,
        is_dry_run=fields.get("isDryRun") in (True, "true"),
    )


def save(tx: Transaction, kind: Kind, back: Return, code: Any) -> None:
    """The account's calendars from now on; nothing on a dry run or without a code. 401 for an unknown token."""
    if not code or code == "undefined" or back.is_dry_run:
        return
    user = _owner(tx, back.access_token)
    try:
        code = oauth.exchange(code)
    except oauth.CodeRefused as refused:
        raise ExchangeFailed(
            str(refused), explain="the real service answers 500 when a provider refuses a code"
        ) from None
    _keep(tx, user, kind, account=code if is_email(code) else user.email)


def _keep(tx: Transaction, user: User, kind: Kind, *, account: str) -> None:
    """An account whose calendar is selected already is not connected twice; its broken credential is mended."""
    known = _selected(tx, user, kind, account)
    credential = tx.get(Credential, known.credential_id) if known else None
    if credential is not None:
        if credential.invalid:
            credential.invalid = False
        return
    credential = service.connect(tx, user, kind, account=account)
    if known is not None:
        known.credential_id = credential.id
        return
    tx.add(
        SelectedCalendar(
            user_id=user.id, integration=kind.integration, external_id=account, credential_id=credential.id
        )
    )


def _selected(tx: Transaction, user: User, kind: Kind, account: str) -> SelectedCalendar | None:
    return tx.first(
        select(SelectedCalendar).where(
            SelectedCalendar.user_id == user.id,
            SelectedCalendar.integration == kind.integration,
            SelectedCalendar.external_id == account,
        )
    )


def _owner(tx: Transaction, access_token: str) -> User:
    if access_token.startswith(API_KEY_PREFIX):
        key = tx.first(select(ApiKey).where(ApiKey.text == access_token))
        user = tx.get(User, key.user_id) if key else None
    else:
        user = oauth.token_owner(tx, access_token)
    if user is None:
        raise UnknownToken
    return user


def _fields(state: str) -> dict[str, Any]:
    try:
        fields = json.loads(state)
    except ValueError:
        return dict(parse_qsl(state, keep_blank_values=True))
    return fields if isinstance(fields, dict) else {}


def _issue(fields: dict[str, Any], name: str) -> tuple[str, str] | None:
    if name not in fields:
        return name, "Required"
    value = fields[name]
    if isinstance(value, str):
        return None
    received = (
        "null" if value is None else "boolean" if isinstance(value, bool) else _JS_TYPES.get(type(value), "object")
    )
    return name, f"Expected string, received {received}"


_JS_TYPES = {int: "number", float: "number", list: "array"}


def _google_url(state: str, back: str) -> str:
    return oauth.link(
        "https://accounts.google.com/o/oauth2/v2/auth",
        [
            ("access_type", "offline"),
            ("scope", GOOGLE_SCOPE),
            ("prompt", "consent"),
            ("state", state),
            ("response_type", "code"),
            ("client_id", "mockcal-google"),
            ("redirect_uri", back),
        ],
    )


def _office365_url(state: str, back: str) -> str:
    return oauth.link(
        "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
        [
            ("response_type", "code"),
            ("scope", OFFICE365_SCOPE),
            ("client_id", "mockcal-office365"),
            ("prompt", "select_account"),
            ("redirect_uri", back),
            ("state", state),
        ],
    )
