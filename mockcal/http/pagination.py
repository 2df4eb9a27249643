"""Pages of a list, and the figures about them in an answer."""

from math import ceil
from typing import NamedTuple

from mockcal.http.answers import Pagination

__all__ = ["Page", "Pagination", "pagination"]


class Page(NamedTuple):
    """`take` items after the first `skip`."""

    take: int
    skip: int = 0


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
