"""Bookings of a fixture, written as they are: no availability check, no webhook."""

from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import BookingDoc, Json
from mockcal.seed.loading import Loading


def load_booking(loading: Loading, place: str, doc: BookingDoc) -> None:
    """A booking with its people, seats and references; one of the same uid is changed."""
    loading.refuse(place, "this part of the format is not read yet")


def export_bookings(tx: Transaction) -> list[Json]:
    """As they are loaded, by id."""
    return []
