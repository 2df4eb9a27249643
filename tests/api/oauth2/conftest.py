"""Third-party apps of each kind, and people who may agree to them."""

import base64
import hashlib

import pytest

VERIFIER = "a-verifier-that-is-long-enough-to-be-taken-for-one"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
CALLBACK = "https://app.example/callback"

APPS = {
    "users": [{"username": name} for name in ("alice", "bob", "dev")],
    "teams": [
        {
            "slug": "support",
            "id": 40,
            "members": [{"user": "alice", "role": "OWNER"}, {"user": "bob", "role": "MEMBER"}],
        }
    ],
    "oauth2Clients": [
        {"clientId": "conf", "clientSecret": "secret", "name": "Confidential", "redirectUri": CALLBACK, "logo": None},
        {"clientId": "pub", "name": "Public", "redirectUri": CALLBACK, "type": "PUBLIC", "isTrusted": True},
        {"clientId": "pend", "clientSecret": "secret", "redirectUri": CALLBACK, "status": "PENDING", "owner": "dev"},
        {"clientId": "rej", "clientSecret": "secret", "redirectUri": CALLBACK, "status": "REJECTED", "owner": "dev"},
    ],
}


@pytest.fixture
def apps(mockcal):
    mockcal.load(APPS)
    return mockcal


@pytest.fixture
def code(apps):
    """A code as the consent page gives it: `code("conf")`."""

    def issue(client_id="conf", user="alice", **more):
        return apps.control("POST", "/oauth2/codes", json={"clientId": client_id, "user": user, **more})["code"]

    return issue


@pytest.fixture
def token(apps):
    """A token request as a form: answers with (status, body)."""

    def ask(**form):
        response = apps.api().post("/v2/auth/oauth2/token", data=form)
        return response.status_code, response.json()

    return ask
