"""E-mail addresses as the real API's validator takes them."""

import re

from mockcal.http.hosts import is_host_name

LONGEST = 254
LONGEST_LOCAL_BYTES = 64
_LETTERS = r"\u00a1-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
_ATOM = rf"[a-z0-9!#$%&'*+\-/=?^_`{{|}}~{_LETTERS}]+"
_QUOTED = r'"(?:[^"\\\x00\x80-\x9f]|\\[^\x00\n])*"'
LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*|{_QUOTED}", re.IGNORECASE)


def is_email(text: str) -> bool:
    """Any address with a top-level domain; whether that exists is not asked, so `.test` and `.local` will do."""
    local, _, domain = text.rpartition("@")
    if len(text) > LONGEST or len(local.encode(errors="replace")) > LONGEST_LOCAL_BYTES:
        return False
    return is_host_name(domain) and LOCAL.fullmatch(local) is not None
