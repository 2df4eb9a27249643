"""What the slots of version 2024-04-15 take: for that version, 2024-06-11, 2024-06-14 and 2024-08-13."""

from typing import Annotated, Any

from pydantic import Field

from mockcal.http import js_dates, rules
from mockcal.http.dto import Convert, Dto, Number, QueryDto, leading_number
from mockcal.http.rules import Only, Rule

DATE = Rule(
    "isDateString",
    "must be a valid ISO 8601 date string",
    lambda value: isinstance(value, str) and js_dates.is_iso8601(value, strict=True),
)
FORMAT = rules.said(rules.IsEnum(("range", "time")), "slotFormat must be either 'range' or 'time'")
VALIDATOR = "routingFormResponseIdValidator"
REAL_ANSWER = rules.Custom(
    VALIDATOR,
    "routingFormResponseId must be a positive number",
    lambda value: rules.is_number(value) and value >= 1,
)
NO_ANSWER = rules.Custom(VALIDATOR, "routingFormResponseId must be 0 for dry run", lambda value: value == 0)

Moment = Annotated[str, Only(DATE)]
Flag = Annotated[bool, Convert(lambda value: value == "true")]
Whole = Annotated[Number, Convert(leading_number)]


def _numbers(value: Any) -> Any:
    return [leading_number(one) for one in (value if isinstance(value, list) else [value])]


class AvailableQuery(QueryDto):
    """`username_list` with two names or more is a group of people; a team event's has the team's slug."""

    start_time: Moment
    end_time: Moment
    event_type_id: Whole | None = None
    event_type_slug: str | None = None
    username_list: list[str] | None = None
    duration: (
        Annotated[Number, rules.said(rules.Min(1), "Duration must be a positive number"), Convert(leading_number)]
        | None
    ) = None
    reschedule_uid: str | None = None
    time_zone: str | None = None
    org_slug: str | None = None
    slot_format: (
        Annotated[str, Only(FORMAT), Convert(lambda value: value.lower() if isinstance(value, str) else value)] | None
    ) = None
    is_team_event: Flag = False
    skip_contact_owner: Flag = False
    team_member_email: str | None = None
    routed_team_member_ids: Annotated[list[Number], Convert(_numbers)] | None = None
    is_dry_run: Flag = Field(default=False, alias="_isDryRun")
    bypass_calendar_busy_times: Flag = Field(default=False, alias="_bypassCalendarBusyTimes")
    silent_calendar_failures: Flag = Field(default=False, alias="_silentCalendarFailures")
    routing_form_response_id: Annotated[int | float, Only(REAL_ANSWER), Convert(leading_number)] | None = None

    @classmethod
    def variant(cls, data: dict[str, Any]) -> type[Dto]:
        return DryRunQuery if data.get("_isDryRun") is True else AvailableQuery


class DryRunQuery(AvailableQuery):
    """Nothing that a dry run shows belongs to a form's answer."""

    routing_form_response_id: Annotated[int | float, Only(NO_ANSWER), Convert(leading_number)] | None = None


class ReserveSlot(Dto):
    event_type_id: int
    slot_utc_start_date: Annotated[str, Only(rules.IsDateString())]
    slot_utc_end_date: Annotated[str, Only(rules.IsDateString())]
    booking_uid: str | None = None
    is_dry_run: bool | None = Field(default=None, alias="_isDryRun")


class LetGoQuery(QueryDto):
    uid: str | None = None
