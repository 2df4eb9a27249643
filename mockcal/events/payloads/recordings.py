"""RECORDING_READY and RECORDING_TRANSCRIPTION_GENERATED: what the video provider has to give afterwards."""

from typing import Any

from mockcal.events.facts import Facts
from mockcal.events.payloads.people import Language, utc_offset
from mockcal.http.answers import Instant, Wire
from mockcal.store.bookings import Attendee


class RecordedOrganizer(Wire):
    email: str
    name: str
    time_zone: str
    language: Language
    utc_offset: int


class RecordedPerson(Wire):
    id: int | None
    name: str
    email: str
    time_zone: str
    language: Language
    utc_offset: int


class Recording(Wire):
    """`type` is the booking's title."""

    type: str
    title: str
    description: str
    start_time: Instant
    end_time: Instant
    organizer: RecordedOrganizer
    attendees: list[RecordedPerson]
    uid: str
    custom_reply_to_email: str | None


class RecordingReady(Recording):
    download_link: str


class Transcript(Wire):
    format: str
    link: str


class TranscriptLinks(Wire):
    transcription: list[Transcript]
    recording: str | None


class TranscriptionGenerated(Recording):
    download_links: TranscriptLinks


def recording_ready(facts: Facts, link: str) -> RecordingReady:
    return RecordingReady(**_recording(facts), download_link=link)


def transcription_generated(facts: Facts, transcripts: list[str], recording: str | None) -> TranscriptionGenerated:
    links = [Transcript(format=_format(link), link=link) for link in transcripts]
    return TranscriptionGenerated(
        **_recording(facts), download_links=TranscriptLinks(transcription=links, recording=recording)
    )


def _recording(facts: Facts) -> dict[str, Any]:
    booking, user = facts.booking, facts.organizer
    zone = user.time_zone if user else "UTC"
    return {
        "type": booking.title,
        "title": booking.title,
        "description": booking.description or "",
        "start_time": booking.start_time,
        "end_time": booking.end_time,
        "organizer": RecordedOrganizer(
            email=facts.organizer_email,
            name=facts.organizer_name,
            time_zone=zone,
            language=Language(locale=(user.locale if user else None) or "en"),
            utc_offset=utc_offset(zone, booking.start_time),
        ),
        "attendees": [_person(facts, row) for row in facts.people],
        "uid": booking.uid,
        "custom_reply_to_email": facts.event_type.custom_reply_to_email if facts.event_type else None,
    }


def _person(facts: Facts, row: Attendee) -> RecordedPerson:
    return RecordedPerson(
        id=row.id,
        name=row.name,
        email=row.email,
        time_zone=row.time_zone,
        language=Language(locale=row.locale or "en"),
        utc_offset=utc_offset(row.time_zone, facts.booking.start_time),
    )


def _format(link: str) -> str:
    """The file's kind, by its ending."""
    ending = link.partition("?")[0].rpartition(".")[2]
    return ending if ending in ("vtt", "srt", "json", "txt") else "txt"
