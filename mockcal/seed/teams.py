"""Teams and organizations: their rows, and who belongs to them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import col

from mockcal.api.event_types.membership import member_left
from mockcal.auth.roles import SYSTEM_ROLE
from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import Json, MemberDoc, OrganizationDoc, ProfileDoc, TeamBase, TeamDoc
from mockcal.seed.loading import Loading, find_team, known_as, team_slug, user_name
from mockcal.store.oauth import OAuthClient
from mockcal.store.teams import Membership, OrganizationSettings, PlatformBilling, Profile, Role, Team
from mockcal.store.users import User

PLAIN = (
    "features",
    "logo_url",
    "cal_video_logo",
    "app_logo",
    "app_icon_logo",
    "bio",
    "hide_branding",
    "is_private",
    "hide_book_a_team_member",
    "theme",
    "brand_color",
    "dark_brand_color",
    "banner_url",
    "time_format",
    "time_zone",
    "week_start",
    "booking_limits",
    "include_managed_events_in_limits",
)
NULLABLE = {
    "logo_url",
    "cal_video_logo",
    "app_logo",
    "app_icon_logo",
    "bio",
    "theme",
    "brand_color",
    "dark_brand_color",
    "banner_url",
    "time_format",
    "booking_limits",
}


def load_team(loading: Loading, place: str, doc: TeamDoc, organization: Team | None = None) -> Team:
    """A team at the top, or one of `organization`."""
    team = _row(loading, place, doc, parent=organization)
    if doc.billing is not None:
        team.billing = doc.billing
    loading.tx.flush()
    return team


def forget_other_teams(tx: Transaction, org: Team, slugs: Collection[str]) -> None:
    """Teams of the organization that its document names no more, with all that is in them."""
    for row in tx.all(select(Team).where(Team.parent_id == org.id)):
        if team_slug(row) not in slugs:
            tx.delete(row)


def load_organization(loading: Loading, place: str, doc: OrganizationDoc) -> Team:
    """The organization with its settings and plan; without either key it has what a usual one has."""
    is_new = find_team(loading.tx, doc.slug, None) is None
    org = _row(loading, place, doc, parent=None)
    if doc.is_platform is not None:
        org.is_platform = doc.is_platform
    _settings(loading.tx, org, doc, is_new=is_new)
    _billing(loading.tx, org, doc, is_new=is_new)
    if doc.plan is None and "plan" in doc.model_fields_set:
        loading.unbilled.add(org.id)
    return org


def load_members(loading: Loading, place: str, team: Team, members: list[MemberDoc]) -> None:
    """These members in the place of the old ones; of those who stay just what is given changes."""
    tx = loading.tx
    people = [loading.user(doc.user, f"{place}[{index}].user") for index, doc in enumerate(members)]
    _forget_others(tx, team, [user.id for user in people])
    for index, (user, doc) in enumerate(zip(people, members, strict=True)):
        if loading.newly_managed.get(user.id) == team.id:
            del loading.newly_managed[user.id]
        old = membership_of(tx, team, user)
        _membership(loading, f"{place}[{index}]", team, user, doc)
        if team.is_organization and (old is None or "profile" in doc.model_fields_set):
            _profile(tx, team, user, doc)


def assign_custom_roles(loading: Loading, place: str, team: Team, members: list[MemberDoc]) -> None:
    """After the roles are there; null for whoever held a role that is gone."""
    for index, doc in enumerate(members):
        if "custom_role" in doc.model_fields_set:
            here = f"{place}[{index}].customRole"
            membership = membership_of(loading.tx, team, loading.user(doc.user, here))
            role = _role(loading, here, team, doc.custom_role) if doc.custom_role is not None else None
            if membership is not None:
                membership.custom_role_id = role.id if role is not None else None
    loading.tx.flush()


def _role(loading: Loading, place: str, team: Team, name: str) -> Role:
    """One of the team's, else of its organization's."""
    named = select(Role).where(Role.name == name, col(Role.team_id).in_([team.id, team.parent_id]))
    return loading.tx.first(named) or loading.refuse(place, f"no role is called {name}")


def membership_of(tx: Transaction, team: Team, user: User) -> Membership | None:
    return tx.first(select(Membership).where(Membership.team_id == team.id, Membership.user_id == user.id))


def memberships(tx: Transaction, team: Team) -> dict[str, int]:
    """Ids by natural key: a username, or the plain address of a managed user."""
    found = tx.rows(
        select(User, Membership.id)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.team_id == team.id)
        .order_by(Membership.id)
    )
    return {known_as(user): membership_id for user, membership_id in found}


def export_team(tx: Transaction, team: Team) -> Json:
    """The row's own keys, and the members."""
    shown: Json = {"slug": team_slug(team), "id": team.id, "name": team.name, "metadata": team.meta}
    for name in PLAIN:
        if (value := getattr(team, name)) not in (None, []) and value != Team.model_fields[name].default:
            shown[_alias(name)] = value
    if team.billing:
        shown["billing"] = True
    if team.pending_payment:
        shown["stored"] = {"pending_payment": True}
    shown["members"] = _export_members(tx, team)
    return shown


def export_organization(tx: Transaction, org: Team) -> Json:
    settings = tx.get(OrganizationSettings, org.id)
    billing = tx.get(PlatformBilling, org.id)
    shown = export_team(tx, org) | {"isPlatform": org.is_platform, "adminApi": settings is not None}
    if billing is None:
        shown["plan"] = None
    else:
        shown["plan"] = billing.plan.upper() if billing.subscription_id else "NONE"
    if settings is not None:
        shown |= {
            "emailDomain": settings.org_auto_accept_email,
            "verified": settings.is_organization_verified,
            "locksEventTypes": settings.locks_event_type_creation,
        }
    return shown


def _row(loading: Loading, place: str, doc: TeamBase, *, parent: Team | None) -> Team:
    tx, parent_id = loading.tx, parent.id if parent else None
    team = find_team(tx, doc.slug, parent_id)
    if team is not None and team.is_organization != isinstance(doc, OrganizationDoc):
        loading.refuse(
            f"{place}.slug", f"{'an organization' if team.is_organization else 'a team'} has the slug {doc.slug}"
        )
    if team is None:
        if doc.id is not None and tx.get(Team, doc.id) is not None:
            loading.refuse(f"{place}.id", f"another team or organization has the id {doc.id}")
        name = doc.name or doc.slug.replace("-", " ").title()
        slug = None if doc.slug == f"#{doc.id}" else doc.slug
        team = tx.add(Team(id=doc.id, slug=slug, name=name, parent_id=parent_id, created_at=tx.now))
        team.is_organization = isinstance(doc, OrganizationDoc)
    loading.refuse_other_id(place, doc.id, team.id)
    team.name = doc.name or team.name
    for name, value in doc.given(*PLAIN).items():
        if value is not None or name in NULLABLE:
            setattr(team, name, value)
    if "metadata" in doc.model_fields_set:
        team.meta = doc.metadata
    loading.store(f"{place}.stored", team, doc.stored or {})
    return team


def _settings(tx: Transaction, org: Team, doc: OrganizationDoc, *, is_new: bool) -> None:
    """A new organization has the record unless the document takes it away; an old one gets it only when told."""
    settings = tx.get(OrganizationSettings, org.id)
    if doc.admin_api is False:
        if settings is not None:
            tx.delete(settings)
        return
    if settings is None:
        if not (is_new or doc.admin_api):
            return
        settings = tx.add(OrganizationSettings(organization_id=org.id))
    if doc.email_domain is not None:
        settings.org_auto_accept_email = doc.email_domain
    if doc.verified is not None:
        settings.is_organization_verified = doc.verified
    if doc.locks_event_types is not None:
        settings.locks_event_type_creation = doc.locks_event_types
    tx.flush()


def _billing(tx: Transaction, org: Team, doc: OrganizationDoc, *, is_new: bool) -> None:
    """`NONE` is a customer without a subscription, null no customer; a new organization that names no plan has the highest."""
    plan = doc.plan or ("ENTERPRISE" if is_new and "plan" not in doc.model_fields_set else None)
    if plan is None:
        return
    billing = tx.get(PlatformBilling, org.id)
    if billing is None:
        billing = tx.add(PlatformBilling(organization_id=org.id, customer_id=f"cus_{org.id}"))
    billing.plan = "none" if plan == "NONE" else plan
    billing.subscription_id = None if plan == "NONE" else f"sub_{org.id}"
    tx.flush()


def _forget_others(tx: Transaction, team: Team, staying: list[int | None]) -> None:
    """Managed users stay in their organization without being named: it is their client that keeps them there."""
    staying = [*staying, *_managed_by(tx, team)]
    leaving = select(Membership).where(Membership.team_id == team.id, col(Membership.user_id).not_in(staying))
    for row in tx.all(leaving):
        member_left(tx, team, row.user_id)
        tx.delete(row)
    if team.is_organization:
        tx.execute(delete(Profile).where(Profile.organization_id == team.id, col(Profile.user_id).not_in(staying)))
        for user in tx.all(select(User).where(User.organization_id == team.id, col(User.id).not_in(staying))):
            user.organization_id = None


def _managed_by(tx: Transaction, org: Team) -> list[int | None]:
    """The managed users of its clients, those who left it too."""
    clients = select(OAuthClient.id).where(OAuthClient.organization_id == org.id)
    of_clients = select(User.id).where(col(User.oauth_client_id).in_(clients), User.is_platform_managed)
    return tx.all(of_clients.order_by(User.id))


def _membership(loading: Loading, place: str, team: Team, user: User, doc: MemberDoc) -> None:
    tx = loading.tx
    row = membership_of(tx, team, user)
    if not doc.membership:
        if row is not None:
            tx.delete(row)
        return
    row = row or _new_membership(loading, place, team, user, doc)
    row.updated_at = tx.now
    for name, value in doc.given("role", "accepted", "disable_impersonation", "created_at", "updated_at").items():
        setattr(row, name, value)
    if "role" in doc.model_fields_set:
        row.custom_role_id = SYSTEM_ROLE[doc.role]
    tx.add(row)


def _new_membership(loading: Loading, place: str, team: Team, user: User, doc: MemberDoc) -> Membership:
    tx = loading.tx
    if doc.id is not None and tx.get(Membership, doc.id) is not None:
        loading.refuse(f"{place}.id", f"another membership has the id {doc.id}")
    return Membership(
        id=doc.id,
        user_id=user.id,
        team_id=team.id,
        role=doc.role,
        accepted=doc.accepted,
        custom_role_id=SYSTEM_ROLE[doc.role],
        created_at=tx.now,
    )


def _profile(tx: Transaction, org: Team, user: User, doc: MemberDoc) -> None:
    found = tx.first(select(Profile).where(Profile.organization_id == org.id, Profile.user_id == user.id))
    if doc.profile is False or ("profile" in doc.model_fields_set and doc.profile is None):
        if found is not None:
            tx.delete(found)
        return
    given = doc.profile if isinstance(doc.profile, ProfileDoc) else ProfileDoc()
    username = given.username or (found.username if found else user.username) or f"user-{user.id}"
    if found is None:
        found = Profile(id=given.id, uid=tx.ids.uuid(), user_id=user.id, organization_id=org.id, username=username)
    found.username = username
    tx.add(found)
    if user.organization_id is None:
        user.organization_id = org.id


def _export_members(tx: Transaction, team: Team) -> list[Json]:
    rows = {
        row.user_id: row
        for row in tx.all(select(Membership).where(Membership.team_id == team.id).order_by(Membership.id))
    }
    profiles = {
        row.user_id: row
        for row in tx.all(select(Profile).where(Profile.organization_id == team.id).order_by(Profile.id))
    }
    everybody = dict.fromkeys([*rows, *profiles, *_managed_by(tx, team)])
    names = {user.id: user_name(tx, user) for user in tx.all(select(User).where(col(User.id).in_(everybody)))}
    return [_export_member(tx, team, names[user_id], rows.get(user_id), profiles.get(user_id)) for user_id in everybody]


def _export_member(tx: Transaction, team: Team, name: Any, row: Membership | None, profile: Profile | None) -> Json:
    shown: Json = {"user": name}
    if row is None:
        shown["membership"] = False
    else:
        shown |= {"id": row.id, "role": row.role, "accepted": row.accepted}
        if row.disable_impersonation:
            shown["disableImpersonation"] = True
        role = tx.get(Role, row.custom_role_id)
        if role is None or role.team_id is not None:
            shown["customRole"] = role.name if role is not None else None
        shown |= {"createdAt": row.created_at, "updatedAt": row.updated_at}
    if team.is_organization:
        shown["profile"] = {"username": profile.username, "id": profile.id} if profile else False
    return shown


def _alias(name: str) -> str:
    from pydantic.alias_generators import to_camel

    return to_camel(name)
