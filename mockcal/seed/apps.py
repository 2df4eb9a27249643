"""Connected apps of a fixture: calendars, conferencing, Stripe, verified addresses and numbers."""

from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import CalendarDoc, ConferencingDoc, Json, StripeDoc, VerifiedEmailDoc, VerifiedPhoneDoc
from mockcal.seed.loading import Loading
from mockcal.store.teams import Team
from mockcal.store.users import User


def load_calendars(
    loading: Loading, place: str, docs: list[CalendarDoc], *, user: User | None = None, team: Team | None = None
) -> None:
    """These calendars in the place of the owner's old ones."""
    loading.refuse(place, "this part of the format is not read yet")


def load_conferencing(
    loading: Loading, place: str, docs: list[ConferencingDoc], *, user: User | None = None, team: Team | None = None
) -> None:
    """These apps in the place of the owner's old ones."""
    loading.refuse(place, "this part of the format is not read yet")


def load_stripe(
    loading: Loading, place: str, doc: StripeDoc, *, user: User | None = None, team: Team | None = None
) -> None:
    """The owner's Stripe account, or none."""
    loading.refuse(place, "this part of the format is not read yet")


def load_verified_emails(
    loading: Loading, place: str, docs: list[VerifiedEmailDoc], *, user: User | None = None, team: Team | None = None
) -> None:
    """These addresses in the place of the owner's old ones."""
    loading.refuse(place, "this part of the format is not read yet")


def load_verified_phones(
    loading: Loading, place: str, docs: list[VerifiedPhoneDoc], *, user: User | None = None, team: Team | None = None
) -> None:
    """These numbers in the place of the owner's old ones."""
    loading.refuse(place, "this part of the format is not read yet")


def export_calendars(tx: Transaction, *, user: User | None = None, team: Team | None = None) -> list[Json]:
    """As they are loaded."""
    return []


def export_conferencing(tx: Transaction, *, user: User | None = None, team: Team | None = None) -> list[Json]:
    """As they are loaded."""
    return []


def export_verified_emails(tx: Transaction, *, user: User | None = None, team: Team | None = None) -> list[Json]:
    """As they are loaded."""
    return []


def export_verified_phones(tx: Transaction, *, user: User | None = None, team: Team | None = None) -> list[Json]:
    """As they are loaded."""
    return []


def export_stripe(tx: Transaction, *, user: User | None = None, team: Team | None = None) -> Json | None:
    """As it is loaded; None without an account."""
    return None
