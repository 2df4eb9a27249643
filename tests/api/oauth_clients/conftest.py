"""A platform organization with an owner, an admin, a member and two clients; and people outside it."""

import pytest

PLATFORM = {
    "users": [{"username": name} for name in ("olga", "adam", "mia", "tom", "eve")],
    "organizations": [
        {
            "slug": "platform",
            "id": 500,
            "isPlatform": True,
            "plan": "ESSENTIALS",
            "members": [
                {"user": "olga", "role": "OWNER"},
                {"user": "adam", "role": "ADMIN"},
                {"user": "mia", "role": "MEMBER"},
                {"user": "tom", "role": "ADMIN", "accepted": False},
            ],
            "oauthClients": [
                {
                    "name": "Acme",
                    "id": "c1",
                    "secret": "s1",
                    "permissions": ["*"],
                    "redirectUris": ["https://acme.example/cb"],
                },
                {"name": "Small", "id": "c2", "secret": "s2", "permissions": ["BOOKING_READ", "PROFILE_WRITE"]},
            ],
        },
        {
            "slug": "other",
            "id": 600,
            "isPlatform": True,
            "plan": "NONE",
            "members": [{"user": "eve", "role": "OWNER"}],
            "oauthClients": [{"name": "Foreign", "id": "c9", "secret": "s9"}],
        },
    ],
}


@pytest.fixture
def platform(mockcal):
    mockcal.load(PLATFORM)
    return mockcal


@pytest.fixture
def session(platform):
    """A browser of somebody's: `session("olga")`."""

    def of(username):
        return platform.api(cookie=f"next-auth.session-token={username}%40example.com")

    return of


@pytest.fixture
def client(platform):
    """Acme's own credentials, as its backend sends them: the secret alone, the id is in the path."""
    return platform.api(x_cal_secret_key="s1")
