"""Selecting calendars: what they hold makes their user busy."""

from sqlalchemy import select

from mockcal.api.calendars import service as calendars
from mockcal.api.selected_calendars.schemas import DeselectCalendar, SelectCalendar, ShownSelection
from mockcal.http.errors import BadRequest, NotFound
from mockcal.http.params import loose_id
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import SelectedCalendar
from mockcal.store.attributes import DelegationCredential
from mockcal.store.teams import Membership
from mockcal.store.users import User


class NoSelection(NotFound):
    def __init__(self) -> None:
        super().__init__("No SelectedCalendar found.")


class SeveralSelections(BadRequest):
    def __init__(self) -> None:
        super().__init__("Multiple SelecteCalendars found. Skipping deletion")


class UnknownDelegation(NotFound):
    def __init__(self) -> None:
        super().__init__("DelegationCredential with provided delegationCredentialId not found")


class ForeignDelegation(NotFound):
    def __init__(self) -> None:
        super().__init__("User is not a member of the organization that owns the Delegation credential")


def select_calendar(tx: Transaction, user: User, body: SelectCalendar) -> SelectedCalendar | None:
    """None when it is selected already. Whether the calendar exists is not asked. 404 for credentials of somebody else."""
    assert user.id is not None
    credential_id = _credential(tx, user, body.credential_id, body.delegation_credential_id)
    if tx.first(_of(user, body.integration, body.external_id)) is not None:
        return None
    return tx.add(
        SelectedCalendar(
            user_id=user.id,
            integration=body.integration,
            external_id=body.external_id,
            credential_id=credential_id,
            delegation_credential_id=body.delegation_credential_id,
        )
    )


def deselect_calendar(tx: Transaction, user: User, query: DeselectCalendar) -> ShownSelection:
    """404 for credentials of somebody else, then for no such selection."""
    delegation_id = query.delegation_credential_id
    credential_id = _credential(tx, user, loose_id(query.credential_id), delegation_id)
    statement = _of(user, query.integration, query.external_id).where(SelectedCalendar.credential_id == credential_id)
    found = tx.all(statement.where(SelectedCalendar.delegation_credential_id == delegation_id))
    if not found:
        raise NoSelection
    if len(found) > 1:
        raise SeveralSelections
    shown = show(found[0])
    tx.delete(found[0])
    return shown


def show(row: SelectedCalendar) -> ShownSelection:
    return ShownSelection(
        user_id=row.user_id,
        integration=row.integration,
        external_id=row.external_id,
        credential_id=row.credential_id,
    )


def _credential(tx: Transaction, user: User, credential_id: int, delegation_id: str | None) -> int | None:
    """The user's own credential, or none where an organization's delegation stands in its place."""
    if not delegation_id:
        return calendars.own_credential(tx, user, credential_id).id
    delegation = tx.get(DelegationCredential, delegation_id)
    if delegation is None:
        raise UnknownDelegation
    member = select(Membership.id).where(
        Membership.user_id == user.id, Membership.team_id == delegation.organization_id
    )
    if tx.first(member) is None:
        raise ForeignDelegation
    return None


def _of(user: User, integration: str, external_id: str):  # type: ignore[no-untyped-def]
    return select(SelectedCalendar).where(
        SelectedCalendar.user_id == user.id,
        SelectedCalendar.integration == integration,
        SelectedCalendar.external_id == external_id,
    )
