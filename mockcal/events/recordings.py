"""What the video provider has to give after a meeting."""

from mockcal.events.facts import Facts
from mockcal.events.payloads.recordings import recording_ready, transcription_generated
from mockcal.events.webhooks import publish
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Booking

READY = "RECORDING_READY"
TRANSCRIBED = "RECORDING_TRANSCRIPTION_GENERATED"


def ready(tx: Transaction, booking: Booking, link: str) -> None:
    """The recording can be had at `link`. Platform clients do not hear of it."""
    facts = Facts(tx, booking)
    publish(tx, READY, recording_ready(facts, link), facts.audience.without_client().subscribers(tx, READY))


def transcribed(tx: Transaction, booking: Booking, recording: str | None) -> None:
    """The booking's transcripts are there."""
    facts = Facts(tx, booking)
    payload = transcription_generated(facts, booking.transcripts or [], recording)
    publish(tx, TRANSCRIBED, payload, facts.audience.without_client().subscribers(tx, TRANSCRIBED))
