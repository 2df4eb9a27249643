"""Reading and changing one's own profile."""

from typing import Any

from sqlalchemy import select

from mockcal.api.me.schemas import Me, MyOrganization, UpdateMe
from mockcal.auth.caller import Caller, main_profile
from mockcal.http.errors import DuplicateRecord, InvalidSchema
from mockcal.sandbox.transaction import Transaction
from mockcal.store.schedules import Schedule
from mockcal.store.teams import Team
from mockcal.store.users import SecondaryEmail, User

PLAIN = ("name", "time_format", "default_schedule_id", "week_start", "time_zone", "locale", "avatar_url", "bio")


def show(tx: Transaction, user: User) -> Me:
    """The profile with its organization. 400 for a user whom the answer's schema cannot hold."""
    _refuse_unshowable(user)
    profile = main_profile(tx, user)
    organization = tx.get(Team, profile.organization_id) if profile else None
    if organization is None:
        return Me.of(user, organization_id=user.organization_id, **_metadata(user))
    shown = MyOrganization(is_platform=organization.is_platform, id=organization.id)
    return Me.of(user, organization_id=organization.id, organization=shown, **_metadata(user))


def update(tx: Transaction, caller: Caller, change: UpdateMe) -> Me:
    """Metadata is replaced whole; a new zone moves the default schedule along."""
    user, sent = caller.user, change.sent()
    apply_plain(user, sent)
    if sent.get("time_zone"):
        _move_default_schedule(tx, user, sent["time_zone"])
    if sent.get("email"):
        change_email(tx, user, sent["email"])
    tx.flush()
    _refuse_unshowable(user)
    return Me.of(user, organization_id=user.organization_id, **_metadata(user))


def apply_plain(user: User, sent: dict[str, Any]) -> None:
    """All but the address, which has rules of its own."""
    for name in PLAIN:
        if name in sent:
            setattr(user, name, sent[name])
    if sent.get("metadata") is not None:
        user.meta = sent["metadata"]


def change_email(tx: Transaction, user: User, email: str) -> None:
    """At once for a managed user or a verified second address; else it waits for the link in a mail. 409 when taken."""
    taken = tx.first(select(User).where(User.email == email, User.id != user.id))
    if taken is not None:
        raise DuplicateRecord(explain="another user has this e-mail address")
    second = tx.first(select(SecondaryEmail).where(SecondaryEmail.user_id == user.id, SecondaryEmail.email == email))
    if second is not None and second.verified:
        second.email, user.email = user.email, email
    elif user.is_platform_managed:
        user.email = email
    elif email != user.email:
        user.meta = {**(user.meta or {}), "emailChangeWaitingForVerification": email.lower()}


def _move_default_schedule(tx: Transaction, user: User, zone: str) -> None:
    schedule = tx.get(Schedule, user.default_schedule_id)
    if schedule is not None:
        schedule.time_zone = zone


def _metadata(user: User) -> dict[str, Any]:
    return {} if user.meta is None else {"metadata": user.meta}


def _refuse_unshowable(user: User) -> None:
    issues = []
    if user.username is None:
        issues.append(("username", "Expected string, received null"))
    if user.time_format is None:
        issues.append(("timeFormat", "Expected number, received null"))
    if issues:
        raise InvalidSchema(issues)
