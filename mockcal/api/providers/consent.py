"""The consent step that a provider would show: a local page on which a person, or a test, agrees or refuses."""

from html import escape
from urllib.parse import parse_qsl, quote, urlsplit

from starlette.responses import HTMLResponse, JSONResponse, Response

from mockcal.http.answers import redirect
from mockcal.http.call import Call
from mockcal.http.errors import NotFound

PROVIDERS = {
    "google": "Google Calendar",
    "office365": "Outlook Calendar",
    "zoom": "Zoom",
    "msteams": "Microsoft Teams",
    "stripe": "Stripe",
}
GOOD_CODE = "mockcal-consent"
BAD_CODE = "invalid-mockcal-consent"
DECISIONS = ("allow", "deny", "invalid")


class NoSuchProvider(NotFound):
    def __init__(self) -> None:
        super().__init__("unknown provider, or no redirect_uri in the query")


def consent(call: Call, app: str) -> Response:
    """GET /_mock/providers/{app}/authorize with the query of the link that an API answer gave.

    A browser gets a page; `Accept: application/json` the addresses that the page's buttons lead to, by decision; with
    `decision=allow`, `deny` or `invalid` (a code that the provider will refuse) added it goes there at once.
    """
    query = dict(parse_qsl(call.original_url.partition("?")[2], keep_blank_values=True))
    target = query.get("redirect_uri", "")
    if app not in PROVIDERS or not _is_web_address(target):
        raise NoSuchProvider
    ways = _ways(target, query.get("state", ""))
    if (decision := query.get("decision")) in DECISIONS:
        return redirect(ways[decision], status=302)
    if "application/json" in call.headers.get("accept", ""):
        return JSONResponse(ways)
    return HTMLResponse(_page(PROVIDERS[app], target, query.get("state", "")))


def _is_web_address(text: str) -> bool:
    try:
        return urlsplit(text).scheme in ("http", "https")
    except ValueError:
        return False


def _ways(target: str, state: str) -> dict[str, str]:
    tail = f"state={quote(state, safe='')}"
    return {
        "allow": f"{target}?code={GOOD_CODE}&{tail}",
        "deny": f"{target}?error=access_denied&{tail}",
        "invalid": f"{target}?code={BAD_CODE}&{tail}",
    }


def _page(provider: str, target: str, state: str) -> str:
    """A form for each way back; the account that is named becomes the code, and so the calendar's address."""
    hidden = f'<input type="hidden" name="state" value="{escape(state)}">'
    form = f'<form method="get" action="{escape(target)}">{hidden}'
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(provider)} - mockcal</title>
<style>body{{font:16px system-ui;max-width:30rem;margin:4rem auto}}form{{margin:1rem 0}}input,button{{font:inherit}}</style>
</head><body>
<h1>{escape(provider)}</h1>
<p>mockcal plays this provider. Nothing leaves your machine.</p>
{form}<label>Code or account <input name="code" value="{GOOD_CODE}"></label> <button>Allow</button></form>
{form}<input type="hidden" name="error" value="access_denied"><button>Deny</button></form>
</body></html>
"""
