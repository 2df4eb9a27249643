"""One request's work on a sandbox's store: all of it, or nothing."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Select, bindparam, func, inspect, select
from sqlalchemy.orm.util import identity_key
from sqlalchemy.sql.base import Executable
from sqlmodel import SQLModel

from mockcal.sandbox.ids import Ids

if TYPE_CHECKING:
    from mockcal.sandbox.sandbox import Sandbox

Row = TypeVar("Row", bound=SQLModel)
T = TypeVar("T")


class FetchFirst(Exception):
    """Work cannot go on without something from outside. Nothing waits inside a transaction, so whoever began this one undoes
    it, fetches, and begins anew with what came in `Transaction.fetched`."""

    def __init__(self, fetch: Callable[[], Awaitable[dict[Any, Any]]]) -> None:
        super().__init__("fetch first")
        self.fetch = fetch


class Transaction:
    """Services work on it and only flush; the edge that opened it commits or rolls back."""

    def __init__(self, sandbox: "Sandbox", fetched: dict[Any, Any] | None = None) -> None:
        self.sandbox = sandbox
        self.fetched = fetched or {}
        self.session = sandbox.database.session()
        self.explanation: str | None = None
        self._after_commit: list[Callable[[], None]] = []
        self._known: dict[Any, Any] = {}  # rows by model and key

    @cached_property
    def now(self) -> datetime:
        """The same instant for the whole request."""
        return self.sandbox.clock.now()

    @property
    def ids(self) -> Ids:
        return self.sandbox.ids

    def get(self, model: type[Row], key: Any) -> Row | None:
        """The row of this key. Asked of the database once: the session itself forgets what nobody holds on to."""
        if key is None:
            return None
        known = self._known.get((model, key))
        if known is None or known not in self.session:
            known = self._loaded(model, key) or self.first(_of_key(model), key=key)
            if known is not None:
                self._known[model, key] = known
        return known

    def _loaded(self, model: type[Row], key: Any) -> Row | None:
        """What the session holds of this key, if it need not be read anew."""
        found: Any = self.session.identity_map.get(identity_key(model, key))
        return None if found is None or inspect(found).expired or found in self.session.deleted else found

    def hold(self, *rows: SQLModel | None) -> None:
        """Rows with a numeric key that were read beside others; `get` need not ask for them."""
        for row in rows:
            if row is not None:
                self._known[type(row), row.id] = row  # type: ignore[attr-defined]

    def first(self, statement: Select[T], **values: Any) -> T | None:
        """`values` are for a statement that was made once, with parameters, because it is asked so often."""
        return self.session.execute(statement if values else statement.limit(1), values).scalars().first()

    def all(self, statement: Select[T], **values: Any) -> list[T]:
        """`values`: as in `first`."""
        return list(self.session.execute(statement, values).scalars())

    def rows(self, statement: Select[Any], **values: Any) -> Sequence[Any]:
        """For statements that select several columns."""
        return self.session.execute(statement, values).all()

    def count(self, statement: Select[Any]) -> int:
        counted = select(func.count()).select_from(statement.order_by(None).subquery())
        return int(self.session.execute(counted).scalar_one())

    def execute(self, statement: Executable) -> Any:
        return self.session.execute(statement)

    def add(self, row: Row) -> Row:
        """Store `row`; its id is known from here on."""
        self.session.add(row)
        self.session.flush()
        return row

    def queue(self, *rows: SQLModel) -> None:
        """Store `rows` together with what is asked or stored next; for those whose id nobody needs."""
        self.session.add_all(rows)

    def add_all(self, rows: Sequence[SQLModel]) -> None:
        self.session.add_all(rows)
        self.session.flush()

    def delete(self, row: SQLModel) -> None:
        """Rows that cannot be without it go too (`ON DELETE CASCADE`)."""
        self._known.clear()
        self.session.flush()
        self.session.delete(row)
        self.session.flush()
        self.session.expire_all()

    def flush(self) -> None:
        self.session.flush()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """All of the block's work, or none of it when it fails; what came before stays either way."""
        self.session.flush()
        self.sandbox.database.begin()
        queued = len(self._after_commit)
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            self._known.clear()
            del self._after_commit[queued:]
            raise

    def explain(self, why: str) -> None:
        """Say in `X-Mockcal-Explain` what the real answer hides."""
        self.explanation = why

    def after_commit(self, action: Callable[[], None]) -> None:
        """What may be seen outside only once the work is kept: deliveries, messages."""
        self._after_commit.append(action)

    def commit(self) -> None:
        self.session.flush()
        self.sandbox.remember(self)
        self.session.commit()
        self.session.close()
        for action in self._after_commit:
            action()
        self._after_commit.clear()

    def rollback(self) -> None:
        """Forget the work; rows that were read stay readable."""
        self.session.close()
        self._after_commit.clear()


async def perform(sandbox: "Sandbox", work: Callable[[Transaction], T]) -> T:
    """`work` in a transaction of its own, done again as often as it must `FetchFirst`."""
    fetched: dict[Any, Any] = {}
    while True:
        tx = Transaction(sandbox, fetched)
        try:
            result = work(tx)
            tx.commit()
            return result
        except FetchFirst as need:
            tx.rollback()
            fetched |= await need.fetch()
        except BaseException:
            tx.rollback()
            raise


@cache
def _of_key(model: type[Row]) -> Select[Row]:
    """The row of one key: made once for each model, for the session's own `get` makes it anew each time."""
    (column,) = inspect(model).primary_key
    return select(model).where(column == bindparam("key"))
