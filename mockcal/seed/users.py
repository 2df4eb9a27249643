"""Users: the accounts of a fixture, and what stands on the user's own row."""

from typing import Any

from sqlalchemy import delete, select

from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import ApiKeyDoc, FixtureError, Json, UserBase, UserDoc
from mockcal.seed.loading import Loading, find_user, team_path, team_slug, user_name
from mockcal.store.teams import Team
from mockcal.store.users import ApiKey, SecondaryEmail, User

COLUMNS = (
    *("name", "time_zone", "week_start", "time_format", "locale", "allow_dynamic_booking", "bio", "avatar_url"),
    "created_date",
)
NULLABLE = ("name", "time_format", "locale", "bio", "avatar_url")
STORED = (
    *("verified", "invited_to", "theme", "app_theme", "brand_color", "dark_brand_color", "hide_branding"),
    "requires_booker_email_verification",
)


def load_user(loading: Loading, place: str, doc: UserDoc) -> User:
    """The account alone; what refers to others is loaded once they are all there."""
    user = find_user(loading.tx, doc.username)
    if user is None:
        user = User(
            id=doc.id,
            username=None if doc.username == f"#{doc.id}" else doc.username,
            email=doc.email or f"{doc.username}@example.com",
            name=_invented_name(loading, doc),
            created_date=loading.tx.now,
        )
        _refuse_taken(loading, place, user)
        loading.new_users.add(loading.tx.add(user).id)
    loading.refuse_other_id(place, doc.id, user.id)
    user.email = doc.email or user.email
    apply(loading, place, user, doc)
    return user


def apply(loading: Loading, place: str, user: User, doc: UserBase) -> None:
    """What the document gives of the row's own columns."""
    tx = loading.tx
    for name, value in doc.given(*COLUMNS).items():
        if value is not None or name in NULLABLE:
            setattr(user, name, value)
    if "metadata" in doc.model_fields_set:
        user.meta = doc.metadata
    if doc.admin is not None:
        user.role = "ADMIN" if doc.admin else "USER"
    loading.store(f"{place}.stored", user, doc.stored or {})
    if doc.secondary_emails is not None:
        tx.execute(delete(SecondaryEmail).where(SecondaryEmail.user_id == user.id))
        tx.add_all([SecondaryEmail(user_id=user.id, email=email) for email in doc.secondary_emails])
    tx.flush()


def load_api_keys(loading: Loading, place: str, user: User, keys: list[ApiKeyDoc]) -> None:
    """These keys in the place of the user's old ones; of those that stay just what is given changes."""
    tx = loading.tx
    old = {key.text: key for key in _keys_of(tx, user)}
    for text in old.keys() - {doc.key for doc in keys}:
        tx.delete(old[text])
    for index, doc in enumerate(keys):
        here = f"{place}[{index}]"
        key = old.get(doc.key) or _new_key(loading, here, user, doc)
        loading.refuse_other_id(here, doc.id, key.id)
        for name, value in doc.given("note", "expires_at").items():
            setattr(key, name, value)
        key.created_at = doc.created_at or key.created_at
        if {"team", "organization"} & doc.model_fields_set:
            key.team_id = _acting_for(loading, here, doc)
        if "rate_limits" in doc.model_fields_set:
            key.rate_limits = [one.model_dump(by_alias=True) for one in doc.rate_limits]
        old[doc.key] = tx.add(key)
    tx.flush()


def _new_key(loading: Loading, place: str, user: User, doc: ApiKeyDoc) -> ApiKey:
    tx = loading.tx
    if not doc.key.startswith("cal_"):
        loading.refuse(f"{place}.key", "an API key begins with cal_")
    if tx.first(select(ApiKey.id).where(ApiKey.text == doc.key)) is not None:
        loading.refuse(f"{place}.key", f"another user has the key {doc.key}")
    return ApiKey(id=doc.id or tx.ids.cuid(), text=doc.key, user_id=user.id, created_at=tx.now, rate_limits=[])


def default_keys(doc: UserDoc) -> list[ApiKeyDoc]:
    return [ApiKeyDoc.model_validate({"key": f"cal_{doc.username}"})]


def key_texts(tx: Transaction, user: User) -> list[str]:
    return [key.text for key in _keys_of(tx, user)]


def export_user(tx: Transaction, user: User) -> Json:
    """The row's own keys; the loader of each further part adds its own."""
    shown: Json = {
        "id": user.id,
        "email": user.email,
        "name": user.name,
        "timeZone": user.time_zone,
        "weekStart": user.week_start,
        "timeFormat": user.time_format,
        "locale": user.locale,
        "allowDynamicBooking": user.allow_dynamic_booking,
        "bio": user.bio,
        "avatarUrl": user.avatar_url,
        "metadata": user.meta,
        "admin": user.role == "ADMIN",
        "createdDate": user.created_date,
        "apiKeys": [_export_key(tx, key) for key in _keys_of(tx, user)],
        "secondaryEmails": tx.all(
            select(SecondaryEmail.email).where(SecondaryEmail.user_id == user.id).order_by(SecondaryEmail.id)
        ),
    }
    stored = {name: getattr(user, name) for name in STORED if getattr(user, name) != User.model_fields[name].default}
    return {"username": user.username, **shown, **({"stored": stored} if stored else {})}


def under_own_name(tx: Transaction, user: User, shown: Json) -> Json:
    """The record of any user as an ordinary one's: whose username is another's too, or is none, is called `#ID`."""
    name = user_name(tx, user)
    if name != user.username and user.username is not None:
        shown = shown | {"stored": shown.get("stored", {}) | {"username": user.username}}
    return shown | {"username": name}


def _keys_of(tx: Transaction, user: User) -> list[ApiKey]:
    return tx.all(select(ApiKey).where(ApiKey.user_id == user.id).order_by(ApiKey.created_at, ApiKey.text))


def _export_key(tx: Transaction, key: ApiKey) -> Json:
    team = tx.get(Team, key.team_id)
    more: dict[str, Any] = {
        "note": key.note,
        "expiresAt": key.expires_at,
        "createdAt": key.created_at,
        "rateLimits": key.rate_limits or None,
        "team": team_path(tx, team) if team and not team.is_organization else None,
        "organization": team_slug(team) if team and team.is_organization else None,
    }
    return {"key": key.text, "id": key.id} | {name: value for name, value in more.items() if value is not None}


def _acting_for(loading: Loading, place: str, doc: ApiKeyDoc) -> int | None:
    if doc.team:
        return loading.team(doc.team, f"{place}.team").id
    return loading.organization(doc.organization, f"{place}.organization").id if doc.organization else None


def _invented_name(loading: Loading, doc: UserDoc) -> str | None:
    """One from faker when the document has none; the same seed invents the same."""
    return doc.name if "name" in doc.model_fields_set else invented_name(loading.tx)


def invented_name(tx: Transaction) -> str:
    from mockcal.seed.names import faker_of

    return str(faker_of(tx.ids.number(2**32)).name())


def _refuse_taken(loading: Loading, place: str, user: User) -> None:
    if loading.tx.first(select(User.id).where(User.email == user.email)) is not None:
        raise FixtureError(f"{place}.email", f"another user has the address {user.email}")
    if user.id is not None and loading.tx.get(User, user.id) is not None:
        raise FixtureError(f"{place}.id", f"another user has the id {user.id}")
