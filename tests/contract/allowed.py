"""Where the real service itself differs from its published document; docs/differences.md gives each reason.

An entry is an operation id (or a prefix of several, `*` for all) and a pattern of what the schema says is wrong.
"""

import re

ALLOWED: tuple[tuple[str, str, str], ...] = (
    ("*", r'does not match "TIME_FORMAT_HH_MM"', "the pattern is the name of a constant"),
    ("*", r"availability/\*/days: \[.* is not one of", "the enum stands at the list instead of at its elements"),
)
"""(operation, pattern, reason)"""


def is_allowed(operation_id: str, problem: str) -> bool:
    return any(
        (operation == "*" or operation_id.startswith(operation.rstrip("*"))) and re.search(pattern, problem)
        for operation, pattern, _ in ALLOWED
    )
