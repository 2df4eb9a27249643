"""The rules of organizations that a platform organization makes and keeps."""

from typing import Any

from sqlalchemy import select

from mockcal.api.api_keys import service as api_keys
from mockcal.api.memberships import service as memberships
from mockcal.api.memberships.schemas import Role
from mockcal.api.organizations.organizations.schemas import (
    CreateOrganization,
    ManagedOrganization,
    OrganizationsQuery,
    UpdateOrganization,
)
from mockcal.http.errors import Conflict, DuplicateRecord, Forbidden, NotFound
from mockcal.http.pagination import Pagination, pagination
from mockcal.http.slugs import slugify
from mockcal.sandbox.transaction import Transaction
from mockcal.store.teams import ManagedOrganization as Link
from mockcal.store.teams import PlatformBilling, Profile, Team
from mockcal.store.users import ApiKey, User


class ManagerIsNoPlatform(Forbidden):
    def __init__(self) -> None:
        super().__init__(
            "Manager organization must be a platform organization. Normal organizations can't create managed organizations "
            "yet."
        )


class SlugTaken(Conflict):
    """409: by another organization of the same manager; any other's is the database's to refuse."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"Organization with slug '{slug}' already exists. Please, either provide a different slug or change name so "
            "that the automatically generated slug is different."
        )


class PlanIsNotScale(NotFound):
    """404, and higher plans are refused too; by then the organization is there."""

    keeps_work = True

    def __init__(self) -> None:
        super().__init__("Manager organization billing plan is not SCALE.")


def create(tx: Transaction, manager: Team, user: User, body: CreateOrganization) -> tuple[Team, ApiKey]:
    """A platform organization that the user owns, with a key that acts for him in it. What is refused late leaves it there."""
    if not manager.is_platform:
        raise ManagerIsNoPlatform
    org = _add(tx, manager, body)
    _let_in(tx, org, user)
    _share_plan(tx, manager, org)
    return org, _add_key(tx, manager, org, user, body)


def page(tx: Transaction, manager_id: int, query: OrganizationsQuery) -> tuple[list[ManagedOrganization], Pagination]:
    statement = _managed_by(manager_id).order_by(Team.id)
    if query.slug is not None:
        statement = statement.where(Team.slug == query.slug)
    found: list[Team] = tx.all(statement)
    if query.metadata_key and query.metadata_value:
        found = [org for org in found if (org.meta or {}).get(query.metadata_key) == query.metadata_value]
    shown = [ManagedOrganization.of(org) for org in found[query.skip : query.skip + query.take]]
    return shown, pagination(len(found), skip=query.skip, take=query.take)


def update(tx: Transaction, org: Team, change: UpdateOrganization) -> Team:
    sent = change.sent()
    if "name" in sent:
        org.name = sent["name"]
    if "metadata" in sent:
        org.meta = sent["metadata"]
    tx.flush()
    return org


def remove(tx: Transaction, org: Team) -> ManagedOrganization:
    """The organization as it was; all that is in it goes, the manager's plan stays."""
    shown: ManagedOrganization = ManagedOrganization.of(org)
    tx.delete(org)
    return shown


def add_managed(tx: Transaction, manager: Team, *, org_id: int | None = None, **fields: object) -> Team:
    """The organization's row, and who manages it."""
    org = tx.add(Team(id=org_id, is_organization=True, is_platform=True, created_at=tx.now, **fields))
    link(tx, manager, org)
    return org


def link(tx: Transaction, manager: Team, org: Team) -> None:
    tx.add(Link(managed_organization_id=org.id, manager_organization_id=manager.id, created_at=tx.now))


def share_billing(tx: Transaction, manager: PlatformBilling, org: Team) -> None:
    """The managed organization lives on its manager's subscription."""
    tx.add(
        PlatformBilling(
            organization_id=org.id,
            customer_id=manager.customer_id,
            subscription_id=manager.subscription_id,
            plan=manager.plan,
            manager_billing_id=manager.organization_id,
        )
    )


def _add(tx: Transaction, manager: Team, body: CreateOrganization) -> Team:
    slug = body.slug or slugify(body.name)
    if tx.first(_managed_by(manager.id).where(Team.slug == slug)) is not None:
        raise SlugTaken(slug)
    if tx.first(select(Team.id).where(Team.slug == slug, Team.parent_id == None)) is not None:  # noqa: E711
        raise DuplicateRecord(explain=f"another team or organization has the slug {slug}")
    return add_managed(tx, manager, name=body.name, slug=slug, meta=body.metadata)


def _let_in(tx: Transaction, org: Team, user: User) -> None:
    """His own organization stays the one it was."""
    assert user.id is not None and org.id is not None
    memberships.join(tx, org, user.id, role=Role.OWNER, accepted=True)
    username = user.username or f"{org.name}-{user.id}"
    tx.add(Profile(uid=tx.ids.uuid(), user_id=user.id, organization_id=org.id, username=username))


def _share_plan(tx: Transaction, manager: Team, org: Team) -> None:
    billing = tx.get(PlatformBilling, manager.id)
    assert billing is not None, "the guard asked for a plan"
    if billing.plan.upper() != "SCALE":
        raise PlanIsNotScale
    share_billing(tx, billing, org)


def _add_key(tx: Transaction, manager: Team, org: Team, user: User, body: CreateOrganization) -> ApiKey:
    note = f"Managed organization API key. ManagerOrgId: {manager.id}. ManagedOrgId: {org.id}"
    assert user.id is not None
    try:
        return api_keys.create(
            tx,
            user.id,
            team_id=org.id,
            note=note,
            days_valid=body.api_key_days_valid,
            never_expires=body.api_key_never_expires,
        )
    except api_keys.BothOptions as refusal:
        refusal.keeps_work = True
        raise


def _managed_by(manager_id: int | None) -> Any:
    return (
        select(Team)
        .join(Link, Link.managed_organization_id == Team.id)
        .where(Link.manager_organization_id == manager_id)
    )
