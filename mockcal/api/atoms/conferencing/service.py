"""The conferencing apps that an owner can meet in, as a list of installed apps shows them."""

from typing import Any

from mockcal.api.conferencing import service as conferencing
from mockcal.api.conferencing.apps import ALL, CAL_VIDEO, App
from mockcal.api.providers.owners import Owner
from mockcal.http.answers import Wire
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import Credential

NAMES = {"daily-video": "Cal Video", "google-meet": "Google Meet", "zoom": "Zoom Video", "msteams": "MS Teams"}


class LocationOption(Wire):
    """`value` is what an event type that meets there stores."""

    label: str
    value: str


class InstalledApp(Wire):
    """`teams`: other owners who share theirs; there are none here."""

    slug: str
    type: str
    name: str
    description: str
    logo: str
    is_global: bool
    is_default: bool
    user_credential_ids: list[int]
    invalid_credential_ids: list[int]
    location_option: LocationOption
    teams: list[Any]


class InstalledApps(Wire):
    items: list[InstalledApp]


def installed(tx: Transaction, owner: Owner) -> InstalledApps:
    default = (owner.row.conferencing_default or {}).get("appSlug", CAL_VIDEO.slug)
    connected = {credential.app_id: credential for credential in conferencing.connected(tx, owner)}
    usable = [app for app in ALL.values() if app is CAL_VIDEO or app.slug in connected]
    return InstalledApps(items=[_item(app, connected.get(app.slug), is_default=app.slug == default) for app in usable])


def _item(app: App, credential: Credential | None, *, is_default: bool) -> InstalledApp:
    ids = [credential.id] if credential is not None and credential.id is not None else []
    return InstalledApp(
        slug=app.slug,
        type=app.type,
        name=NAMES[app.slug],
        description=f"Meet in {NAMES[app.slug]}.",
        logo=f"/app-store/{app.slug}/icon.svg",
        is_global=app is CAL_VIDEO,
        is_default=is_default,
        user_credential_ids=ids,
        invalid_credential_ids=ids if credential is not None and credential.invalid else [],
        location_option=LocationOption(label=NAMES[app.slug], value=app.location),
        teams=[],
    )
