"""Bookings of a platform OAuth client's people: their addresses carry the client's id."""

from sqlalchemy import select

from mockcal.events.audience import oauth_client_of
from mockcal.sandbox.transaction import Transaction
from mockcal.store.users import User

__all__ = ["managed_form", "oauth_client_of"]


def managed_form(tx: Transaction, client_id: str | None, email: str) -> str:
    """`name+<clientId>@domain` where a managed user of the client has that address, else the address itself."""
    if client_id is None or f"+{client_id}@" in email:
        return email
    local, _, domain = email.rpartition("@")
    managed = f"{local}+{client_id}@{domain}"
    known = select(User.id).where(User.email == managed, User.oauth_client_id == client_id)
    return managed if tx.first(known) is not None else email
