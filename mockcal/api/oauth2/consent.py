"""The authorization page of the web application: consent to a third-party app, and the way back to it."""

from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import select
from starlette.responses import HTMLResponse

from mockcal.api.oauth2 import service
from mockcal.api.oauth2.refusals import AuthorizationRefused, NotForTheApp
from mockcal.api.oauth2.schemas import Authorization
from mockcal.auth.caller import session_user
from mockcal.auth.guards import Access
from mockcal.http.answers import redirect
from mockcal.sandbox.transaction import Transaction
from mockcal.store.oauth import OAuth2Client
from mockcal.store.teams import Team
from mockcal.store.users import User

SHOWN_USERS = 200
# The page's form leads on to the app, which a `form-action` of 'self' would forbid.
POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
}
FROM_THE_PAGE = ("approve_as", "deny")


def answer(tx: Transaction, access: Access, asked: Authorization) -> Any:
    """Back to the app with a code or an error; a page where nobody is known yet, or the app is not to be trusted."""
    try:
        client = service.requested_client(tx, asked.client_id, asked.redirect_uri or "")
        if asked.deny:
            raise AuthorizationRefused("access_denied", "user_denied")
        user = session_user(tx, access.call) or _named_user(tx, asked)
        if user is None:
            return _page(_question(tx, access, client, asked))
        return redirect(_approved(tx, user, asked), status=302)
    except NotForTheApp as refusal:
        return _page({"title": "No access", "error": refusal.error, "reason": refusal.reason}, status=400)
    except AuthorizationRefused as refusal:
        told = {"error": refusal.error, "error_description": refusal.reason, "state": asked.state}
        return redirect(service.with_query(asked.redirect_uri or "", **told), status=302)


def _approved(tx: Transaction, user: User, asked: Authorization) -> str:
    return service.issue_code(
        tx,
        client_id=asked.client_id or "",
        user=user,
        team=_team(tx, asked.team),
        scopes=scopes_of(asked.scope),
        redirect_uri=asked.redirect_uri,
        state=asked.state,
        code_challenge=asked.code_challenge,
        code_challenge_method=asked.code_challenge_method,
    ).redirect_url


def scopes_of(text: str | None) -> list[str] | None:
    """Parted by commas or spaces; None when the app names none."""
    return text.replace(",", " ").split() if text and text.strip() else None


def _question(tx: Transaction, access: Access, client: OAuth2Client, asked: Authorization) -> dict[str, Any]:
    query = dict(parse_qsl(access.call.url.partition("?")[2], keep_blank_values=True))
    return {
        "title": f"Connect {client.name}",
        "client": client,
        "scopes": scopes_of(asked.scope) or client.scopes,
        "asked": {name: value for name, value in query.items() if name not in FROM_THE_PAGE},
        "users": tx.all(select(User).order_by(User.id).limit(SHOWN_USERS)),
    }


def _named_user(tx: Transaction, asked: Authorization) -> User | None:
    return tx.first(select(User).where(User.email == asked.approve_as)) if asked.approve_as else None


def _team(tx: Transaction, slug: str | None) -> Team | None:
    """By slug, or by id; a stand-in that nobody belongs to for what is no team."""
    if slug is None:
        return None
    found = tx.get(Team, int(slug)) if slug.isascii() and slug.isdigit() and len(slug) < 10 else None
    return found or tx.first(select(Team).where(Team.slug == slug).order_by(Team.id)) or Team(id=None, name=slug)


def _page(shown: dict[str, Any], status: int = 200) -> HTMLResponse:
    from jinja2 import Environment

    source = files("mockcal.api.oauth2").joinpath("consent.html").read_text(encoding="utf-8")
    page = Environment(autoescape=True).from_string(source).render(shown)
    return HTMLResponse(page, status_code=status, headers=POLICY)
