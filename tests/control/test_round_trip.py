"""What a sandbox writes as a fixture document gives the same universe when it is loaded into an empty one."""

import httpx
import pytest

from mockcal.seed import images


@pytest.mark.parametrize("name", sorted(images.built_in()))
def test_a_document_that_comes_with_mockcal_survives_export_and_load(mockcal, mockcal_server, name):
    mockcal.load(images.find(name))
    exported = mockcal.export()

    with mockcal_server.sandbox(_empty_at(mockcal.now)) as other:
        other.load(exported)
        again = other.export()

    assert again == exported


@pytest.mark.parametrize("name", sorted(images.built_in()))
def test_a_document_loaded_twice_finds_everything_again(mockcal, name):
    once = mockcal.load(images.find(name))

    assert mockcal.load(images.find(name)) == once


def test_who_goes_on_from_an_export_draws_none_of_its_ids_again(mockcal, mockcal_server):
    mockcal.load({"users": [{"username": "alice"}, {"username": "bob"}]})
    exported = mockcal.export()

    with mockcal_server.sandbox(_empty_at(mockcal.now)) as other:
        other.load(exported)
        made = other.load({"users": [{"username": "carol"}]})

    assert made["users"]["carol"]["apiKeys"] == ["cal_carol"]


@pytest.mark.parametrize("name", ["a\x85b", "a\u2028b", "12:30", "~", " a\nb ", "\U0001f600"])
def test_any_text_survives_yaml(mockcal, mockcal_server, name):
    mockcal.load({"users": [{"username": "alice", "name": name}]})
    exported = mockcal.export()

    with mockcal_server.sandbox(_empty_at(mockcal.now)) as other:
        other.load(httpx.get(f"{mockcal.url}/_mock/fixtures?format=yaml").text)

        assert other.export() == exported


def test_yaml_and_json_say_the_same(mockcal):
    import yaml

    mockcal.load(images.find("demo"))

    text = httpx.get(f"{mockcal.url}/_mock/fixtures", params={"format": "yaml"}).text

    assert yaml.safe_load(text) == mockcal.export()


def _empty_at(now):
    from mockcal.client import Options

    return Options(fixtures=[], now=now)


def test_tokens_of_managed_users_and_what_is_to_come_survive(mockcal, mockcal_server):
    client = {"name": "Acme", "id": "c1", "secret": "s1", "managedUsers": [{"email": "jo@example.com"}]}
    mockcal.load(
        {
            "users": [{"username": "alice", "eventTypes": [{"title": "T", "slug": "t", "lengthInMinutes": 30}]}],
            "organizations": [{"slug": "acme", "isPlatform": True, "members": [{"user": "alice", "role": "OWNER"}], "oauthClients": [client]}],
        }
    )  # fmt: skip
    mockcal.load({"bookings": [_booking("before", "2026-01-06T09:00:00Z")]})
    hook = {"active": True, "subscriberUrl": "http://127.0.0.1:1/", "triggers": ["MEETING_STARTED"]}
    mockcal.api("cal_alice").post("/v2/webhooks", json=hook)
    mockcal.load({"bookings": [_booking("after", "2026-01-06T10:00:00Z")]})
    secret = {"x-cal-client-id": "c1", "x-cal-secret-key": "s1"}
    made = mockcal.api(**secret).post("/v2/oauth-clients/c1/users", json={"email": "al@example.com", "name": "Al"})
    token = made.json()["data"]["accessToken"]

    with mockcal_server.sandbox(_empty_at(mockcal.now)) as other:
        loaded = other.load(mockcal.export())
        assert loaded["managedUsers"]["al@example.com"]["accessToken"] == token
        assert other.api(token).get("/v2/me").json() == mockcal.api(token).get("/v2/me").json()

        happened = other.advance("P2D")

    assert [one["subject"] for one in happened if one["what"] == "MEETING_STARTED"] == ["booking:after"]
    assert happened == mockcal.advance("P2D")


def test_users_without_a_name_of_their_own_survive(mockcal, mockcal_server):
    """None at all, an empty one, and one that somebody outside the organization has too."""
    made = mockcal.load(
        {
            "users": [{"username": name} for name in ("olga", "mia", "bob", "zed-x")],
            "organizations": [
                {
                    "slug": "acme",
                    "members": [{"user": "olga", "role": "OWNER"}, {"user": "mia"}, {"user": "bob"}],
                    "attributes": [{"name": "A", "slug": "a", "type": "TEXT", "options": [{"value": "v", "slug": "v"}], "assigned": [{"user": "mia", "options": ["v"]}]}],
                    "teams": [{"slug": "t", "members": [{"user": "mia"}, {"user": "bob"}], "eventTypes": [{"title": "M", "slug": "m", "lengthInMinutes": 30, "schedulingType": "managed", "assignAllTeamMembers": True}]}],
                }
            ],
            "bookings": [{"eventType": "mia/m", "uid": "b1", "start": "2026-01-06T09:00:00Z", "attendee": {"name": "A", "email": "a@x.io", "timeZone": "UTC"}}],
        }
    )  # fmt: skip
    ids, organization = {name: one["id"] for name, one in made["users"].items()}, made["organizations"]["acme"]["id"]
    users = f"/v2/organizations/{organization}/users"
    olga = mockcal.api("cal_olga")
    assert olga.patch(f"{users}/{ids['mia']}", json={"username": None}).json()["data"]["username"] is None
    assert olga.patch(f"{users}/{ids['bob']}", json={"username": ""}).status_code == 200
    namesake = olga.post(users, json={"email": "zed@x.io"}).json()["data"]
    assert namesake["username"] == "zed-x"

    with mockcal_server.sandbox(_empty_at(mockcal.now)) as other:
        loaded = other.load(mockcal.export())
        assert other.export() == mockcal.export()
        assert other.api("cal_olga").get(users).json() == olga.get(users).json()
        booking = other.api("cal_mia", "2024-08-13").get("/v2/bookings/b1")
        assert booking.json() == mockcal.api("cal_mia", "2024-08-13").get("/v2/bookings/b1").json()

    assert list(loaded["users"]) == ["olga", f"#{ids['mia']}", f"#{ids['bob']}", "zed-x", f"#{namesake['id']}"]


def test_managed_users_of_one_address_and_those_who_left_survive(mockcal, mockcal_server):
    clients = [
        {"name": name, "id": name, "secret": "s", "managedUsers": [{"email": "jo@x.io"}]} for name in ("c1", "c2")
    ]
    made = mockcal.load(
        {
            "users": [{"username": "olga"}],
            "organizations": [{"slug": "acme", "isPlatform": True, "members": [{"user": "olga", "role": "OWNER"}], "oauthClients": clients}],
        }
    )  # fmt: skip
    members = f"/v2/organizations/{made['organizations']['acme']['id']}/memberships"
    olga = mockcal.api("cal_olga")
    first = next(one for one in olga.get(members).json()["data"] if one["user"]["email"] == "jo+c1@x.io")
    assert olga.delete(f"{members}/{first['id']}").status_code == 200

    with mockcal_server.sandbox(_empty_at(mockcal.now)) as other:
        other.load(mockcal.export())
        assert other.export() == mockcal.export()
        assert other.api("cal_olga").get(members).json() == olga.get(members).json()
        other.load({"organizations": [{"slug": "acme", "oauthClients": [{"name": name, "managedUsers": [{"email": "jo@x.io"}]} for name in ("c1", "c2")]}]})  # fmt: skip
        assert len(other.api("cal_olga").get(members).json()["data"]) == 2


def test_a_default_schedule_of_somebody_else_survives(mockcal, mockcal_server):
    mockcal.load({"users": [{"username": "alice"}, {"username": "bob"}]})
    mockcal.api("cal_alice").patch("/v2/me", json={"defaultScheduleId": 2})
    mockcal.api("cal_bob").patch("/v2/me", json={"defaultScheduleId": 999})

    with mockcal_server.sandbox(_empty_at(mockcal.now)) as other:
        other.load(mockcal.export())
        defaults = [
            other.api(key).get("/v2/me").json()["data"]["defaultScheduleId"] for key in ("cal_alice", "cal_bob")
        ]

    assert defaults == [2, 999]


def _booking(uid, start):
    ann = {"name": "Ann", "email": "ann@example.com", "timeZone": "UTC"}
    return {"eventType": "alice/t", "start": start, "uid": uid, "attendee": ann}


def test_platform_clients_of_one_name_and_whoever_left_their_organization_survive(mockcal, mockcal_server):
    olga = {"user": "olga", "role": "OWNER"}
    mockcal.load(
        {
            "users": [{"username": "olga"}],
            "organizations": [{"slug": "acme", "isPlatform": True, "members": [olga], "oauthClients": [{"name": "App", "id": "c1", "secret": "s1", "managedUsers": [{"email": "jo@x.io"}]}]}],
        }
    )  # fmt: skip
    mockcal.advance("PT30M")
    api = mockcal.api("cal_olga", **{"x-cal-client-id": "c1", "x-cal-secret-key": "s1"})
    body = {"name": "App", "redirectUris": [], "permissions": ["*"]}
    second = api.post("/v2/oauth-clients", json=body).json()["data"]
    owner = mockcal.api("cal_olga", **{"x-cal-client-id": second["clientId"]})
    assert owner.post("/v2/organizations/1/teams", json={"name": "T"}).status_code == 201
    members = api.get("/v2/organizations/1/memberships").json()["data"]
    gone = next(one for one in members if one["user"]["email"] == "jo+c1@x.io")
    assert api.delete(f"/v2/organizations/1/memberships/{gone['id']}").status_code == 200

    exported = mockcal.export()
    with mockcal_server.sandbox(_empty_at(mockcal.now)) as other:
        token = other.load(exported)["managedUsers"]["jo@x.io"]["accessToken"]
        assert other.export() == exported
        loaded = other.api("cal_olga", **{"x-cal-client-id": "c1", "x-cal-secret-key": "s1"})
        assert loaded.get("/v2/oauth-clients").json() == api.get("/v2/oauth-clients").json()
        assert len(loaded.get("/v2/oauth-clients").json()["data"]) == 2
        assert other.api(token).get("/v2/me").json()["data"]["organizationId"] is None
        other.load(exported)
        assert other.export() == exported

    assert exported["organizations"][0]["teams"][0]["oauthClient"] == second["clientId"]


def test_options_given_in_another_order_and_another_organizations_survive(mockcal, mockcal_server):
    text = {"type": "TEXT", "options": [{"value": "x", "slug": "x"}, {"value": "y", "slug": "y"}]}
    olga = {"user": "olga", "role": "OWNER"}
    made = mockcal.load(
        {
            "users": [{"username": "olga"}, {"username": "mia"}],
            "organizations": [
                {"slug": "acme", "members": [olga, {"user": "mia"}], "attributes": [{"slug": "a", **text}, {"slug": "b", **text}]},
                {"slug": "beta", "members": [olga], "attributes": [{"slug": "c", **text}]},
            ],
        }
    )  # fmt: skip
    mine, theirs = made["organizations"]["acme"], made["organizations"]["beta"]
    a, b, c = mine["attributes"]["a"], mine["attributes"]["b"], theirs["attributes"]["c"]
    options = f"/v2/organizations/{mine['id']}/attributes/options/{made['users']['mia']['id']}"
    api = mockcal.api("cal_olga")
    for option in (b["options"]["x"], a["options"]["y"], a["options"]["x"], c["options"]["x"]):
        body = {"attributeId": a["id"], "attributeOptionId": option}
        assert api.post(options, json=body).status_code == 201

    with mockcal_server.sandbox(_empty_at(mockcal.now)) as other:
        other.load(mockcal.export())
        loaded = other.api("cal_olga")
        assert other.export() == mockcal.export()
        for path in (options, f"/v2/organizations/{theirs['id']}/attributes/{c['id']}/options/assigned"):
            assert loaded.get(path).json() == api.get(path).json()

    assert [one["id"] for one in api.get(options).json()["data"]] == [
        b["options"]["x"],
        a["options"]["y"],
        a["options"]["x"],
    ]
