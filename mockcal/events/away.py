"""Somebody is away. The web app tells of it; the API's own out-of-office operations do not."""

from sqlalchemy import select

from mockcal.events.audience import of_user
from mockcal.events.payloads.out_of_office import out_of_office_created
from mockcal.events.webhooks import publish, subscribers
from mockcal.sandbox.transaction import Transaction
from mockcal.store.schedules import OutOfOfficeEntry
from mockcal.store.teams import Membership
from mockcal.store.users import User

CREATED = "OOO_CREATED"


def created(tx: Transaction, entry: OutOfOfficeEntry) -> None:
    """Told to the user's own webhooks, his teams' and his organization's."""
    user = tx.get(User, entry.user_id)
    if user is None:
        return
    joined = select(Membership.team_id).where(Membership.user_id == user.id, Membership.accepted)
    team_ids = {*tx.all(joined), *filter(None, [of_user(tx, user.id).organization_id])}
    found = subscribers(tx, CREATED, user_id=user.id, team_ids=team_ids)
    publish(tx, CREATED, out_of_office_created(entry, user, tx.get(User, entry.to_user_id)), found)
