"""Routing forms of a fixture with the answers given to them: personal, of teams, of organizations."""

from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import Json, RoutingFormDoc
from mockcal.seed.loading import Loading
from mockcal.store.teams import Team
from mockcal.store.users import User


def load_routing_forms(
    loading: Loading, place: str, docs: list[RoutingFormDoc], *, user: User | None = None, team: Team | None = None
) -> None:
    """These forms in the place of the owner's old ones, those of the same name keeping their ids."""
    loading.refuse(place, "this part of the format is not read yet")


def export_routing_forms(tx: Transaction, *, user: User | None = None, team: Team | None = None) -> list[Json]:
    """As they are loaded."""
    return []
