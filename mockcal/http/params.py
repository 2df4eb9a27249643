"""How routes take what is in the URL: path parameters and queries, refused in the real words."""

import math
import re
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from fastapi import Depends, Path
from pydantic import BeforeValidator
from starlette.requests import Request

from mockcal.http import query_text, rules
from mockcal.http.call import call_of
from mockcal.http.dto import Comma, Dto, dropped
from mockcal.http.errors import DatabaseRefusal, NumericExpected, UuidExpected
from mockcal.http.rules import Each

LARGEST_ID = 2**31 - 1
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)

T = TypeVar("T")


def strict_id(text: Any) -> int:
    """400 for what is no whole number; `1e3` and `1.0` are."""
    number = _number(text)
    if number is None or not number.is_integer():
        raise NumericExpected
    return _in_range(int(number))


def loose_id(text: Any) -> int:
    """Any number; for other text the real service's database fails, and mockcal refuses with its words."""
    number = _number(text)
    if number is None or not number.is_integer():
        raise DatabaseRefusal(explain="the real service answers 500 for an id that is no number")
    return _in_range(int(number))


def _loose_ids(numbers: list[Any]) -> list[int]:
    return [loose_id(number) for number in numbers]


def uuid_text(text: Any) -> str:
    if not UUID.fullmatch(str(text)):
        raise UuidExpected
    return str(text)


def _number(text: Any) -> float | None:
    number = float(text) if NUMBER.fullmatch(str(text)) else None
    return number if number is None or math.isfinite(number) else None


def _in_range(number: int) -> int:
    if abs(number) > LARGEST_ID:
        raise DatabaseRefusal(explain="ids are 32-bit integers")
    return number


Strict = BeforeValidator(strict_id)
Loose = BeforeValidator(loose_id)
UuidText = BeforeValidator(uuid_text)

OrgId = Annotated[int, Path(alias="orgId"), Loose]
TeamId = Annotated[int, Path(alias="teamId"), Loose]
UserId = Annotated[int, Path(alias="userId"), Strict]
EventTypeId = Annotated[int, Path(alias="eventTypeId"), Strict]
MembershipId = Annotated[int, Path(alias="membershipId"), Strict]
TeamIds = Annotated[list[int], Comma(), Each(rules.IsNumber()), BeforeValidator(_loose_ids)]
WebhookId = Annotated[str, Path(alias="webhookId")]
ClientId = Annotated[str, Path(alias="clientId")]


class QueryReader:
    """Parses the query string as Express does and validates it as `model`."""

    def __init__(self, model: type[Dto]) -> None:
        self.model = model

    async def __call__(self, request: Request) -> Any:
        call = call_of(request)
        sent = query_text.parse(_query(call.url))
        asked = self.model.model_validate(sent)
        call.explain = call.explain or dropped(self.model, sent)
        return asked


def _query(url: str) -> str:
    return url.partition("?")[2]


if TYPE_CHECKING:
    QueryOf = Annotated[T, None]
else:

    class QueryOf:
        """`query: QueryOf[Paging]` in a handler's signature, after its guard."""

        def __class_getitem__(cls, model: type[Dto]) -> Any:
            return Annotated[model, Depends(QueryReader(model))]
