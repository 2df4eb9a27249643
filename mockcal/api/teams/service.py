"""The rules of teams: standalone ones, those of an organization, and organizations where they are taken for teams."""

from typing import Any

from sqlalchemy import exists, select
from sqlmodel import col

from mockcal.api.memberships import service as memberships
from mockcal.api.memberships.schemas import Role
from mockcal.api.teams.schemas import CreateTeam, MyTeam, PendingTeam, Team, UpdateTeam
from mockcal.http.errors import BadRequest, DatabaseRefusal, DuplicateRecord, Json, RecordNotFound
from mockcal.http.nulls import refuse_nulls
from mockcal.http.slugs import slugify
from mockcal.sandbox.transaction import Transaction
from mockcal.store.teams import Membership
from mockcal.store.teams import Team as Row
from mockcal.store.users import User


class NameTaken(BadRequest):
    """400: the caller is in a team of that name already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"You already have created a team with name={name}")


def create(tx: Transaction, user: User, body: CreateTeam) -> Row:
    """A team of the user's own, with no organization. 400 for the name of one he is in, 409 for a slug in use."""
    _refuse_own_name(tx, user, body.name)
    return _create_owned(tx, user, body)


def costs(tx: Transaction, user: User) -> bool:
    """Whether the user must pay for a new team: as a member of one that says so; one without members says so to all."""
    is_member = exists().where(Membership.team_id == Row.id, Membership.user_id == user.id)
    has_members = exists().where(Membership.team_id == Row.id)
    return tx.first(select(Row.id).where(Row.billing, is_member | ~has_members)) is not None


def create_pending(tx: Transaction, user: User, body: CreateTeam, base_url: str) -> PendingTeam:
    """A team that is nobody's until it is paid for, and where that is done."""
    _refuse_own_name(tx, user, body.name)
    row = _add(tx, body, pending_payment=True)
    return PendingTeam(
        pending_team=Team.of(row),
        payment_link=f"{base_url}/_mock/checkout/teams/{row.id}?owner={user.id}",
        message=(
            "Your team will be created once we receive your payment. Please complete the payment using the payment link."
        ),
    )


def pay(tx: Transaction, row: Row, user: User) -> None:
    """The team is the user's from now on."""
    row.pending_payment = False
    row.meta = {
        "paymentId": f"cs_test_{tx.ids.hex(24)}",
        "subscriptionId": f"sub_{tx.ids.hex(24)}",
        "subscriptionItemId": f"si_{tx.ids.hex(14)}",
    }
    assert user.id is not None
    memberships.join(tx, row, user.id, role=Role.OWNER, accepted=True)


def create_in_organization(tx: Transaction, user: User, org: Row, body: CreateTeam, client_id: str | None) -> Row:
    """Tied to the platform client that is named. An administrator of the instance is no member of it."""
    if user.role == "ADMIN":
        return _add(tx, body, parent_id=org.id, created_by_oauth_client_id=client_id)
    return _create_owned(tx, user, body, parent_id=org.id, created_by_oauth_client_id=client_id)


def of_user(tx: Transaction, user: User) -> list[Row]:
    """Every team and organization in which the user has a membership, accepted or not."""
    joined = select(Membership.team_id).where(Membership.user_id == user.id)
    return tx.all(select(Row).where(col(Row.id).in_(joined)).order_by(Row.id))


def of_organization(tx: Transaction, org_id: int | None, *, take: int, skip: int) -> list[Row]:
    return tx.all(select(Row).where(Row.parent_id == org_id).order_by(Row.id).offset(skip).limit(take))


def of_member(tx: Transaction, user: User, org_id: int | None, *, take: int, skip: int) -> list[Team]:
    """An organization's teams with the user's part in each: all of them for its admins, else those he is in."""
    in_org = tx.first(select(Membership.role).where(Membership.user_id == user.id, Membership.team_id == org_id))
    sees_all = in_org in (Role.ADMIN, Role.OWNER)
    statement = (
        select(Row, Membership)
        .join(Membership, (Membership.team_id == Row.id) & (Membership.user_id == user.id), isouter=sees_all)
        .where(Row.parent_id == org_id)
    )
    found = tx.rows(statement.order_by(Row.id).offset(skip).limit(take))
    return [_show_part(row, membership) for row, membership in found]


def get(tx: Transaction, team_id: int) -> Row:
    row = tx.get(Row, team_id)
    if row is None:
        raise RecordNotFound
    return row


def update(tx: Transaction, row: Row, change: UpdateTeam) -> Row:
    """409 for a slug in use. Metadata is replaced whole."""
    sent = _stored(change.sent())
    if sent.get("slug"):
        _refuse_taken_slug(tx, sent["slug"], row.parent_id, but=row.id)
    for name, value in sent.items():
        setattr(row, name, value)
    tx.flush()
    return row


def remove(tx: Transaction, row: Row) -> Team:
    """The team as it was. Everything that is the team's goes with it; people and bookings stay."""
    shown: Team = Team.of(row)
    tx.delete(row)
    return shown


def _create_owned(tx: Transaction, user: User, body: CreateTeam, **more: Any) -> Row:
    row = _add(tx, body, **more)
    assert user.id is not None
    memberships.join(tx, row, user.id, role=Role.OWNER, accepted=body.auto_accept_creator)
    return row


def _add(tx: Transaction, body: CreateTeam, **more: Any) -> Row:
    fields = _stored(body.sent()) | more
    fields.pop("auto_accept_creator", None)
    refuse_nulls(Row, fields)
    fields["slug"] = body.slug or slugify(body.name)
    _refuse_taken_slug(tx, fields["slug"], fields.get("parent_id"))
    return tx.add(Row(**fields, created_at=tx.now))


def _stored(sent: Json) -> Json:
    """What was sent, under the names of columns."""
    if sent.get("time_format") is not None:
        raise DatabaseRefusal(explain="the real service takes timeFormat as a text, which its database cannot keep")
    return {("meta" if name == "metadata" else name): value for name, value in sent.items()}


def _refuse_own_name(tx: Transaction, user: User, name: str) -> None:
    joined = select(Membership.team_id).where(Membership.user_id == user.id)
    if tx.first(select(Row.id).where(Row.name == name, col(Row.id).in_(joined))) is not None:
        raise NameTaken(name)


def _refuse_taken_slug(tx: Transaction, slug: str, parent_id: int | None, *, but: int | None = None) -> None:
    found = tx.first(select(Row.id).where(Row.slug == slug, Row.parent_id == parent_id))
    if found is not None and found != but:
        raise DuplicateRecord(explain=f"another team (or organization) there has the slug {slug}")


def _show_part(row: Row, membership: Membership | None) -> Team:
    if membership is None:
        return Team.of(row)
    return MyTeam.of(row, role=membership.role, accepted=membership.accepted)
