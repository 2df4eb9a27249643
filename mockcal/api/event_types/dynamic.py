"""The event type that a group of people has without anybody having made it."""

from collections.abc import Sequence

from mockcal.api.event_types import output
from mockcal.api.event_types.shown import EventType
from mockcal.sandbox.transaction import Transaction
from mockcal.store.event_types import EventType as Row
from mockcal.store.users import User

SLUG = "dynamic"
LENGTHS = [15, 30, 45, 60, 90]


def row() -> Row:
    """What it would be if it were stored."""
    return Row(
        id=0,
        title="Group Meeting",
        slug=SLUG,
        description="Join us for a meeting with multiple people",
        length=30,
        length_options=LENGTHS,
        event_name="Group Meeting",
        locations=[{"type": "integrations:daily"}],
        booking_fields=[],
        disable_guests=True,
        success_redirect_url="",
        can_send_cal_video_transcription_emails=False,
    )


def event_type(tx: Transaction, users: Sequence[User]) -> EventType:
    """In the shape of a personal one, owned by nobody; its link is the first one's."""
    related = output.of_people(tx, users)
    link = output.booking_url(related, users[0], SLUG) if users else ""
    shown = output.present(row(), related, is_listed=True)
    return shown.model_copy(
        update={"owner_id": 0, "users": [output.user(person) for person in users], "booking_url": link}
    )
