"""The rules of delegation credentials. The workspace behind them is played: it refuses keys that begin with `invalid`."""

from typing import Any

from sqlalchemy import select

from mockcal.api.organizations.delegation_credentials.schemas import (
    CreateCredential,
    DelegationCredential,
    Platform,
    UpdateCredential,
)
from mockcal.events import messages
from mockcal.http.errors import CodedError, NotFound, TrpcError
from mockcal.sandbox.transaction import Transaction
from mockcal.store.attributes import DelegationCredential as Row
from mockcal.store.attributes import WorkspacePlatform
from mockcal.store.teams import Membership, Team
from mockcal.store.users import User


class CredentialNotFound(NotFound):
    def __init__(self, credential_id: str) -> None:
        super().__init__(f"DelegationCredential with id {credential_id} not found")


class UnknownPlatform(TrpcError):
    def __init__(self, slug: str) -> None:
        super().__init__(404, explain=f"there is no workspace platform {slug}; a fixture makes them")


class DomainTaken(TrpcError):
    """400: by this organization, or by another one that has it enabled."""

    def __init__(self, domain: str) -> None:
        super().__init__(400, explain=f"there is a delegation credential for {domain} already")


class WorkspaceRefusal(CodedError):
    """400: the workspace would not let the credential act for the caller."""

    status = 400
    code = "CalendarAppDelegationCredentialInvalidGrantError"

    def __init__(self, email: str) -> None:
        super().__init__(
            f"The workspace does not let this service account act for {email}",
            explain="the played workspace refuses private keys that begin with `invalid`",
        )


def create(tx: Transaction, org: Team, body: CreateCredential) -> Row:
    """Disabled at first."""
    platform = tx.get(WorkspacePlatform, body.workspace_platform_slug)
    if platform is None:
        raise UnknownPlatform(body.workspace_platform_slug)
    of_domain = select(Row.id).where(Row.domain == body.domain)
    if tx.first(of_domain.where((Row.organization_id == org.id) | Row.enabled)) is not None:
        raise DomainTaken(body.domain)
    return tx.add(
        Row(
            id=tx.ids.uuid(),
            organization_id=org.id,
            workspace_platform_slug=platform.slug,
            domain=body.domain,
            service_account_key=body.service_account_key,
            created_at=tx.now,
            updated_at=tx.now,
        )
    )


def find(tx: Transaction, credential_id: str) -> Row:
    """Whatever organization has it."""
    row = tx.get(Row, credential_id)
    if row is None:
        raise CredentialNotFound(credential_id)
    return row


def update(tx: Transaction, row: Row, change: UpdateCredential, caller: User) -> Row:
    """A new key comes first and disables; then it is enabled or disabled as was sent."""
    was_enabled = row.enabled
    if change.service_account_key is not None:
        row.service_account_key, row.enabled = change.service_account_key, False
    if change.enabled is not None and change.enabled != row.enabled:
        if change.enabled:
            _ask_workspace(row.service_account_key, caller)
        row.enabled = change.enabled
    if was_enabled and not row.enabled:
        _tell_members(tx, row)
    row.updated_at = tx.now
    tx.flush()
    return row


def show(tx: Transaction, row: Row) -> DelegationCredential:
    platform = tx.get(WorkspacePlatform, row.workspace_platform_slug)
    assert platform is not None, "a credential goes with its platform"
    return DelegationCredential(
        id=row.id,
        enabled=row.enabled,
        domain=row.domain,
        organization_id=row.organization_id,
        workspace_platform=Platform(name=platform.name, slug=platform.slug),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _ask_workspace(key: Any, caller: User) -> None:
    if str(key.get("private_key", "")).startswith("invalid"):
        raise WorkspaceRefusal(caller.email)


def _tell_members(tx: Transaction, row: Row) -> None:
    """Everybody of the organization with an address of the domain must connect his calendar himself again."""
    members = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.team_id == row.organization_id, Membership.accepted)
        .order_by(User.id)
    )
    for user in tx.all(members):
        if user.email.rpartition("@")[2].lower() == row.domain.lower():
            messages.mail(
                tx,
                "delegation-credential-disabled",
                to=user.email,
                subject="Your calendar is no longer connected through your organization",
                text=f"The delegation credential for {row.domain} was disabled. Please connect your calendar again.",
            )
