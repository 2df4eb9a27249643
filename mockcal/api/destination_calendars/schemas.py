"""What choosing a destination calendar takes and shows."""

from enum import StrEnum

from mockcal.http.answers import Wire
from mockcal.http.dto import Dto


class Integration(StrEnum):
    APPLE = "apple_calendar"
    GOOGLE = "google_calendar"
    OFFICE365 = "office365_calendar"


class ChooseDestination(Dto):
    integration: Integration
    external_id: str
    delegation_credential_id: str | None = None


class ShownDestination(Wire):
    user_id: int
    integration: str
    external_id: str
    credential_id: int | None
