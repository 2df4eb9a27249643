"""A user with a managed one beside him, and an organization with a team."""

import pytest

WORLD = {
    "users": [
        {"username": "alice"},
        {"username": "owner"},
        {"username": "admin"},
        {"username": "member"},
        {"username": "outsider"},
    ],
    "organizations": [
        {
            "slug": "acme",
            "name": "Acme",
            "isPlatform": True,
            "plan": "ENTERPRISE",
            "members": [{"user": "owner", "role": "OWNER"}, {"user": "admin"}, {"user": "member"}],
            "teams": [
                {"slug": "sales", "name": "Sales", "members": [{"user": "admin", "role": "ADMIN"}, {"user": "member"}]}
            ],
            "oauthClients": [
                {
                    "name": "Acme Platform",
                    "id": "acme-client",
                    "secret": "acme-secret",
                    "redirectUris": ["https://app.example"],
                    "managedUsers": [{"email": "mia@customer.example", "name": "Mia"}],
                }
            ],
        },
        {
            "slug": "other",
            "name": "Other",
            "isPlatform": True,
            "plan": "NONE",
            "members": [{"user": "outsider", "role": "OWNER"}],
            "teams": [{"slug": "ops"}],
        },
        {
            "slug": "plain",
            "name": "Plain",
            "adminApi": False,
            "members": [{"user": "outsider", "role": "OWNER"}],
            "teams": [{"slug": "x"}],
        },
    ],
}


@pytest.fixture
def made(mockcal):
    return mockcal.load(WORLD)


@pytest.fixture
def mia(made):
    """A managed user's access token."""
    return made["managedUsers"]["mia@customer.example"]["accessToken"]


@pytest.fixture
def team(made):
    """Where the team's apps are."""
    return f"/v2/organizations/{made['organizations']['acme']['id']}/teams/{made['teams']['acme/sales']['id']}"
