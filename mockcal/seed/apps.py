"""Connected apps of a fixture: calendars, conferencing, Stripe, verified addresses and numbers."""

from collections.abc import Iterable, Set
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlmodel import col

from mockcal.api.conferencing.apps import ALL, CAL_VIDEO
from mockcal.api.event_types import locations
from mockcal.api.providers.owners import Owner
from mockcal.api.stripe.service import APP as STRIPE_APP
from mockcal.api.stripe.service import TYPE as STRIPE_TYPE
from mockcal.sandbox.transaction import Transaction
from mockcal.seed import calendars
from mockcal.seed.document import CalendarDoc, ConferencingDoc, Json, StripeDoc, VerifiedEmailDoc, VerifiedPhoneDoc
from mockcal.seed.loading import Loading, user_name
from mockcal.store.apps import Credential, VerifiedEmail, VerifiedPhone
from mockcal.store.teams import Team
from mockcal.store.users import User

Verified = TypeVar("Verified", VerifiedEmail, VerifiedPhone)


def load_calendars(
    loading: Loading, place: str, docs: list[CalendarDoc], *, user: User | None = None, team: Team | None = None
) -> None:
    """These calendars in the place of the owner's old ones."""
    calendars.load(loading, place, docs, _owner(user, team))


def load_conferencing(
    loading: Loading, place: str, docs: list[ConferencingDoc], *, user: User | None = None, team: Team | None = None
) -> None:
    """These apps in the place of the owner's old ones; Cal Video can only be the default, since everybody has it."""
    tx, owner = loading.tx, _owner(user, team)
    docs = [doc.model_copy(update={"app": _slug_of(doc.app)}) for doc in docs]
    old = {one.app_id: one for one in owner.credentials(tx) if one.type.endswith("_video")}
    gone = old.keys() - {doc.app for doc in docs}
    for slug in gone:
        tx.delete(old[slug])
    for index, doc in enumerate(docs):
        if doc.app != CAL_VIDEO.slug:
            credential = old.get(doc.app) or _new(loading, f"{place}[{index}]", owner, _type_of(doc.app), doc)
            if doc.invalid is not None:
                credential.invalid = doc.invalid
    _settle_default(owner, docs, gone | {CAL_VIDEO.slug})
    tx.flush()


def load_stripe(
    loading: Loading, place: str, doc: StripeDoc, *, user: User | None = None, team: Team | None = None
) -> None:
    """The owner's Stripe account, or none."""
    tx, owner = loading.tx, _owner(user, team)
    old = owner.credentials(tx, STRIPE_TYPE)
    if not doc.connected:
        for credential in old:
            tx.delete(credential)
        return
    credential = old[0] if old else _add(loading, place, owner, STRIPE_TYPE, STRIPE_APP, doc.id)
    if doc.invalid is not None:
        credential.invalid = doc.invalid
    if not old or "active" in doc.model_fields_set:
        credential.key = {"active": doc.active}
    tx.flush()


def load_verified_emails(
    loading: Loading, place: str, docs: list[VerifiedEmailDoc], *, user: User | None = None, team: Team | None = None
) -> None:
    """These addresses in the place of the owner's old ones."""
    old = _pool(loading.tx, VerifiedEmail, user, team)
    for index, doc in enumerate(docs):
        found = next((row for row in old if row.email == doc.email), None)
        row = found or VerifiedEmail(id=doc.id, team_id=team.id if team else None, email=doc.email)
        _keep(loading, f"{place}[{index}]", row, old, doc, user)
        entry = loading.made_of(user=user, team=team).setdefault("verifiedEmails", {})
        entry.setdefault(doc.email, {"id": row.id})
    _drop(loading.tx, old)


def load_verified_phones(
    loading: Loading, place: str, docs: list[VerifiedPhoneDoc], *, user: User | None = None, team: Team | None = None
) -> None:
    """These numbers in the place of the owner's old ones."""
    old = _pool(loading.tx, VerifiedPhone, user, team)
    for index, doc in enumerate(docs):
        found = next((row for row in old if row.phone_number == doc.phone), None)
        row = found or VerifiedPhone(id=doc.id, team_id=team.id if team else None, phone_number=doc.phone)
        _keep(loading, f"{place}[{index}]", row, old, doc, user)
        entry = loading.made_of(user=user, team=team).setdefault("verifiedPhones", {})
        entry.setdefault(doc.phone, {"id": row.id})
    _drop(loading.tx, old)


def export_calendars(tx: Transaction, *, user: User | None = None, team: Team | None = None) -> list[Json]:
    """As they are loaded."""
    return calendars.export(tx, _owner(user, team))


def export_conferencing(tx: Transaction, *, user: User | None = None, team: Team | None = None) -> list[Json]:
    """As they are loaded; an owner whose default is Cal Video shows it."""
    owner = _owner(user, team)
    default = (owner.row.conferencing_default or {}).get("appSlug")
    shown: list[Json] = [
        {"app": one.app_id, "id": one.id, "default": one.app_id == default, **_invalid(one)}
        for one in owner.credentials(tx)
        if one.type.endswith("_video")
    ]
    return [*shown, {"app": CAL_VIDEO.slug, "default": True}] if default == CAL_VIDEO.slug else shown


def export_verified_emails(tx: Transaction, *, user: User | None = None, team: Team | None = None) -> list[Json]:
    """As they are loaded."""
    rows = _pool(tx, VerifiedEmail, user, team)
    return [{"email": row.email, "id": row.id, **_by(tx, row.user_id, team)} for row in rows]


def export_verified_phones(tx: Transaction, *, user: User | None = None, team: Team | None = None) -> list[Json]:
    """As they are loaded."""
    rows = _pool(tx, VerifiedPhone, user, team)
    return [{"phone": row.phone_number, "id": row.id, **_by(tx, row.user_id, team)} for row in rows]


def export_stripe(tx: Transaction, *, user: User | None = None, team: Team | None = None) -> Json | None:
    """As it is loaded; None without an account."""
    found = next(iter(_owner(user, team).credentials(tx, STRIPE_TYPE)), None)
    if found is None:
        return None
    inactive = {} if (found.key or {}).get("active", True) else {"active": False}
    return {"connected": True, "id": found.id, **_invalid(found), **inactive}


def _owner(user: User | None, team: Team | None) -> Owner:
    row = user or team
    assert row is not None
    return Owner(row)


def _slug_of(app: str) -> str:
    """An app may be called by its slug or as the locations of event types call it, `office365-video` for `msteams`."""
    return CAL_VIDEO.slug if app == locations.CAL_VIDEO else locations.APP_SLUG.get(app, app)


def _type_of(slug: str) -> str:
    """That of its credentials; apps beyond those that the API connects follow the same pattern."""
    return ALL[slug].type if slug in ALL else f"{slug}_video"


def _new(loading: Loading, place: str, owner: Owner, type: str, doc: ConferencingDoc) -> Credential:
    return _add(loading, place, owner, type, doc.app, doc.id)


def _add(loading: Loading, place: str, owner: Owner, type: str, app_id: str, credential_id: int | None) -> Credential:
    if credential_id is not None and loading.tx.get(Credential, credential_id) is not None:
        loading.refuse(f"{place}.id", f"another connected app has the id {credential_id}")
    return loading.tx.add(
        Credential(
            id=credential_id,
            type=type,
            app_id=app_id,
            user_id=owner.user_id,
            team_id=owner.team_id,
            key={},
            created_at=loading.tx.now,
        )
    )


def _settle_default(owner: Owner, docs: Iterable[ConferencingDoc], gone: Set[str]) -> None:
    """The app that says so; one that says no, or went, is the default no more.

    An app that never was here is the default by the owner's metadata, which this list has no say in.
    """
    says = {doc.app: doc.default for doc in docs}
    chosen = [slug for slug, default in says.items() if default]
    refused = {slug for slug, default in says.items() if default is False}
    current = (owner.row.conferencing_default or {}).get("appSlug")
    if chosen and chosen[-1] != current:
        owner.row.conferencing_default = {"appSlug": chosen[-1]}
    elif not chosen and current in refused | (gone - says.keys()):
        owner.row.conferencing_default = None


def _pool(tx: Transaction, model: type[Verified], user: User | None, team: Team | None) -> list[Verified]:
    """The owner's rows; what a user verified for a team is the team's."""
    owned = [model.team_id == team.id] if team else [model.user_id == user.id, col(model.team_id).is_(None)]  # type: ignore[union-attr]
    return tx.all(select(model).where(*owned).order_by(model.id))


def _keep(
    loading: Loading,
    place: str,
    row: VerifiedEmail | VerifiedPhone,
    old: list[Any],
    doc: VerifiedEmailDoc | VerifiedPhoneDoc,
    user: User | None,
) -> None:
    """Takes the row out of `old`, or adds it, under the person who verified it."""
    if row in old:
        old.remove(row)
    elif doc.id is not None and loading.tx.get(type(row), doc.id) is not None:
        loading.refuse(f"{place}.id", f"another row has the id {doc.id}")
    if user is not None:
        row.user_id = user.id
    elif doc.user is not None:
        row.user_id = loading.user(doc.user, f"{place}.user").id
    loading.tx.add(row)


def _drop(tx: Transaction, rows: list[Any]) -> None:
    for row in rows:
        tx.execute(delete(type(row)).where(type(row).id == row.id))


def _invalid(credential: Credential) -> Json:
    return {"invalid": True} if credential.invalid else {}


def _by(tx: Transaction, user_id: int | None, team: Team | None) -> Json:
    """Who verified it for the team."""
    person = tx.get(User, user_id) if team else None
    return {"user": user_name(tx, person)} if person else {}
