"""Names and bulk data that nobody wants to write by hand."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from faker import Faker


def faker_of(seed: int) -> "Faker":
    """A source of names that always says the same for the same seed."""
    from faker import Faker

    source = _source()
    source.seed_instance(seed)
    assert isinstance(source, Faker)
    return source


_SOURCES: list["Faker"] = []


def _source() -> "Faker":
    """Made once: building one takes long, seeding it does not."""
    if not _SOURCES:
        from faker import Faker

        _SOURCES.append(Faker("en_GB"))
    return _SOURCES[0]
