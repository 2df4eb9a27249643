"""The conferencing apps that there are, with what the owner has of each."""

from mockcal.api.conferencing import service as conferencing
from mockcal.api.conferencing.apps import ALL, CAL_VIDEO, App
from mockcal.api.providers.owners import Owner
from mockcal.http.answers import Wire
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import Credential

NAMES = {"daily-video": "Cal Video", "google-meet": "Google Meet", "zoom": "Zoom Video", "msteams": "MS Teams"}


class ConferencingChoice(Wire):
    """`location` is what an event type that meets there stores."""

    slug: str
    type: str
    name: str
    location: str
    is_global: bool
    is_installed: bool
    is_default: bool
    invalid: bool
    credential_id: int | None


def choices(tx: Transaction, owner: Owner) -> list[ConferencingChoice]:
    default = (owner.row.conferencing_default or {}).get("appSlug", CAL_VIDEO.slug)
    connected = {credential.app_id: credential for credential in conferencing.connected(tx, owner)}
    return [_choice(app, connected.get(app.slug), is_default=app.slug == default) for app in ALL.values()]


def _choice(app: App, credential: Credential | None, *, is_default: bool) -> ConferencingChoice:
    return ConferencingChoice(
        slug=app.slug,
        type=app.type,
        name=NAMES[app.slug],
        location=app.location,
        is_global=app is CAL_VIDEO,
        is_installed=app is CAL_VIDEO or credential is not None,
        is_default=is_default,
        invalid=bool(credential and credential.invalid),
        credential_id=credential.id if credential else None,
    )
