"""Host names as validators of e-mail addresses and URLs take them."""

import re

LABEL = re.compile(r"(?![-_])[a-z0-9\u00a1-\uff00\uff5f-\uffff-]{1,63}(?<!-)", re.IGNORECASE)
TOP_LABEL = re.compile(r"[a-z\u00a1-\u00a8\u00aa-\ud7ff\uf900-\ufdcf\ufdf0-\uffef]{2,}|xn[a-z0-9-]{2,}", re.IGNORECASE)


def is_host_name(text: str, *, require_tld: bool = True) -> bool:
    """Labels with dots between them, the last no number; `localhost` only where no top-level domain is required."""
    labels = text.split(".")
    if require_tld and (len(labels) < 2 or not TOP_LABEL.fullmatch(labels[-1])):
        return False
    return not re.fullmatch("[0-9]+", labels[-1]) and all(LABEL.fullmatch(label) for label in labels)
