"""One SQLite database, in memory or in a file, that can be taken and put back as a whole image."""

import importlib
import pkgutil
import sqlite3
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, create_engine
from sqlalchemy.pool import StaticPool
from sqlalchemy.util import LRUCache
from sqlmodel import Session, SQLModel

import mockcal.store as store

# Statements are the same in every sandbox, so what was compiled for one serves all.
_COMPILED: Any = LRUCache(3_000)


class Database:
    """`path` None is in memory. Not for threads: one event loop owns it."""

    def __init__(self, image: bytes | None = None, path: Path | None = None) -> None:
        self.path = path
        self._raw = sqlite3.connect(path or ":memory:", check_same_thread=False)
        # Fifty mostly empty tables: small pages keep an image, and so a reset, small.
        self._raw.execute("PRAGMA page_size = 1024")
        self._engine = _engine(self._raw)
        if image is not None:
            self.replace(image)
        self._configure()

    def session(self) -> Session:
        return Session(self._engine, expire_on_commit=False)

    def begin(self) -> None:
        """Open a transaction if none is: the driver opens one by the first change, too late for a savepoint before it."""
        if not self._raw.in_transaction:
            self._raw.execute("BEGIN")

    @property
    def changes(self) -> int:
        """Grows with every row that is written: what was read stays true as long as this stays."""
        return self._raw.total_changes

    def image(self) -> bytes:
        return self._raw.serialize()

    def replace(self, image: bytes) -> None:
        """Put `image` in the place of everything that is here."""
        if self.path is None:
            self._raw.deserialize(image)
            self._configure()
            return
        pristine = sqlite3.connect(":memory:")
        pristine.deserialize(image)
        pristine.backup(self._raw)
        pristine.close()

    def close(self) -> None:
        self._engine.dispose()
        self._raw.close()

    def is_empty(self) -> bool:
        return bool(self._raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0)

    def create_tables(self) -> None:
        for table in all_tables():
            _never_reuse_ids(table)
        SQLModel.metadata.create_all(self._engine)

    def _configure(self) -> None:
        self._raw.execute("PRAGMA foreign_keys = ON")
        if self.path is not None:
            # What was answered survives a killed process; only a dying machine could lose the last commits.
            self._raw.execute("PRAGMA journal_mode = WAL")
            self._raw.execute("PRAGMA synchronous = NORMAL")


def all_tables() -> list[Table]:
    """Every table there is; sections import only the files of the tables they need."""
    for module in pkgutil.iter_modules(store.__path__):
        importlib.import_module(f"{store.__name__}.{module.name}")
    return list(SQLModel.metadata.tables.values())


def empty_image() -> bytes:
    """A database with all tables and no rows."""
    database = Database()
    database.create_tables()
    image = database.image()
    database.close()
    return image


def _engine(raw: sqlite3.Connection) -> Engine:
    """An engine on this one connection, with the dialect and the compiled statements that all databases share."""
    model = _model_engine()
    creator: Any = lambda: raw  # noqa: E731
    pool = StaticPool(creator, dialect=model.dialect)
    return Engine(pool, model.dialect, model.url).execution_options(compiled_cache=_COMPILED)


@cache
def _model_engine() -> Engine:
    """Statements are compiled for a dialect, and a dialect asks its database what it can do when it first connects: both
    take longer than all else that a new sandbox needs, and are the same for each."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    engine.connect().close()
    return engine


def _never_reuse_ids(table: Table) -> None:
    """As PostgreSQL's sequences: the id of a deleted row never comes again."""
    keys = list(table.primary_key.columns)
    if len(keys) == 1 and keys[0].type.python_type is int and not keys[0].foreign_keys:
        table.dialect_options["sqlite"]["autoincrement"] = True
