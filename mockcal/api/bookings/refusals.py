"""How the booking core's refusals are told apart from the words that a version gives them."""

from typing import ClassVar


class OfTheCore:
    """Mixed into a refusal that newer versions word anew; older ones tell its `internal_code` as it is."""

    internal_code: ClassVar[str]
