"""What selecting a calendar takes and shows."""

from mockcal.http.answers import Wire
from mockcal.http.dto import Dto, QueryDto


class SelectCalendar(Dto):
    integration: str
    external_id: str
    credential_id: int
    delegation_credential_id: str | None = None


class DeselectCalendar(QueryDto):
    integration: str
    external_id: str
    credential_id: str
    delegation_credential_id: str | None = None


class ShownSelection(Wire):
    user_id: int
    integration: str
    external_id: str
    credential_id: int | None
