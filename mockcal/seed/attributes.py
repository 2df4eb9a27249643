"""What only organizations have: attributes, workspace platforms, delegation credentials, managed organizations."""

from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import (
    AttributeDoc,
    DelegationCredentialDoc,
    Json,
    ManagedOrganizationDoc,
    WorkspacePlatformDoc,
)
from mockcal.seed.loading import Loading
from mockcal.store.teams import Team


def load_attributes(loading: Loading, place: str, docs: list[AttributeDoc], org: Team) -> None:
    """These attributes in the place of the old ones, those of the same slug keeping their ids."""
    loading.refuse(place, "this part of the format is not read yet")


def load_workspace_platforms(loading: Loading, place: str, docs: list[WorkspacePlatformDoc]) -> None:
    """Platforms are the instance's; they are added to those that are there."""
    loading.refuse(place, "this part of the format is not read yet")


def load_delegation_credentials(loading: Loading, place: str, docs: list[DelegationCredentialDoc], org: Team) -> None:
    """These credentials in the place of the old ones."""
    loading.refuse(place, "this part of the format is not read yet")


def load_managed_organizations(loading: Loading, place: str, docs: list[ManagedOrganizationDoc], org: Team) -> None:
    """Organizations that `org` manages; what is in them stands in their own entry."""
    loading.refuse(place, "this part of the format is not read yet")


def export_attributes(tx: Transaction, org: Team) -> list[Json]:
    """As they are loaded."""
    return []


def export_workspace_platforms(tx: Transaction) -> list[Json]:
    """As they are loaded."""
    return []


def export_delegation_credentials(tx: Transaction, org: Team) -> list[Json]:
    """As they are loaded."""
    return []


def export_managed_organizations(tx: Transaction, org: Team) -> list[Json]:
    """As they are loaded."""
    return []
