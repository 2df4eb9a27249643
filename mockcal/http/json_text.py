"""JSON as JavaScript reads and writes it."""

import json
import math
from datetime import datetime
from typing import Any

from mockcal.http.answers import iso_ms


class MalformedJson(ValueError):
    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def parse(text: bytes) -> Any:
    try:
        return json.loads(text.decode(errors="replace"), parse_float=_number)
    except (ValueError, RecursionError) as error:
        raise MalformedJson(str(error)) from None


def dump(value: Any) -> bytes:
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def _number(text: str) -> float | int:
    number = float(text)
    return int(number) if math.isfinite(number) and number.is_integer() else number


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime):
        return iso_ms(value)
    if isinstance(value, float):
        return (int(value) if value.is_integer() else value) if math.isfinite(value) else None
    return value
