"""What `/v2/api-keys` takes and shows."""

from typing import Annotated

from mockcal.http import rules
from mockcal.http.answers import Wire
from mockcal.http.dto import Dto, Number


class RefreshApiKey(Dto):
    """Without either the new key is good for 30 days."""

    api_key_days_valid: Annotated[Number, rules.Min(1)] | None = None
    api_key_never_expires: bool | None = None


class NewApiKey(Wire):
    api_key: str
