"""Memberships of a team: a standalone one, or one of an organization, which asks more of its members."""

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.memberships import service
from mockcal.api.memberships.compatibility import require_compatible_with_team
from mockcal.api.memberships.schemas import CreateMembership, TeamMembership, UpdateMembership
from mockcal.http.errors import NotFound, RecordNotFound, UnprocessableEntity
from mockcal.sandbox.transaction import Transaction
from mockcal.store.teams import Membership, OrganizationSettings, Profile, Team
from mockcal.store.users import User


class MembershipNotFound(NotFound):
    """Said of standalone teams too."""

    def __init__(self) -> None:
        super().__init__("Organization's Team membership not found")


class NothingToDelete(NotFound):
    """The organization is named only where it is in the path."""

    def __init__(self, membership_id: int, team_id: int, org_id: int | None) -> None:
        of_org = "" if org_id is None else f" of organization {org_id}"
        super().__init__(f"Membership with id {membership_id} not found in team {team_id}{of_org}")


class NotInOrganization(UnprocessableEntity):
    """422: without a profile in the organization, whatever memberships there are."""

    def __init__(self) -> None:
        super().__init__(
            "User is not part of the Organization",
            explain="whoever has a profile in the organization is part of it; a membership alone is not enough",
        )


def page(
    tx: Transaction, team_id: int | None, *, take: int, skip: int, emails: list[str] | None = None
) -> list[TeamMembership]:
    statement = service.of_team(team_id)
    if emails:
        statement = statement.where(col(User.email).in_(emails))
    return [TeamMembership.of(found) for found in service.shown(tx, statement.offset(skip).limit(take))]


def find(tx: Transaction, team_id: int | None, membership_id: int) -> Membership:
    row = service.one_of_team(tx, team_id, membership_id)
    if row is None:
        raise MembershipNotFound
    return row


def add(tx: Transaction, team: Team, body: CreateMembership) -> Membership:
    """400 for accounts that may not share the team, 400 for nobody, 409 for a member."""
    require_compatible_with_team(tx, team, body.user_id)
    return service.join(tx, team, **dict(body))


def add_from_organization(tx: Transaction, team: Team, body: CreateMembership) -> Membership:
    """422 for somebody outside; addresses of the organization's own domain are accepted whatever was sent."""
    profile = select(Profile.id).where(Profile.user_id == body.user_id, Profile.organization_id == team.parent_id)
    if tx.first(profile) is None:
        raise NotInOrganization
    if _is_of_own_domain(tx, team, body.user_id):
        body = body.model_copy(update={"accepted": True})
    return add(tx, team, body)


def change(tx: Transaction, team_id: int, membership_id: int, change: UpdateMembership) -> Membership:
    """Accepting brings no event types here; the real service looks at the old state too late."""
    row = service.one_of_team(tx, team_id, membership_id)
    if row is None:
        raise RecordNotFound(explain="the team has no such membership")
    if change.accepted and not row.accepted:
        tx.explain("accepting here gives no event types; adding an accepted member does")
    return service.change(tx, row, change.sent())


def change_in_organization(tx: Transaction, team: Team, membership_id: int, change: UpdateMembership) -> Membership:
    """Accepting brings event types along."""
    row = find(tx, team.id, membership_id)
    was_accepted = row.accepted
    service.change(tx, row, change.sent())
    if row.accepted and not was_accepted:
        service.share_event_types(tx, team, row.user_id)
    return row


def remove(tx: Transaction, team_id: int, membership_id: int, *, org_id: int | None = None) -> TeamMembership:
    """The membership as it was."""
    team, row = tx.get(Team, team_id), service.one_of_team(tx, team_id, membership_id)
    if team is None or row is None:
        raise NothingToDelete(membership_id, team_id, org_id)
    shown = show(tx, row)
    service.leave_team(tx, team, row)
    return shown


def show(tx: Transaction, row: Membership) -> TeamMembership:
    shown: TeamMembership = TeamMembership.of(service.shown(tx, service.this_one(row))[0])
    return shown


def _is_of_own_domain(tx: Transaction, team: Team, user_id: int) -> bool:
    """The organization is verified and has the domain of the user's address; a subdomain is another one."""
    settings = tx.get(OrganizationSettings, team.parent_id)
    user = tx.get(User, user_id)
    if settings is None or user is None or not settings.is_organization_verified:
        return False
    own = settings.org_auto_accept_email.strip().lower()
    return bool(own) and user.email.rpartition("@")[2].strip().lower() == own
