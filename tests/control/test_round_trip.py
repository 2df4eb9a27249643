"""What a sandbox writes as a fixture document gives the same universe when it is loaded into an empty one."""

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


def test_yaml_and_json_say_the_same(mockcal):
    import httpx
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


def _booking(uid, start):
    ann = {"name": "Ann", "email": "ann@example.com", "timeZone": "UTC"}
    return {"eventType": "alice/t", "start": start, "uid": uid, "attendee": ann}
