"""Whose app it is: a user's or a team's. The rules are the same."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import Credential
from mockcal.store.event_types import EventType
from mockcal.store.teams import Team
from mockcal.store.users import User


@dataclass(frozen=True, slots=True)
class Owner:
    """Either a user or a team."""

    row: User | Team

    @property
    def user_id(self) -> int | None:
        return self.row.id if isinstance(self.row, User) else None

    @property
    def team_id(self) -> int | None:
        return self.row.id if isinstance(self.row, Team) else None

    @property
    def word(self) -> str:
        """What refusals call it."""
        return "user" if isinstance(self.row, User) else "team"

    def credentials(self, tx: Transaction, *types: str) -> list[Credential]:
        """Those of the owner, of these types where there are any, in the order they were made."""
        statement = select(Credential).where(
            Credential.user_id == self.user_id if self.user_id else Credential.team_id == self.team_id
        )
        if types:
            statement = statement.where(col(Credential.type).in_(types))
        return tx.all(statement.order_by(Credential.id))

    def connect(self, tx: Transaction, type: str, app_id: str, *, key: Any = None) -> Credential:
        return tx.add(
            Credential(
                type=type,
                app_id=app_id,
                user_id=self.user_id,
                team_id=self.team_id,
                key={} if key is None else key,
                created_at=tx.now,
            )
        )

    def reconnect(self, tx: Transaction, type: str, app_id: str, *, key: Any = None) -> Credential:
        """In the place of every older credential of the type, so that its id changes."""
        for old in self.credentials(tx, type):
            tx.delete(old)
        return self.connect(tx, type, app_id, key=key)

    def event_types(self, tx: Transaction) -> list[EventType]:
        owned = EventType.user_id == self.user_id if self.user_id else EventType.team_id == self.team_id
        return tx.all(select(EventType).where(owned))
