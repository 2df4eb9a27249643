"""Every operation of two OpenAPI documents is asked for odd and ordinary things: our own, and the published one where it is.

Whatever comes: never a 5xx, a refusal has a known shape and changes nothing, a success is what the document promises.
"""

import os
from functools import cache
from typing import Any

import pytest
import schemathesis
from hypothesis import given, settings
from hypothesis import strategies as st

from mockcal.contract.documents import own_document
from tests.conftest import OBSERVER
from tests.contract.asking import asked, generated
from tests.contract.checks import ask
from tests.contract.observer import upstream

WAITS = "POST /_mock/webhooks/wait"
CASES = int(os.environ.get("MOCKCAL_FUZZ_EXAMPLES", "0"))
SEEDS = st.integers(0, 2**32)


@cache
def operations(name: str) -> dict[str, Any]:
    """Those of one document, by label; nothing where the document is not."""
    document = schemathesis.openapi.from_dict(own_document()) if name == "own" else upstream()
    found = [one.ok() for one in document.get_all_operations()] if document else []
    return {one.label: one for one in found if one.label != WAITS}


OWN = list(operations("own"))
PUBLISHED = list(operations("published"))


def hold(everything: Any, directory: Any, operation: Any, *, cases: int) -> None:
    cases_of = generated(operation)

    @settings(settings.get_profile("contract"), max_examples=cases)
    @given(st.data())
    def each(data: Any) -> None:
        case, seed = data.draw(cases_of), data.draw(SEEDS)
        everything.begin_again()
        ask(everything, asked(case, seed, everything, directory), OBSERVER)

    each()


@pytest.mark.parametrize("label", OWN)
def test_own(everything, directory, label):
    hold(everything, directory, operations("own")[label], cases=4)


@pytest.mark.upstream
@pytest.mark.parametrize("label", PUBLISHED)
def test_published(everything, directory, label):
    hold(everything, directory, operations("published")[label], cases=6)


@pytest.mark.fuzz
@pytest.mark.skipif(not CASES, reason="MOCKCAL_FUZZ_EXAMPLES says how many cases each operation gets: `make fuzz`")
@pytest.mark.parametrize(
    ("name", "label"), [*(("own", one) for one in OWN), *(("published", one) for one in PUBLISHED)]
)
def test_long(everything, directory, name, label):
    hold(everything, directory, operations(name)[label], cases=CASES)


@pytest.mark.fuzz
@pytest.mark.skipif(not CASES, reason="MOCKCAL_FUZZ_EXAMPLES says how many walks there are: `make fuzz`")
@pytest.mark.parametrize("part", range(8))
def test_walks(everything, directory, part):
    """Twenty requests in a row, each to whatever the ones before left behind."""
    choices = list(operations("own").values()) + list(operations("published").values())
    strategies = [generated(one) for one in choices if "/_mock/" not in one.path]

    @settings(settings.get_profile("contract"), max_examples=CASES)
    @given(st.data(), st.randoms(use_true_random=False))
    def each(data: Any, dice: Any) -> None:
        everything.begin_again()
        for _ in range(20):
            case = data.draw(dice.choice(strategies))
            ask(everything, asked(case, data.draw(SEEDS), everything, directory), OBSERVER)

    each()
