"""What a routing form's answer does to a booking: narrows its hosts, and remembers it."""

from mockcal.api.bookings.hosts import Wishes
from mockcal.api.bookings.schemas import CreateBooking, Routing
from mockcal.http.errors import RawError
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Booking


class ResponseMissing(RawError):
    def __init__(self) -> None:
        super().__init__(400, "Missing routingFormResponseId")


def wishes(body: CreateBooking) -> Wishes:
    """400 for routed members without a word on which response routed them (null will do)."""
    subset = frozenset(int(one) for one in body.rr_host_subset_ids) if body.rr_host_subset_ids else None
    routing = body.routing
    if routing is None:
        return Wishes(subset_ids=subset)
    if routing.team_member_ids and not {"response_id", "queued_response_id"} & routing.model_fields_set:
        raise ResponseMissing
    ids = frozenset(int(one) for one in routing.team_member_ids)
    lead = None if routing.skip_contact_owner else routing.team_member_email
    return Wishes(host_ids=ids if ids or lead else None, subset_ids=subset, lead_email=lead)


def remember(tx: Transaction, routing: Routing | None, booking: Booking) -> None:
    """The form's response, one that still waited in the queue too, knows the booking from now on."""
    if routing is None or (routing.response_id is None and routing.queued_response_id is None):
        return
    from mockcal.api.routing_forms import service as routing_forms

    routing_forms.booked(
        tx,
        response_id=None if routing.response_id is None else int(routing.response_id),
        queued_response_id=routing.queued_response_id,
        booking_uid=booking.uid,
    )
