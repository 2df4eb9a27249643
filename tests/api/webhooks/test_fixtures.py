"""Webhooks in fixture documents."""

import pytest

from mockcal.client import Options, Refused
from tests.conftest import NOW

HOOK = {"subscriberUrl": "https://example.com/hook", "active": True, "triggers": ["BOOKING_CREATED"]}
UUID = "0d9b6a53-3e0b-4b6f-9b7e-5a5f2c3d1e10"
SECOND = {
    **HOOK,
    "subscriberUrl": "https://example.com/second",
    "active": False,
    "secret": "s",
    "payloadTemplate": "{}",
}


def document(hooks: list) -> dict:
    """The same webhooks for every kind of owner."""
    event_type = {"slug": "intro", "title": "Intro", "lengthInMinutes": 30, "webhooks": hooks}
    members = [{"user": "ann", "role": "OWNER"}]
    return {
        "users": [{"username": "ann", "name": "Ann", "eventTypes": [event_type], "webhooks": hooks}],
        "teams": [
            {
                "slug": "support",
                "name": "Support",
                "members": members,
                "webhooks": hooks,
                "eventTypes": [{**event_type, "schedulingType": "collective", "hosts": [{"user": "ann"}]}],
            }
        ],
        "organizations": [
            {
                "slug": "plat",
                "id": 70,
                "isPlatform": True,
                "members": members,
                "webhooks": hooks,
                "oauthClients": [{"name": "Plat", "webhooks": hooks}],
            }
        ],
    }


def test_the_answer_names_each(mockcal):
    made = mockcal.load({"users": [{"username": "ann", "webhooks": [{**HOOK, "id": UUID}, SECOND]}]})

    assert [one["subscriberUrl"] for one in made["webhooks"]] == [HOOK["subscriberUrl"], SECOND["subscriberUrl"]]
    assert made["webhooks"][0]["id"] == UUID
    shown = mockcal.api("cal_ann").get("/v2/webhooks").json()["data"]
    assert [one["id"] for one in shown] == [one["id"] for one in made["webhooks"]]
    assert (shown[1]["active"], shown[1]["secret"], shown[1]["payloadTemplate"]) == (False, "s", "{}")


def test_active_unless_told(mockcal):
    hook = {"subscriberUrl": "https://example.com/hook", "triggers": []}
    mockcal.load({"users": [{"username": "ann", "webhooks": [hook]}]})

    assert mockcal.api("cal_ann").get("/v2/webhooks").json()["data"][0]["active"] is True


def test_a_list_replaces_the_old_one_and_keeps_what_stays(mockcal):
    first = mockcal.load({"users": [{"username": "ann", "webhooks": [HOOK, SECOND]}]})["webhooks"]

    change = {"subscriberUrl": HOOK["subscriberUrl"], "active": False, "triggers": ["BOOKING_PAID"]}
    mockcal.load({"users": [{"username": "ann", "webhooks": [change]}]})

    (shown,) = mockcal.api("cal_ann").get("/v2/webhooks").json()["data"]
    assert shown["id"] == first[0]["id"]
    assert (shown["active"], shown["triggers"]) == (False, ["BOOKING_PAID"])


def test_a_document_without_the_list_leaves_it(mockcal):
    mockcal.load({"users": [{"username": "ann", "webhooks": [HOOK]}]})

    mockcal.load({"users": [{"username": "ann", "name": "Ann"}]})

    assert len(mockcal.api("cal_ann").get("/v2/webhooks").json()["data"]) == 1


@pytest.mark.parametrize(
    ("hook", "words"),
    [
        ({**HOOK, "subscriberURL": "x"}, r"users\[0\].webhooks\[0\].subscriberURL: unknown field"),
        ({**HOOK, "stored": {"hour": 1}}, r"users\[0\].webhooks\[0\].stored.hour: unknown field"),
        ({**HOOK, "stored": 5}, r"users\[0\].webhooks\[0\].stored: must be a mapping"),
        ({**HOOK, "stored": {"time": 1, "timeUnit": "WEEK"}}, "timeUnit: must be one of MINUTE, HOUR, DAY"),
        ({**HOOK, "stored": {"triggers": ["NO"]}}, r"webhooks\[0\].stored.triggers: must be a list of triggers"),
        ({**HOOK, "stored": {"triggers": 5}}, r"webhooks\[0\].stored.triggers: must be a list of triggers"),
        ({**HOOK, "triggers": ["BOOKING_CONFIRMED"]}, r"users\[0\].webhooks\[0\].triggers: each value in triggers"),
        ({"active": True, "triggers": []}, "subscriberUrl must be a string"),
        ({**HOOK, "subscriberUrl": "ftp://x"}, "Webhook URL is not allowed"),
    ],
)
def test_what_is_refused_and_where(mockcal, hook, words):
    with pytest.raises(Refused, match=words):
        mockcal.load({"users": [{"username": "ann", "webhooks": [hook]}]})


def test_one_url_twice_is_refused(mockcal):
    with pytest.raises(Refused, match=r"webhooks\[1\].subscriberUrl: there is a webhook to"):
        mockcal.load({"users": [{"username": "ann", "webhooks": [HOOK, HOOK]}]})


def test_an_export_loads_again(mockcal, mockcal_server):
    timed = {**SECOND, "stored": {"time": 1, "timeUnit": "HOUR"}}
    mockcal.load(document([HOOK, timed]))
    mockcal.advance("P1D")
    mockcal.load({"users": [{"username": "ann", "webhooks": [HOOK, timed, {**HOOK, "subscriberUrl": "x"}]}]})
    exported = mockcal.export()

    with mockcal_server.sandbox(Options(fixtures=[], now=NOW)) as other:
        other.load(exported)

        assert other.export() == exported
        for path in ("/v2/webhooks", "/v2/organizations/70/webhooks"):
            ours, theirs = (one.api("cal_ann").get(path).json()["data"] for one in (mockcal, other))
            assert ours == theirs
            assert ours


def test_a_trigger_that_only_a_change_can_set_is_exported_and_loaded(mockcal, mockcal_server):
    mockcal.load({"users": [{"username": "ann", "webhooks": [HOOK]}]})
    ann = mockcal.api("cal_ann")
    [webhook] = ann.get("/v2/webhooks").json()["data"]
    triggers = ["BOOKING_CREATED", "DELEGATION_CREDENTIAL_ERROR"]
    ann.patch(f"/v2/webhooks/{webhook['id']}", json={"triggers": triggers}).raise_for_status()
    exported = mockcal.export()

    with mockcal_server.sandbox(Options(fixtures=[exported])) as other:
        assert other.export() == exported
        assert other.api("cal_ann").get("/v2/webhooks").json()["data"][0]["triggers"] == triggers


def test_loaded_bookings_tell_when_they_begin(mockcal):
    hook = {**HOOK, "triggers": ["MEETING_STARTED", "MEETING_ENDED"]}
    event_type = {"slug": "intro", "title": "Intro", "lengthInMinutes": 30}
    ana = {"name": "Ana", "email": "ana@example.com", "timeZone": "UTC"}
    booking = {"eventType": "ann/intro", "attendee": ana}
    mockcal.load(
        {
            "users": [{"username": "ann", "eventTypes": [event_type], "webhooks": [hook]}],
            "bookings": [
                {**booking, "uid": "running", "start": "2026-01-05T07:45:00Z"},
                {**booking, "uid": "coming", "start": "2026-01-05T10:00:00Z"},
                {**booking, "uid": "waiting", "start": "2026-01-05T11:00:00Z", "status": "pending"},
                {**booking, "uid": "over", "start": "2026-01-04T10:00:00Z"},
            ],
        }
    )

    happened = mockcal.advance("P1D")

    assert [(one["what"], one["subject"]) for one in happened] == [
        ("MEETING_ENDED", "booking:running"),
        ("MEETING_STARTED", "booking:coming"),
        ("MEETING_ENDED", "booking:coming"),
    ]
