"""What the OAuth2 endpoints for third-party apps take and show; keys are snake_case, as RFC 6749 has them."""

from typing import Annotated, Any

from pydantic import ConfigDict

from mockcal.api.oauth2.refusals import InvalidRequest
from mockcal.http import rules
from mockcal.http.answers import Wire
from mockcal.http.dto import Dto, StrictDto, joined
from mockcal.http.rules import Only
from mockcal.store.oauth import OAuth2Client as Row


class OAuth2Client(Wire):
    model_config = ConfigDict(alias_generator=None)

    client_id: str
    redirect_uri: str
    name: str
    logo: str | None
    is_trusted: bool
    client_type: str

    @classmethod
    def of(cls, row: Row) -> "OAuth2Client":
        return cls(
            client_id=row.client_id,
            redirect_uri=row.redirect_uri,
            name=row.name,
            logo=row.logo,
            is_trusted=row.is_trusted,
            client_type=row.client_type,
        )


class OAuth2Tokens(Wire):
    """Answered without an envelope."""

    model_config = ConfigDict(alias_generator=None)

    access_token: str
    token_type: str = "bearer"
    refresh_token: str
    expires_in: int


class TokenRequest(StrictDto):
    """One of the four shapes of a token request; what is wrong with it is one sentence in an OAuth2 error."""

    model_config = ConfigDict(alias_generator=None)

    client_id: str
    grant_type: str

    @classmethod
    def _refusal(cls, errors: list[dict[str, Any]]) -> Exception:
        return InvalidRequest(joined(errors))


class ConfidentialExchange(TokenRequest):
    code: str
    redirect_uri: str
    client_secret: str


class PublicExchange(TokenRequest):
    code: str
    redirect_uri: str
    code_verifier: str


class ConfidentialRefresh(TokenRequest):
    refresh_token: str
    client_secret: str


class PublicRefresh(TokenRequest):
    refresh_token: str


Text = Annotated[str, Only(rules.IsString())]


class Authorization(Dto):
    """The query of the authorization page; `approve_as` and `deny` come from the page itself."""

    model_config = ConfigDict(alias_generator=None)

    client_id: Text | None = None
    redirect_uri: Text | None = None
    response_type: Text | None = None
    state: Text | None = None
    scope: Text | None = None
    code_challenge: Text | None = None
    code_challenge_method: Text | None = None
    team: Text | None = None
    approve_as: Text | None = None
    deny: Text | None = None
