"""The sandbox's time: real, moved, or frozen."""

from datetime import UTC, datetime, timedelta


class Clock:
    """UTC, in whole milliseconds. Real until it is set."""

    def __init__(self) -> None:
        self._frozen_at: datetime | None = None
        self._offset = timedelta(0)

    @property
    def frozen(self) -> bool:
        return self._frozen_at is not None

    def now(self) -> datetime:
        return self._frozen_at or _whole_milliseconds(real_now() + self._offset)

    def set(self, now: datetime, *, frozen: bool = True) -> None:
        """Move to `now`, which may lie in the past; unless frozen, time goes on from there."""
        now = _whole_milliseconds(now)
        self._frozen_at = now if frozen else None
        self._offset = timedelta(0) if frozen else now - real_now()

    def release(self) -> None:
        """Real time again."""
        self._frozen_at, self._offset = None, timedelta(0)

    def state(self) -> tuple[datetime | None, timedelta]:
        return self._frozen_at, self._offset

    def restore(self, state: tuple[datetime | None, timedelta]) -> None:
        self._frozen_at, self._offset = state


def today() -> str:
    """The real day in UTC, YYYY-MM-DD."""
    return real_now().date().isoformat()


def real_now() -> datetime:
    """The machine's time."""
    return datetime.now(UTC)


def _whole_milliseconds(instant: datetime) -> datetime:
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
