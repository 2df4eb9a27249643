"""Where a form that the public submits leads: to a page of the web app, to another site, or to a message."""

from urllib.parse import urlencode

from mockcal.api.routing_forms import service as routing_forms
from mockcal.api.routing_forms.routing import EVENT_TYPE, EXTERNAL
from mockcal.events.facts import WEB_APP
from mockcal.http.errors import Json
from mockcal.sandbox.transaction import Transaction


def submit(tx: Transaction, form_id: str, body: object) -> Json:
    """Stored and told about like any response, and refused in the same words."""
    form, response, routed, said = routing_forms.submit(tx, form_id, body)
    if routed.action.get("type") == EXTERNAL:
        return _redirect(routing_forms.external_url(form, routed, said))
    if routed.action.get("type") == EVENT_TYPE:
        query = urlencode(said | {"cal.routingFormResponseId": response.id})
        return _redirect(f"{WEB_APP}/{str(routed.action.get('value')).lstrip('/')}?{query}")
    return {"status": "success", "data": {"message": routing_forms.message_of(routed)}}


def _redirect(url: str) -> Json:
    return {"status": "success", "data": url, "redirect": True}
