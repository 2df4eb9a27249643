"""What users agreed to: codes that an app has not exchanged yet, and tokens of a platform client for users it does not manage."""

from typing import Any

from sqlalchemy import delete, select
from sqlmodel import col

from mockcal.api.oauth2.service import forget_code, keep_code
from mockcal.api.oauth_clients import tokens
from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import AuthorizationDoc, Json, OAuth2CodeDoc, TokenDoc
from mockcal.seed.loading import Loading, team_path, user_name
from mockcal.seed.oauth import export_token
from mockcal.store.oauth import (
    AccessToken,
    OAuth2Client,
    OAuth2Code,
    OAuthClient,
    PlatformAuthorizationCode,
    RefreshToken,
)
from mockcal.store.teams import Team
from mockcal.store.users import User


def load_authorizations(loading: Loading, place: str, docs: list[AuthorizationDoc], client: OAuthClient) -> None:
    """These in the place of the client's old ones; a managed user's tokens are his own record's."""
    tx = loading.tx
    tx.execute(delete(PlatformAuthorizationCode).where(col(PlatformAuthorizationCode.client_id) == client.id))
    for table in (AccessToken, RefreshToken):
        given = delete(table).where(col(table.client_id) == client.id)
        tx.execute(given.where(col(table.user_id).not_in(_managed(client))))
    for index, doc in enumerate(docs):
        here = f"{place}[{index}]"
        user = loading.user(doc.user, f"{here}.user")
        if doc.code is not None:
            made = doc.created_at or tx.now
            tx.add(PlatformAuthorizationCode(id=doc.code, user_id=user.id, client_id=client.id, created_at=made))
            loading.calling(here, tx.flush)
        _put(loading, here, AccessToken, client, user, doc.access_tokens)
        _put(loading, here, RefreshToken, client, user, doc.refresh_tokens)


def load_codes(loading: Loading, place: str, docs: list[OAuth2CodeDoc], client: OAuth2Client) -> None:
    """These in the place of the app's old ones."""
    tx = loading.tx
    for old in tx.all(select(OAuth2Code).where(OAuth2Code.client_id == client.client_id)):
        forget_code(tx, old)
    for index, doc in enumerate(docs):
        here = f"{place}[{index}]"
        code = OAuth2Code(client_id=client.client_id, **doc.model_dump(exclude={"user", "team"}))
        if doc.team is not None:
            code.team_id = loading.team(doc.team, f"{here}.team").id
        elif doc.user is not None:
            code.user_id = loading.user(doc.user, f"{here}.user").id
        loading.calling(here, lambda code=code: keep_code(tx, code))


def export_authorizations(tx: Transaction, client: OAuthClient) -> list[Json]:
    """As they are loaded, user by user."""
    found: dict[int, Json] = {}
    of_client = select(PlatformAuthorizationCode).where(PlatformAuthorizationCode.client_id == client.id)
    for code in tx.all(of_client.order_by(col(PlatformAuthorizationCode.user_id))):
        found[code.user_id] = {"code": code.id, "createdAt": code.created_at}
    for name, given in (
        ("accessTokens", _given(tx, AccessToken, client)),
        ("refreshTokens", _given(tx, RefreshToken, client)),
    ):
        for token in given:
            found.setdefault(token.user_id, {}).setdefault(name, []).append(export_token(token))
    return [{"user": user_name(tx, tx.get(User, user_id)), **shown} for user_id, shown in sorted(found.items())]


def export_codes(tx: Transaction, client_id: str) -> list[Json]:
    """As they are loaded."""
    of_client = select(OAuth2Code).where(OAuth2Code.client_id == client_id)
    return [_export_code(tx, code) for code in tx.all(of_client.order_by(OAuth2Code.expires_at, OAuth2Code.code))]


def _managed(client: OAuthClient) -> Any:
    return select(User.id).where(User.oauth_client_id == client.id, User.is_platform_managed)


def _given(tx: Transaction, table: type[tokens.Token], client: OAuthClient) -> list[tokens.Token]:
    """Tokens of users whom the client does not manage."""
    given = select(table).where(col(table.client_id) == client.id, col(table.user_id).not_in(_managed(client)))
    rows: list[tokens.Token] = tx.all(given.order_by(col(table.id)))
    return rows


def _put(
    loading: Loading,
    place: str,
    table: type[tokens.Token],
    client: OAuthClient,
    user: User,
    docs: list[TokenDoc] | None,
) -> None:
    rows = [doc.given() for doc in docs or []]
    if rows:
        loading.calling(place, lambda: tokens.put(loading.tx, table, client, user, rows))


def _export_code(tx: Transaction, code: OAuth2Code) -> Json:
    user, team = tx.get(User, code.user_id), tx.get(Team, code.team_id)
    shown = {
        "code": code.code,
        "user": user and user_name(tx, user),
        "team": team and team_path(tx, team),
        "scopes": code.scopes,
        "codeChallenge": code.code_challenge,
        "codeChallengeMethod": code.code_challenge_method,
        "expiresAt": code.expires_at,
    }
    return {name: value for name, value in shown.items() if value is not None}
