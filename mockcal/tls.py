"""https with a certificate of an authority made on this machine, for clients whose base URL is fixed (`https://api.cal.com`)."""

import ssl
from pathlib import Path
from typing import Any

from mockcal.settings import Settings

NAMES = ("localhost", "127.0.0.1", "::1", "api.cal.com", "*.localhost")


class NoTls(Exception):
    """trustme is not installed."""

    def __init__(self) -> None:
        super().__init__("--tls needs the package trustme: pip install 'mockcal[tls]'.")


def certificate(settings: Settings) -> dict[str, Any]:
    """The server's options; the authority is kept, so that trusting it once is enough."""
    folder = authority_folder()
    authority = _authority(folder)
    issued = authority.issue_cert(*NAMES, *([settings.host] if settings.host not in ("0.0.0.0", "::") else []))
    key = folder / "server.pem"
    key.write_bytes(issued.private_key_and_cert_chain_pem.bytes())
    key.chmod(0o600)
    return {"ssl_keyfile": str(key), "ssl_certfile": str(key), "ssl_version": ssl.PROTOCOL_TLS_SERVER}


def authority_folder() -> Path:
    import platformdirs

    folder = Path(platformdirs.user_data_dir("mockcal")) / "tls"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def authority_file() -> Path:
    """What clients must trust: set SSL_CERT_FILE, REQUESTS_CA_BUNDLE or NODE_EXTRA_CA_CERTS to it."""
    return authority_folder() / "ca.pem"


def how_to_trust() -> list[str]:
    path = authority_file()
    return [
        f"  trust {path}, e.g.",
        f"    curl --cacert {path} …",
        f"    export SSL_CERT_FILE={path}           # Python, httpx, curl, Go",
        f"    export NODE_EXTRA_CA_CERTS={path}     # Node",
    ]


def _authority(folder: Path) -> Any:
    try:
        import trustme
    except ImportError:
        raise NoTls from None
    key, public = folder / "ca.key", folder / "ca.pem"
    if key.is_file() and public.is_file():
        return trustme.CA.from_pem(public.read_bytes(), key.read_bytes())
    authority = trustme.CA(organization_name="mockcal", organization_unit_name="local authority of mockcal")
    key.touch(mode=0o600)
    key.write_bytes(authority.private_key_pem.bytes())
    public.write_bytes(authority.cert_pem.bytes())
    return authority
