"""A platform organization with a team, a managed organization and everybody who may call."""

from typing import Any

import pytest

ORG, TEAM, MANAGED, SUPPORT = 50, 60, 90, 70
OWNER, ADMIN, MEMBER, STRANGER, PENDING, TEAM_MEMBER, TEAM_ADMIN, TEAM_OWNER, ROOT, JOE = range(101, 111)

ACME: dict[str, Any] = {
    "users": [
        {"username": "owner", "id": OWNER},
        {"username": "admin", "id": ADMIN},
        {"username": "member", "id": MEMBER},
        {"username": "stranger", "id": STRANGER},
        {"username": "pending", "id": PENDING},
        {"username": "team-member", "id": TEAM_MEMBER},
        {"username": "team-admin", "id": TEAM_ADMIN},
        {"username": "team-owner", "id": TEAM_OWNER},
        {"username": "root", "id": ROOT, "admin": True},
        {"username": "joe", "id": JOE},
    ],
    "teams": [
        {
            "slug": "support",
            "id": SUPPORT,
            "members": [
                {"user": "owner", "role": "OWNER"},
                {"user": "admin", "role": "ADMIN"},
                {"user": "member", "id": 201},
                {"user": "pending", "role": "ADMIN", "accepted": False},
            ],
        }
    ],
    "organizations": [
        {
            "slug": "acme",
            "id": ORG,
            "isPlatform": True,
            "plan": "SCALE",
            "members": [
                {"user": "owner", "role": "OWNER"},
                {"user": "admin", "role": "ADMIN"},
                {"user": "member"},
                {"user": "pending", "role": "ADMIN", "accepted": False},
                {"user": "team-member"},
                {"user": "team-admin"},
                {"user": "team-owner"},
                {"user": "joe", "id": 301},
            ],
            "teams": [
                {
                    "slug": "sales",
                    "id": TEAM,
                    "members": [
                        {"user": "team-member", "id": 401},
                        {"user": "team-admin", "role": "ADMIN"},
                        {"user": "team-owner", "role": "OWNER"},
                    ],
                    "roles": [{"name": "Opener", "id": "team-role", "permissions": ["booking.read"]}],
                }
            ],
            "roles": [{"name": "Closer", "id": "org-role", "permissions": ["booking.read"]}],
            "attributes": [
                {
                    "name": "Skills",
                    "slug": "skills",
                    "id": "skills-id",
                    "type": "MULTI_SELECT",
                    "options": [
                        {"value": "JS", "slug": "js", "id": "js-id"},
                        {"value": "Go", "slug": "go", "id": "go-id"},
                    ],
                    "assigned": [{"user": "joe", "options": ["js"]}],
                }
            ],
            "workspacePlatforms": [{"slug": "google", "name": "Google"}],
            "delegationCredentials": [
                {
                    "domain": "acme.example",
                    "id": "credential-id",
                    "workspacePlatformSlug": "google",
                    "serviceAccountKey": {"private_key": "k", "client_email": "e", "client_id": "i"},
                }
            ],
            "managedOrganizations": [{"name": "Sub", "slug": "sub", "id": MANAGED}],
        }
    ],
}


@pytest.fixture
def acme(mockcal):
    mockcal.load(ACME)
    return mockcal
