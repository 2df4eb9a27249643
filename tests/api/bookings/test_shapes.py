"""Each shape of a booking against the published document's schema of it, nulls of unset values aside."""

import pytest

from tests.api.bookings.conftest import INTRO, SEATED, WEEKLY, book
from tests.contract import observer

pytestmark = [
    pytest.mark.upstream,
    pytest.mark.skipif(observer.upstream() is None, reason="MOCKCAL_UPSTREAM_OPENAPI names no file"),
]


def problems(schema: str, booking: dict) -> list[str]:
    given = {key: value for key, value in booking.items() if value is not None}
    return [text for text in observer.promises().misfits(schema, given) if "description" not in text]


def test_a_regular_one(anyone):
    assert problems("BookingOutput_2024_08_13", book(anyone, INTRO, guests=["gus@example.com"])) == []


def test_one_of_a_series(anyone):
    assert problems("RecurringBookingOutput_2024_08_13", book(anyone, WEEKLY, "2030-02-04T13:00:00Z")[0]) == []


def test_a_seated_one(alice):
    booking = book(alice, SEATED)

    assert problems("CreateSeatedBookingOutput_2024_08_13", booking) == []
    found = alice.get(f"/v2/bookings/{booking['uid']}").json()["data"]
    assert problems("GetSeatedBookingOutput_2024_08_13", found) == []
