"""Whether a booker must prove his address, and the addresses that a user or a team may write from."""

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.verified_resources import codes
from mockcal.auth.roles import is_admin_of
from mockcal.http.errors import BadRequest, TrpcError
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import VerifiedEmail
from mockcal.store.teams import Membership, Team
from mockcal.store.users import SecondaryEmail, User


class InvalidCode(BadRequest):
    def __init__(self) -> None:
        super().__init__("Invalid verification code", explain="wrong, or expired by this sandbox's clock")


def require_code(tx: Transaction, email: str, code: str) -> None:
    if not codes.is_email_code_valid(tx, email, code):
        raise InvalidCode


def is_proof_needed(tx: Transaction, email: str, session_email: str | None) -> bool:
    """For the address of a user who wants nobody to book under it, unless he does so himself."""
    owner = tx.first(select(User).where(User.email == email))
    return owner is not None and owner.requires_booker_email_verification and email != session_email


def verified_emails(tx: Transaction, user: User, team_id: int | None) -> list[str]:
    """The user's own addresses and what he verified; for a team also its members' and what was verified for it."""
    _require_team(tx, user, team_id)
    own = select(SecondaryEmail.email).where(SecondaryEmail.user_id == user.id, SecondaryEmail.verified)
    found = [user.email, *tx.all(own.order_by(SecondaryEmail.id))]
    if team_id is not None:
        members = select(Membership.user_id).where(Membership.team_id == team_id, Membership.accepted)
        found += tx.all(select(User.email).where(col(User.id).in_(members)).order_by(User.id))
    owned = VerifiedEmail.user_id == user.id if team_id is None else VerifiedEmail.team_id == team_id
    found += tx.all(select(VerifiedEmail.email).where(owned).order_by(VerifiedEmail.id))
    return list(dict.fromkeys(found))


def add_verified_email(tx: Transaction, user: User, email: str, team_id: int | None) -> bool:
    """False for one that is there already."""
    if email in verified_emails(tx, user, team_id):
        return False
    tx.add(VerifiedEmail(user_id=user.id, team_id=team_id, email=email))
    return True


def _require_team(tx: Transaction, user: User, team_id: int | None) -> None:
    assert user.id is not None
    if team_id is None:
        return
    team = tx.get(Team, team_id)
    if not any(is_admin_of(tx, user.id, one) for one in (team_id, team and team.parent_id)):
        raise TrpcError(403, explain="the caller is no admin of that team, nor of its organization")
