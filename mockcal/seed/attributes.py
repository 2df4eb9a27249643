"""What only organizations have: attributes, workspace platforms, delegation credentials, managed organizations."""

from collections import defaultdict

from sqlalchemy import bindparam, select
from sqlmodel import col

from mockcal.api.organizations.attributes.options import service as options
from mockcal.api.organizations.organizations import service as managed
from mockcal.http.slugs import slugify
from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import (
    AssignmentDoc,
    AttributeDoc,
    DelegationCredentialDoc,
    Json,
    ManagedOrganizationDoc,
    OptionDoc,
    WorkspacePlatformDoc,
)
from mockcal.seed.loading import Loading, find_team, team_slug, user_name
from mockcal.store.attributes import (
    Attribute,
    AttributeAssignment,
    AttributeOption,
    DelegationCredential,
    WorkspacePlatform,
)
from mockcal.store.teams import ManagedOrganization, Membership, PlatformBilling, Team
from mockcal.store.users import User

MEMBERSHIP = select(col(Membership.id)).where(
    Membership.user_id == bindparam("user_id"), Membership.team_id == bindparam("team_id")
)
FLAGS = ("enabled", "users_can_edit_relation", "is_weights_enabled", "is_locked", "created_at", "updated_at")


def load_attributes(loading: Loading, place: str, docs: list[AttributeDoc], org: Team) -> None:
    """These attributes in the place of the old ones, those of the same slug keeping their ids."""
    old = {row.slug: row for row in _attributes_of(loading.tx, org)}
    made = loading.made_of(team=org)["attributes"] = {}
    placed: list[tuple[int, AttributeAssignment]] = []
    for index, doc in enumerate(docs):
        here = f"{place}[{index}]"
        row = _load_attribute(loading, here, doc, org, old.pop(doc.slug, None))
        if doc.options is not None:
            _load_options(loading, f"{here}.options", doc.options, row)
        if doc.assigned is not None:
            placed += _load_assignments(loading, f"{here}.assigned", doc.assigned, row)
        made[row.slug] = {
            "id": row.id,
            "options": {one.slug: one.id for one in options.of_attribute(loading.tx, row.id)},
        }
    _put_in_order(placed)
    for row in old.values():
        loading.tx.delete(row)


def load_workspace_platforms(loading: Loading, place: str, docs: list[WorkspacePlatformDoc]) -> None:
    """Platforms are the instance's; they are added to those that are there."""
    for doc in docs:
        row = loading.tx.get(WorkspacePlatform, doc.slug) or WorkspacePlatform(slug=doc.slug, name=doc.name)
        row.name = doc.name
        loading.tx.add(row)


def load_delegation_credentials(loading: Loading, place: str, docs: list[DelegationCredentialDoc], org: Team) -> None:
    """These credentials in the place of the old ones, those of the same domain keeping their ids."""
    tx = loading.tx
    old = {row.domain: row for row in _credentials_of(tx, org)}
    rows = [
        _load_credential(loading, f"{place}[{index}]", doc, org, old.pop(doc.domain, None))
        for index, doc in enumerate(docs)
    ]
    for row in old.values():
        tx.delete(row)
    loading.made_of(team=org)["delegationCredentials"] = [{"id": row.id, "domain": row.domain} for row in rows]


def load_managed_organizations(loading: Loading, place: str, docs: list[ManagedOrganizationDoc], org: Team) -> None:
    """Organizations that `org` manages; what is in them stands in their own entry."""
    old = {team_slug(row): row for row in _managed_by(loading.tx, org)}
    for index, doc in enumerate(docs):
        row = _load_managed(loading, f"{place}[{index}]", doc, org, old.pop(doc.slug, None))
        loading.made_of(team=row).setdefault("memberships", {})
    for row in old.values():
        loading.tx.delete(row)


def export_attributes(tx: Transaction, org: Team) -> list[Json]:
    """As they are loaded."""
    rows = _attributes_of(tx, org)
    positions = _positions(tx, rows)
    return [_export_attribute(tx, row, positions) for row in rows]


def export_workspace_platforms(tx: Transaction) -> list[Json]:
    """As they are loaded."""
    rows = tx.all(select(WorkspacePlatform).order_by(WorkspacePlatform.slug))
    return [{"slug": row.slug, "name": row.name} for row in rows]


def export_delegation_credentials(tx: Transaction, org: Team) -> list[Json]:
    """As they are loaded."""
    return [
        {
            "domain": row.domain,
            "workspacePlatformSlug": row.workspace_platform_slug,
            "id": row.id,
            "enabled": row.enabled,
            "serviceAccountKey": row.service_account_key,
            "createdAt": row.created_at,
            "updatedAt": row.updated_at,
        }
        for row in _credentials_of(tx, org)
    ]


def export_managed_organizations(tx: Transaction, org: Team) -> list[Json]:
    """As they are loaded."""
    return [
        {"name": row.name, "slug": team_slug(row), "id": row.id, "metadata": row.meta} for row in _managed_by(tx, org)
    ]


def _attributes_of(tx: Transaction, org: Team) -> list[Attribute]:
    return tx.all(select(Attribute).where(Attribute.team_id == org.id).order_by(Attribute.sequence, Attribute.id))


def _credentials_of(tx: Transaction, org: Team) -> list[DelegationCredential]:
    own = select(DelegationCredential).where(DelegationCredential.organization_id == org.id)
    return tx.all(own.order_by(DelegationCredential.domain))


def _managed_by(tx: Transaction, org: Team) -> list[Team]:
    linked = select(Team).join(ManagedOrganization, ManagedOrganization.managed_organization_id == Team.id)
    return tx.all(linked.where(ManagedOrganization.manager_organization_id == org.id).order_by(Team.id))


def _load_attribute(loading: Loading, place: str, doc: AttributeDoc, org: Team, row: Attribute | None) -> Attribute:
    tx = loading.tx
    if row is None:
        if tx.get(Attribute, doc.id) is not None:
            loading.refuse(f"{place}.id", f"another attribute has the id {doc.id}")
        if doc.type is None:
            loading.refuse(f"{place}.type", "a new attribute needs one")
        fresh = tx.ids.uuid()
        row = Attribute(
            id=doc.id or fresh,
            sequence=tx.ids.drawn,
            team_id=org.id,
            slug=doc.slug,
            name=doc.name or title(doc.slug),
            type=str(doc.type),
            created_at=tx.now,
            updated_at=tx.now,
        )
    row.name, row.type = doc.name or row.name, doc.type or row.type
    for name, value in doc.given(*FLAGS).items():
        setattr(row, name, value)
    return tx.add(row)


def _load_options(loading: Loading, place: str, docs: list[OptionDoc], attribute: Attribute) -> None:
    """These in the place of the old ones, those of the same slug keeping their ids."""
    tx = loading.tx
    old: dict[str, list[AttributeOption]] = defaultdict(list)
    for row in options.of_attribute(tx, attribute.id):
        old[row.slug].append(row)
    for index, doc in enumerate(docs):
        here = f"{place}[{index}]"
        slug = doc.slug or slugify(loading.required(doc.value, f"{here}.value"))
        row = old[slug].pop(0) if old[slug] else _new_option(loading, here, doc, slug, attribute)
        row.value = doc.value or row.value
        for name, value in doc.given("is_group", "contains").items():
            setattr(row, name, value)
    for gone in (row for rows in old.values() for row in rows):
        tx.delete(gone)
    tx.flush()


def _new_option(loading: Loading, place: str, doc: OptionDoc, slug: str, attribute: Attribute) -> AttributeOption:
    if loading.tx.get(AttributeOption, doc.id) is not None:
        loading.refuse(f"{place}.id", f"another option has the id {doc.id}")
    value = loading.required(doc.value, f"{place}.value")
    return options.add(loading.tx, attribute.id, value=value, slug=slug, option_id=doc.id)


def _load_assignments(
    loading: Loading, place: str, docs: list[AssignmentDoc], attribute: Attribute
) -> list[tuple[int, AttributeAssignment]]:
    """These in the place of the old ones; who keeps an option keeps its row. Answers those that have a position."""
    tx = loading.tx
    known = options.of_attribute(tx, attribute.id)
    old = {(row.member_id, row.attribute_option_id): row for row in _assignments_of(tx, known)}
    rows: list[AttributeAssignment] = []
    placed: list[tuple[int, AttributeAssignment]] = []
    for index, doc in enumerate(docs):
        here = f"{place}[{index}]"
        member_id = _member(loading, here, doc, attribute)
        for name in doc.options:
            option = _named(loading, f"{here}.options", name, known)
            row = old.pop((member_id, option.id), None) or options.assignment(
                tx, member_id, option.id, assignment_id=doc.id
            )
            for key, value in doc.given("weight", "created_at", "updated_at").items():
                setattr(row, key, value)
            rows.append(row)
            placed += [] if doc.position is None else [(doc.position, row)]
    tx.add_all(rows)
    for row in old.values():
        tx.session.delete(row)
    tx.flush()
    return placed


def _put_in_order(placed: list[tuple[int, AttributeAssignment]]) -> None:
    numbers = sorted(row.sequence for _, row in placed)
    for number, (_, row) in zip(numbers, sorted(placed, key=lambda one: one[0]), strict=True):
        row.sequence = number


def _assignments_of(tx: Transaction, known: list[AttributeOption]) -> list[AttributeAssignment]:
    own = col(AttributeAssignment.attribute_option_id).in_([option.id for option in known])
    return tx.all(select(AttributeAssignment).where(own).order_by(AttributeAssignment.sequence, AttributeAssignment.id))


def _member(loading: Loading, place: str, doc: AssignmentDoc, attribute: Attribute) -> int | None:
    """The id of a membership in the attribute's organization, or in the one that the document names."""
    user_id = loading.user(doc.user, f"{place}.user").id
    team_id = attribute.team_id
    if doc.organization is not None:
        team_id = loading.organization(doc.organization, f"{place}.organization").id or 0
    found = loading.tx.first(MEMBERSHIP, user_id=user_id, team_id=team_id)
    return found or loading.refuse(f"{place}.user", f"{doc.user} has no membership in the organization")


def _named(loading: Loading, place: str, name: str, known: list[AttributeOption]) -> AttributeOption:
    for key in ("id", "slug", "value"):
        for option in known:
            if getattr(option, key) == name:
                return option
    found: AttributeOption = loading.refuse(place, f"the attribute has no option {name}")
    return found


def _load_credential(
    loading: Loading, place: str, doc: DelegationCredentialDoc, org: Team, row: DelegationCredential | None
) -> DelegationCredential:
    tx = loading.tx
    old = row.workspace_platform_slug if row else None
    platform = loading.required(doc.workspace_platform_slug or old, f"{place}.workspacePlatformSlug")
    if tx.get(WorkspacePlatform, platform) is None:
        loading.refuse(f"{place}.workspacePlatformSlug", f"no workspace platform is called {platform}")
    if row is None:
        fresh = tx.ids.uuid()
        row = DelegationCredential(
            id=doc.id or fresh, organization_id=org.id, domain=doc.domain, created_at=tx.now, updated_at=tx.now
        )
    row.workspace_platform_slug = platform
    for name, value in doc.given("enabled", "service_account_key", "created_at", "updated_at").items():
        setattr(row, name, value)
    return tx.add(row)


def _load_managed(loading: Loading, place: str, doc: ManagedOrganizationDoc, manager: Team, row: Team | None) -> Team:
    """One that has an entry of its own is there already."""
    tx = loading.tx
    row = row or find_team(tx, doc.slug, None)
    if row is not None and not row.is_organization:
        loading.refuse(f"{place}.slug", f"a team has the slug {doc.slug}")
    if row is None:
        if tx.get(Team, doc.id) is not None:
            loading.refuse(f"{place}.id", f"another team or organization has the id {doc.id}")
        row = managed.add_managed(tx, manager, org_id=doc.id, name=doc.name or title(doc.slug), slug=doc.slug)
    elif row.id == manager.id:
        loading.refuse(f"{place}.slug", "an organization cannot manage itself")
    elif tx.get(ManagedOrganization, row.id) is None:
        managed.link(tx, manager, row)
    row.name, row.is_platform = doc.name or row.name, True
    if "metadata" in doc.model_fields_set:
        row.meta = doc.metadata
    if row.id not in loading.unbilled:
        _share_billing(tx, manager, row)
    tx.flush()
    return row


def _share_billing(tx: Transaction, manager: Team, org: Team) -> None:
    """On the manager's subscription; a plan that the organization's own entry names stays."""
    paying, own = tx.get(PlatformBilling, manager.id), tx.get(PlatformBilling, org.id)
    if paying is None:
        return
    if own is None:
        managed.share_billing(tx, paying, org)
    else:
        own.customer_id, own.manager_billing_id = paying.customer_id, paying.organization_id


def _positions(tx: Transaction, rows: list[Attribute]) -> dict[str, int]:
    """Where each assignment stands among those to all attributes; nothing where that follows from the attributes."""
    listed = [one for row in rows for one in _assignments_of(tx, options.of_attribute(tx, row.id))]
    ordered = sorted(listed, key=lambda one: one.sequence)
    if [one.id for one in ordered] == [one.id for one in listed]:
        return {}
    return {one.id: at for at, one in enumerate(ordered, start=1)}


def _export_attribute(tx: Transaction, row: Attribute, positions: dict[str, int]) -> Json:
    shown: Json = {"name": row.name, "slug": row.slug, "type": row.type, "id": row.id, "enabled": row.enabled}
    for name, key in (
        ("users_can_edit_relation", "usersCanEditRelation"),
        ("is_weights_enabled", "isWeightsEnabled"),
        ("is_locked", "isLocked"),
    ):
        if getattr(row, name):
            shown[key] = True
    own = options.of_attribute(tx, row.id)
    shown["options"] = [_export_option(option) for option in own]
    shown["assigned"] = _export_assignments(tx, row, own, positions)
    return shown | {"createdAt": row.created_at, "updatedAt": row.updated_at}


def _export_option(row: AttributeOption) -> Json:
    group: Json = {"isGroup": True, "contains": row.contains} if row.is_group or row.contains else {}
    return {"value": row.value, "slug": row.slug, "id": row.id} | group


def _export_assignments(
    tx: Transaction, attribute: Attribute, own: list[AttributeOption], positions: dict[str, int]
) -> list[Json]:
    """One entry each, since each has an id; options by id, which no other shares."""
    rows = _assignments_of(tx, own)
    holders = select(Membership, User).join(User, User.id == Membership.user_id)
    members: dict[int, tuple[Membership, User]] = {
        member.id: (member, user)
        for member, user in tx.rows(holders.where(col(Membership.id).in_({row.member_id for row in rows})))
    }
    return [_export_assignment(tx, row, attribute, *members[row.member_id], positions.get(row.id)) for row in rows]


def _export_assignment(
    tx: Transaction,
    row: AttributeAssignment,
    attribute: Attribute,
    member: Membership,
    user: User,
    position: int | None,
) -> Json:
    elsewhere = tx.get(Team, member.team_id) if member.team_id != attribute.team_id else None
    odd = {"organization": elsewhere and team_slug(elsewhere), "position": position, "weight": row.weight}
    shown: Json = {"user": user_name(tx, user), "options": [row.attribute_option_id]}
    shown |= {name: value for name, value in odd.items() if value is not None}
    return shown | {"id": row.id, "createdAt": row.created_at, "updatedAt": row.updated_at}


def title(slug: str) -> str:
    """`our-skills` is `Our Skills`."""
    return slug.replace("-", " ").title()
