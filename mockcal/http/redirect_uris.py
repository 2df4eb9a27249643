"""Whether a URI is among those that an OAuth client allows."""

import re
from collections.abc import Iterable


def matches(uri: str, pattern: str) -> bool:
    """Exact, or with each `*` of the pattern standing for any run of characters."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), uri, flags=re.DOTALL) is not None


def matches_any(uri: str, patterns: Iterable[str]) -> bool:
    return any(matches(uri, pattern) for pattern in patterns)
