"""The rules of an organization's users: accounts that the organization makes, changes and deletes."""

from sqlalchemy import select

from mockcal.api.memberships import service as memberships
from mockcal.api.organizations.users import listing
from mockcal.api.organizations.users.schemas import CreateUser, UpdateUser
from mockcal.api.schedules import service as schedules
from mockcal.api.schedules.schemas import CreateSchedule
from mockcal.api.teams import invites
from mockcal.events import messages
from mockcal.http.errors import Conflict, DatabaseRefusal, DuplicateRecord, Json, RecordNotFound
from mockcal.http.slugs import organization_username
from mockcal.sandbox.transaction import Transaction
from mockcal.store.teams import Profile, Team
from mockcal.store.users import User

FIRST_SCHEDULE = "Working Hours"
RENAMED = {"metadata": "meta"}


class EmailTaken(Conflict):
    """409: by a user of this organization."""

    def __init__(self) -> None:
        super().__init__("A user already exists with that email")


class UsernameTaken(Conflict):
    def __init__(self) -> None:
        super().__init__("Username is already taken")


class NowhereToKeepWeekday(DatabaseRefusal):
    """400: there is no column for it. On creation the real service finds out when the user is there."""

    def __init__(self, *, keeps_work: bool = False) -> None:
        super().__init__(
            explain="weekday is taken by the validator, but the real service's database has no such column"
        )
        self.keeps_work = keeps_work


def create(tx: Transaction, org: Team, inviter: User, body: CreateUser, base_url: str) -> User:
    """A new account in the organization, with a mail that invites to it."""
    _refuse_taken_email(tx, org, body.email)
    _refuse_taken_username(tx, org, body.username)
    user = _add_account(tx, org, body)
    if body.weekday is not None:
        raise NowhereToKeepWeekday(keeps_work=True)
    _apply(user, body.model_dump(exclude={"email", "organization_role", "auto_accept", "weekday"}, exclude_unset=True))
    tx.flush()
    _invite(tx, org, inviter, user, base_url)
    return user


def update(tx: Transaction, org: Team, user: User, change: UpdateUser) -> User:
    """Only of users whose own organization this is. The name in the organization stays."""
    _refuse_taken_username(tx, org, change.username)
    if user.organization_id != org.id:
        raise RecordNotFound(explain="the user's own organization is another one")
    if change.weekday is not None:
        raise NowhereToKeepWeekday
    if change.email is not None and change.email != user.email:
        _refuse_duplicate_email(tx, change.email)
    _apply(user, change.model_dump(exclude={"weekday"}, exclude_unset=True))
    tx.flush()
    return user


def remove(tx: Transaction, org: Team, user: User) -> Json:
    """The user as he was. The account goes, and all that is his: memberships everywhere, event types, bookings he hosts."""
    shown = show(tx, org, user)
    tx.delete(user)
    return shown


def show(tx: Transaction, org: Team, user: User) -> Json:
    """An `OrganizationUser`."""
    assert org.id is not None and user.id is not None
    return listing.one(tx, org.id, user.id)


def _add_account(tx: Transaction, org: Team, body: CreateUser) -> User:
    """His name is made of the address, whatever name he asked for."""
    username = organization_username(body.email)
    if tx.first(select(Profile.id).where(Profile.organization_id == org.id, Profile.username == username)) is not None:
        raise DuplicateRecord(explain=f"the name made of the address, {username}, is taken; no number is added to it")
    user = tx.add(
        User(
            email=body.email,
            username=username,
            organization_id=org.id,
            invited_to=org.id,
            verified=True,
            created_date=tx.now,
        )
    )
    assert user.id is not None and org.id is not None
    tx.add(Profile(uid=tx.ids.uuid(), user_id=user.id, organization_id=org.id, username=username))
    memberships.join(tx, org, user.id, role=body.organization_role, accepted=body.auto_accept)
    schedules.create(
        tx,
        user,
        CreateSchedule.model_construct(
            name=FIRST_SCHEDULE, time_zone=None, availability=None, is_default=False, overrides=[]
        ),
    )
    return user


def _apply(user: User, sent: Json) -> None:
    for name, value in sent.items():
        setattr(user, RENAMED.get(name, name), value)


def _refuse_taken_email(tx: Transaction, org: Team, email: str) -> None:
    of_org = select(User.id).join(Profile, Profile.user_id == User.id).where(Profile.organization_id == org.id)
    if tx.first(of_org.where(User.email == email)) is not None:
        raise EmailTaken
    _refuse_duplicate_email(tx, email)


def _refuse_duplicate_email(tx: Transaction, email: str) -> None:
    """Whoever has it: an account outside is not taken into the organization."""
    if tx.first(select(User.id).where(User.email == email)) is not None:
        raise DuplicateRecord(explain=f"somebody else has the address {email}")


def _refuse_taken_username(tx: Transaction, org: Team, username: str | None) -> None:
    """His own counts as taken."""
    if username is None:
        return
    if tx.first(select(Profile.id).where(Profile.organization_id == org.id, Profile.username == username)) is not None:
        raise UsernameTaken


def _invite(tx: Transaction, org: Team, inviter: User, user: User, base_url: str) -> None:
    link = invites.link(org, invites.new_token(tx, org.id), base_url)
    sender = inviter.name or inviter.username or inviter.email
    messages.mail(
        tx,
        "organization-invite",
        to=user.email,
        subject=f"{sender} invited you to join {org.name}",
        text=f"{sender} made an account for you in the organization {org.name}.\n\nComplete it here: {link}",
    )
