"""Which URIs and origins an OAuth client's redirect URIs admit."""

import re
from collections.abc import Iterable


def matches(uri: str, pattern: str) -> bool:
    """Exactly the pattern, or with any run of characters for each `*`."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), uri) is not None


def matches_any(uri: str, patterns: Iterable[str]) -> bool:
    return any(matches(uri, pattern) for pattern in patterns)
