"""URLs as the real API's validator takes them."""

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from mockcal.http.hosts import is_host_name

LONGEST = 2084
FORBIDDEN = re.compile(r"[\s<>]")
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
SCHEMES = {"http", "https", "ftp"}
CREDENTIALS_FIRST = re.compile(r"(?:[a-z0-9_.:-]|%(?![0-9a-f]{2}))*@", re.IGNORECASE)
PORT_FIRST = re.compile(r"[0-9](?!.*@)")
AUTHORITY = re.compile(
    r"(?:(?P<auth>[^@]+)@)?"
    r"(?:\[(?P<ipv6>[0-9a-f:.]+(?:%[0-9a-z.]+)?)\](?!:$)|(?P<host>[^:\[]*))"
    r"(?::(?P<port>[0-9]*))?",
    re.IGNORECASE,
)


def is_url(text: str, *, require_tld: bool = True, require_protocol: bool = False) -> bool:
    """An http, https or ftp URL; without `require_protocol` also one that begins with the host."""
    if FORBIDDEN.search(text) or text.startswith("mailto:") or len(text) > LONGEST:
        return False
    address = _after_scheme(re.split("[#?]", text)[0], required=require_protocol)
    return address is not None and _is_authority(address.split("/")[0], require_tld=require_tld)


def _after_scheme(address: str, *, required: bool) -> str | None:
    """What follows `https://`; None where the scheme is missing or is none of ours."""
    scheme = SCHEME.match(address)
    if not scheme or _is_host_with_colon(address[scheme.end() :]):
        return None if required or address.startswith("//") else address
    return address[scheme.end() :].removeprefix("//") if scheme[1].lower() in SCHEMES else None


def _is_host_with_colon(after_colon: str) -> bool:
    """Whether the colon stood before a port (`host:80`) or a password (`user:pass@host`) and ended no scheme."""
    first = after_colon.split("/")[0]
    return bool(CREDENTIALS_FIRST.match(first) or PORT_FIRST.match(first))


def _is_authority(text: str, *, require_tld: bool) -> bool:
    parts = AUTHORITY.fullmatch(text)
    if not parts or not _is_auth(parts["auth"]) or not _is_port(parts["port"]):
        return False
    if parts["ipv6"]:
        return _is_address(IPv6Address, parts["ipv6"])
    return _is_address(IPv4Address, parts["host"]) or is_host_name(parts["host"], require_tld=require_tld)


def _is_auth(auth: str | None) -> bool:
    return auth is None or (auth.count(":") < 2 and auth != ":")


def _is_port(port: str | None) -> bool:
    return not port or 0 < int(port) <= 65535


def _is_address(kind: type[IPv4Address] | type[IPv6Address], text: str) -> bool:
    try:
        kind(text)
    except AddressValueError:
        return False
    return True
