"""The figures about a page."""

import pytest

from mockcal.http.pagination import pagination

FIGURES = {
    # total, skip, take: returned, remaining, page, pages, next, previous
    "first page": ((35, 0, 10), (10, 25, 1, 4, True, False)),
    "last page": ((35, 30, 10), (5, 0, 4, 4, False, True)),
    "beyond the end": ((35, 40, 10), (0, 0, 4, 4, False, True)),
    "between two pages": ((35, 5, 10), (10, 20, 1, 4, True, True)),
    "ends with the page": ((20, 10, 10), (10, 0, 2, 2, False, True)),
    "unpaged": ((2, 0, 250), (2, 0, 1, 1, False, False)),
    "nothing": ((0, 0, 10), (0, 0, 0, 0, False, False)),
    "nothing, skipped": ((0, 5, 10), (0, 0, 0, 0, False, False)),
    "pages of nothing": ((3, 0, 0), (0, 3, 0, 0, True, False)),
}


@pytest.mark.parametrize(("asked", "figures"), FIGURES.values(), ids=FIGURES)
def test_pagination(asked, figures):
    total, skip, take = asked

    page = pagination(total, skip=skip, take=take)

    assert (page.total_items, page.items_per_page) == (total, take)
    assert (
        page.returned_items,
        page.remaining_items,
        page.current_page,
        page.total_pages,
        page.has_next_page,
        page.has_previous_page,
    ) == figures


def test_on_the_wire_the_names_are_in_camel_case():
    assert pagination(35, skip=10, take=10).to_wire() == {
        "totalItems": 35,
        "remainingItems": 15,
        "returnedItems": 10,
        "itemsPerPage": 10,
        "currentPage": 2,
        "totalPages": 4,
        "hasNextPage": True,
        "hasPreviousPage": True,
    }
