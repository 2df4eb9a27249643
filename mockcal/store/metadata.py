"""What the real service keeps within the metadata of users and teams."""

from typing import Any

DEFAULT_APP = "defaultConferencingApp"


class MeetsByDefault:
    """Whose metadata may name an app to meet with. Replacing them whole forgets it, as in the real service."""

    meta: Any

    @property
    def conferencing_default(self) -> dict[str, Any] | None:
        """{"appSlug", "appLink"?}; people may write anything else there, which names no app."""
        found = (self.meta or {}).get(DEFAULT_APP)
        texts = {name: text for name, text in found.items() if isinstance(text, str)} if isinstance(found, dict) else {}
        return texts if "appSlug" in texts else None

    @conferencing_default.setter
    def conferencing_default(self, default: dict[str, Any] | None) -> None:
        rest = {name: value for name, value in (self.meta or {}).items() if name != DEFAULT_APP}
        self.meta = rest if default is None else {**rest, DEFAULT_APP: default}
