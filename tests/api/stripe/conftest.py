"""The same people as for conferencing apps."""

from tests.api.conferencing.conftest import made, mia, team

__all__ = ["made", "mia", "team"]
