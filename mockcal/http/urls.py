"""URLs, as validator libraries for JavaScript judge them."""

import re
from urllib.parse import urlsplit

_LABEL = re.compile(r"[a-z0-9\u00a1-\uffff_](?:[a-z0-9\u00a1-\uffff_-]*[a-z0-9\u00a1-\uffff_])?", re.IGNORECASE)
_TOP_LEVEL = re.compile(r"[a-z\u00a1-\uffff]{2,}|xn--[a-z0-9-]+", re.IGNORECASE)


def is_url(text: str, *, require_tld: bool = True, require_protocol: bool = False) -> bool:
    """http, https or ftp; the protocol may be missing unless required; a host without a top level only when allowed."""
    if not text or re.search(r"[\s<>]", text) or text.startswith("mailto:") or len(text) >= 2084:
        return False
    if "://" in text:
        if text.split("://", 1)[0].lower() not in ("http", "https", "ftp"):
            return False
    elif require_protocol or text.startswith("//"):
        return False
    else:
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return (port is None or 0 < port <= 65535) and _is_host(host, require_tld=require_tld)


def _is_host(host: str, *, require_tld: bool) -> bool:
    if re.fullmatch(r"\d{1,3}(\.\d{1,3}){3}", host):
        return all(int(part) <= 255 for part in host.split("."))
    if ":" in host:
        return True
    labels = host.split(".")
    if require_tld and (len(labels) < 2 or not _TOP_LEVEL.fullmatch(labels[-1])):
        return False
    return all(_LABEL.fullmatch(label) and len(label) <= 63 for label in labels)
