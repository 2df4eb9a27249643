"""Reading and changing one's own profile."""

from typing import Any

from mockcal.api.me import email_change
from mockcal.api.me.schemas import Me, MyOrganization, UpdateMe
from mockcal.auth.caller import Caller, main_profile
from mockcal.http.errors import InvalidSchema
from mockcal.http.params import loose_id
from mockcal.sandbox.transaction import Transaction
from mockcal.store.schedules import Schedule
from mockcal.store.teams import Team
from mockcal.store.users import User

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


def update(tx: Transaction, caller: Caller, change: UpdateMe, *, base_url: str) -> Me:
    """Metadata is replaced whole; a new zone moves the default schedule along; a new address mostly waits for its proof."""
    user, sent = caller.user, change.sent()
    apply_plain(user, sent)
    if sent.get("time_zone"):
        _move_default_schedule(tx, user, sent["time_zone"])
    if sent.get("email"):
        email_change.ask_for(tx, user, sent["email"], base_url=base_url)
    tx.flush()
    _refuse_unshowable(user)
    return Me.of(user, organization_id=user.organization_id, **_metadata(user))


def apply_plain(user: User, sent: dict[str, Any]) -> None:
    """All but the address, which has rules of its own."""
    for name in PLAIN:
        if name in sent:
            setattr(user, name, sent[name])
    if sent.get("default_schedule_id") is not None:
        user.default_schedule_id = loose_id(sent["default_schedule_id"])
    if sent.get("metadata") is not None:
        user.meta = sent["metadata"]


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
