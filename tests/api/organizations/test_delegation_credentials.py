"""`/v2/organizations/{orgId}/delegation-credentials`."""

import pytest

from tests.conftest import constraints, refusal

CREDENTIALS = "/v2/organizations/50/delegation-credentials"
GOOGLE = {"private_key": "k", "client_email": "e", "client_id": "i"}
MICROSOFT = {"private_key": "k", "tenant_id": "t", "client_id": "i"}
BODY = {"workspacePlatformSlug": "google", "domain": "new.example", "serviceAccountKey": GOOGLE}
TAKEN = (400, "TRPCError", "Bad request: Please check your request data and try again")


@pytest.fixture
def owner(acme):
    return acme.api("cal_owner")


class TestCreateCredential:
    @pytest.mark.parametrize("missing", ["workspacePlatformSlug", "domain", "serviceAccountKey"])
    def test_everything_is_asked_for(self, owner, missing):
        body = {key: value for key, value in BODY.items() if key != missing}

        assert list(constraints(owner.post(CREDENTIALS, json=body))) == [missing]

    @pytest.mark.parametrize(
        "key",
        [
            {},
            "text",
            [GOOGLE],
            {"private_key": "k", "client_id": "i"},
            GOOGLE | {"private_key": ""},
            GOOGLE | {"client_id": 5},
            MICROSOFT | {"tenant_id": ""},
            MICROSOFT | {"client_email": ""},
        ],
    )
    def test_a_key_is_one_object_of_google_or_microsoft(self, owner, key):
        found = constraints(owner.post(CREDENTIALS, json=BODY | {"serviceAccountKey": key}))

        assert list(found["serviceAccountKey"].values()) == [
            "Service account key must be either a Google service account key (with client_email, private_key, client_id) "
            "or Microsoft service account key (with tenant_id, private_key, client_id)"
        ]

    def test_an_unknown_platform_is_not_found(self, owner):
        assert refusal(owner.post(CREDENTIALS, json=BODY | {"workspacePlatformSlug": "office365"})) == (
            404,
            "TRPCError",
            "The requested resource was not found",
        )

    def test_a_domain_of_ones_own_is_taken(self, owner):
        assert refusal(owner.post(CREDENTIALS, json=BODY | {"domain": "acme.example"})) == TAKEN

    @pytest.mark.parametrize(("enabled", "status"), [(True, 400), (False, 201)])
    def test_anothers_domain_is_taken_once_it_is_enabled(self, acme, owner, enabled, status):
        acme.load(
            {
                "organizations": [
                    {
                        "slug": "sub",
                        "delegationCredentials": [
                            {
                                "domain": "new.example",
                                "workspacePlatformSlug": "google",
                                "enabled": enabled,
                                "serviceAccountKey": GOOGLE,
                            }
                        ],
                    }
                ]
            }
        )

        assert owner.post(CREDENTIALS, json=BODY).status_code == status

    @pytest.mark.parametrize("key", [GOOGLE, MICROSOFT])
    def test_a_new_one_is_disabled_and_keeps_its_key_to_itself(self, owner, key):
        response = owner.post(CREDENTIALS, json=BODY | {"serviceAccountKey": key, "enabled": True})

        assert response.status_code == 201
        created = response.json()["data"]
        assert len(created.pop("id")) == 36
        assert created == {
            "enabled": False,
            "domain": "new.example",
            "organizationId": 50,
            "workspacePlatform": {"name": "Google", "slug": "google"},
            "createdAt": "2026-01-05T08:00:00.000Z",
            "updatedAt": "2026-01-05T08:00:00.000Z",
        }


class TestUpdateCredential:
    def test_an_unknown_one_is_not_found(self, owner):
        assert refusal(owner.patch(f"{CREDENTIALS}/nonsense", json={"enabled": True})) == (
            404,
            "NotFoundException",
            "DelegationCredential with id nonsense not found",
        )

    def test_bad_input_is_refused(self, owner):
        response = owner.patch(f"{CREDENTIALS}/credential-id", json={"enabled": "yes", "serviceAccountKey": {}})

        assert list(constraints(response)) == ["enabled", "serviceAccountKey"]

    def test_another_organizations_will_do(self, acme):
        acme.load({"organizations": [{"slug": "sub", "members": [{"user": "owner", "role": "OWNER"}]}]})
        path = "/v2/organizations/90/delegation-credentials/credential-id"

        assert acme.api("cal_owner").patch(path, json={}).json()["data"]["organizationId"] == 50

    def test_on_and_off_and_off_again_by_a_new_key(self, owner):
        path = f"{CREDENTIALS}/credential-id"

        answers = [
            owner.patch(path, json=change).json()["data"]["enabled"]
            for change in (
                {"enabled": True},
                {},
                {"serviceAccountKey": MICROSOFT},
                {"serviceAccountKey": GOOGLE, "enabled": True},
                {"enabled": False},
            )
        ]

        assert answers == [True, True, False, True, False]

    def test_the_workspace_may_refuse(self, owner):
        key = GOOGLE | {"private_key": "invalid"}

        response = owner.patch(f"{CREDENTIALS}/credential-id", json={"serviceAccountKey": key, "enabled": True})

        assert refusal(response)[:2] == (400, "CalendarAppDelegationCredentialInvalidGrantError")
        assert owner.patch(f"{CREDENTIALS}/credential-id", json={}).json()["data"]["enabled"] is False

    def test_disabling_tells_the_members_of_the_domain(self, acme, owner):
        acme.load({"users": [{"username": "joe", "email": "joe@acme.example"}]})
        owner.patch(f"{CREDENTIALS}/credential-id", json={"enabled": True})
        assert acme.outbox() == []

        owner.patch(f"{CREDENTIALS}/credential-id", json={"enabled": False})

        assert [mail["to"] for mail in acme.outbox()] == [["joe@acme.example"]]
