"""Pages of a list, and the figures about them in an answer."""

from dataclasses import asdict, dataclass
from math import ceil
from typing import NamedTuple

from pydantic.alias_generators import to_camel


class Page(NamedTuple):
    """`take` items after the first `skip`."""

    take: int
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Pagination:
    total_items: int
    remaining_items: int
    returned_items: int
    items_per_page: int
    current_page: int
    total_pages: int
    has_next_page: bool
    has_previous_page: bool

    def to_wire(self) -> dict[str, int | bool]:
        """`totalItems`, `remainingItems` and so on."""
        return {to_camel(name): figure for name, figure in asdict(self).items()}


def pagination(total: int, *, skip: int, take: int) -> Pagination:
    """Pages count from 1; beyond the end one is on the last, and without items on page 0."""
    start = min(skip, total)
    end = start + take
    pages = ceil(total / take) if take else 0
    return Pagination(
        total_items=total,
        remaining_items=max(total - end, 0),
        returned_items=min(total - start, take),
        items_per_page=take,
        current_page=min(start // take + 1, pages) if pages else 0,
        total_pages=pages,
        has_next_page=end < total,
        has_previous_page=start > 0,
    )
