"""Invented names."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from faker import Faker


def faker_of(seed: int) -> "Faker":
    """A source of names that always says the same for the same seed."""
    source = _source()
    source.seed_instance(seed)
    return source


@cache
def _source() -> "Faker":
    """Made once: building one takes long, seeding it does not."""
    from faker import Faker

    return Faker("en_GB")
