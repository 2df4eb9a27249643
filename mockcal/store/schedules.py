"""When people work, when they are away, and slots held for a booker."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from mockcal.store.columns import instant, json_list, key, ref


class Schedule(SQLModel, table=True):
    """Which one is the default is the user's `default_schedule_id`, not a column here."""

    id: int | None = key()
    user_id: int = ref("user.id")
    name: str
    time_zone: str | None = None


class Availability(SQLModel, table=True):
    """A weekly row (`date` null, `days` 0=Sunday…6) or an override of one `date` (YYYY-MM-DD, `days` empty).

    Times are wall-clock "HH:MM" (or "HH:MM:SS") in the schedule's zone; an end of 23:59 means midnight.
    """

    id: int | None = key()
    schedule_id: int = ref("schedule.id")
    user_id: int = ref("user.id")
    days: Any = json_list()
    start_time: str
    end_time: str
    date: str | None = None


class SelectedSlot(SQLModel, table=True):
    """A reservation: `user_id` is whom it is held with, `uid` what the holder knows it by."""

    __tablename__ = "selected_slot"
    __table_args__ = (UniqueConstraint("user_id", "slot_utc_start_date", "slot_utc_end_date", "uid"),)

    id: int | None = key()
    uid: str = Field(index=True)
    user_id: int = ref("user.id")
    event_type_id: int = ref("event_type.id")
    slot_utc_start_date: datetime = instant(null=False, index=True)
    slot_utc_end_date: datetime = instant(null=False)
    release_at: datetime = instant(null=False)
    is_seat: bool = False


class OutOfOfficeEntry(SQLModel, table=True):
    __tablename__ = "out_of_office_entry"

    id: int | None = key()
    uuid: str
    user_id: int = ref("user.id")
    to_user_id: int | None = ref("user.id", null=True, cascade=False)
    start: datetime = instant(null=False)
    end: datetime = instant(null=False)
    notes: str | None = None
    reason: str | None = "unspecified"
    created_at: datetime | None = instant()
    updated_at: datetime | None = instant()
