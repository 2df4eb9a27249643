"""Slugs, and the names that the real API makes from e-mail addresses."""

import re
import unicodedata

LEADING_DASHES = re.compile(r"^-+")
DOTS = re.compile(r"\.+")
DASHES = re.compile(r"-+")
EMOJI_MODIFIERS = ("\U0001f3fb", "\U0001f3ff")


def slugify(text: str) -> str:
    """`Teams Dog Ünit!` is `teams-dog-unit`; dots stay, emoji go."""
    plain = _without_diacritics(text.lower().strip())
    slug = "".join(char if _stays(char) else "-" for char in plain)
    slug = LEADING_DASHES.sub("", re.sub(r"\s+", "-", slug))
    slug = DOTS.sub(".", slug).removeprefix(".")
    slug = "".join(char for char in slug if not _is_emoji(char))
    return DASHES.sub("-", slug).removesuffix("-").rstrip(".")


def mangled_email(email: str, client_id: str) -> str:
    """A managed user's address: `alice+<client id>@example.com`; one that is mangled already is kept.

    Text without an `@` gets JavaScript's missing domain, `undefined`, which the refusal then shows.
    """
    if f"+{client_id}@" in email:
        return email
    local, domain, *_ = [*email.split("@"), "undefined"]
    return f"{local}+{client_id}@{domain}"


def mangled_username(email: str, client_id: str) -> str:
    """A managed user's name, from the mangled address and the first two labels of its domain."""
    local, _, domain = mangled_email(email, client_id).partition("@")
    return slugify("-".join([local, *domain.split(".")[:2]]))


def organization_username(email: str) -> str:
    """A member's name in an organization: `bob.lee@mail.corp.co.uk` is `bob.lee-mail`."""
    local, _, domain = email.partition("@")
    return slugify(f"{local}-{domain.split('.')[0]}")


def _without_diacritics(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def _stays(char: str) -> bool:
    return char.isalnum() or char == "." or char.isspace() or _is_emoji(char)


def _is_emoji(char: str) -> bool:
    return unicodedata.category(char) == "So" or EMOJI_MODIFIERS[0] <= char <= EMOJI_MODIFIERS[1]
