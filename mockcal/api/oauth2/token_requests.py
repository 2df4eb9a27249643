"""Which of the shapes a token request has, and what is wrong with it (400 `invalid_request`)."""

from typing import Any

from mockcal.api.oauth2 import service
from mockcal.api.oauth2.refusals import InvalidRequest
from mockcal.api.oauth2.schemas import (
    ConfidentialExchange,
    ConfidentialRefresh,
    OAuth2Tokens,
    PublicExchange,
    PublicRefresh,
    TokenRequest,
)
from mockcal.sandbox.transaction import Transaction

EXCHANGE, REFRESH = "authorization_code", "refresh_token"
SHAPES: dict[tuple[str, bool], type[TokenRequest]] = {
    (EXCHANGE, True): ConfidentialExchange,
    (EXCHANGE, False): PublicExchange,
    (REFRESH, True): ConfidentialRefresh,
    (REFRESH, False): PublicRefresh,
}
"""By grant, and by whether the key `client_secret` is there at all."""


def tokens_for(tx: Transaction, body: Any) -> OAuth2Tokens:
    """`body` None is a request without one."""
    shape = _shape(body)
    asked = shape.model_validate(body).sent()
    grant = asked.pop("grant_type")
    return service.exchange(tx, **asked) if grant == EXCHANGE else service.renew(tx, **asked)


def tokens_for_older(tx: Transaction, body: Any, grant: str) -> OAuth2Tokens:
    """The older paths read the keys they know, secret and verifier side by side, and look at no others."""
    given = {name: value for name, value in _mapping(body).items() if isinstance(value, str)}
    needed = ("code", "redirect_uri") if grant == EXCHANGE else ("refresh_token",)
    if given.get("grant_type", grant) != grant:
        raise InvalidRequest(f"grant_type must be '{grant}'")
    for name in ("client_id", *needed):
        if not given.get(name):
            raise InvalidRequest(f"{name} is required")
    optional = ("client_secret", "code_verifier") if grant == EXCHANGE else ("client_secret",)
    asked: Any = {name: given[name] for name in ("client_id", *needed, *optional) if given.get(name)}
    return service.exchange(tx, **asked) if grant == EXCHANGE else service.renew(tx, **asked)


def _shape(body: Any) -> type[TokenRequest]:
    sent = _mapping(body)
    if not sent.get("client_id"):
        raise InvalidRequest("client_id is required")
    if sent.get("grant_type") not in (EXCHANGE, REFRESH):
        raise InvalidRequest("grant_type must be 'authorization_code' or 'refresh_token'")
    return SHAPES[sent["grant_type"], "client_secret" in sent]


def _mapping(body: Any) -> dict[str, Any]:
    if body is None:
        raise InvalidRequest("Body is required")
    if not isinstance(body, dict):
        raise InvalidRequest("Body should be an object")
    return body
