"""`cal-api-version`: which families answer which versions."""

import pytest

from tests.conftest import refusal

OLD, JUNE_11, JUNE_14, AUGUST, SEPTEMBER = "2024-04-15", "2024-06-11", "2024-06-14", "2024-08-13", "2024-09-04"
FEBRUARY, MAY, JUNE_26 = "2026-02-25", "2026-05-01", "2026-06-12"
ALL = (None, "nonsense", OLD, JUNE_11, JUNE_14, AUGUST, SEPTEMBER, FEBRUARY, MAY, JUNE_26)
SERVED = {
    "/v2/bookings": {None, "nonsense", OLD, JUNE_11, JUNE_14, AUGUST, FEBRUARY, MAY},
    "/v2/event-types": {None, "nonsense", OLD, JUNE_11, JUNE_14, JUNE_26},
    "/v2/event-types/1": {None, "nonsense", OLD, JUNE_11, JUNE_14, JUNE_26},
    "/v2/schedules": {None, "nonsense", OLD, JUNE_11, JUNE_14},
    "/v2/schedules/default": {None, "nonsense", OLD, JUNE_11, JUNE_14},
    "/v2/slots": {SEPTEMBER},
    "/v2/slots/available": {None, "nonsense", OLD, JUNE_11, JUNE_14, AUGUST},
    "/v2/event-types/1/private-links": set(ALL),
    "/v2/verified-resources/emails": set(ALL),
    "/v2/teams/1/verified-resources/emails": set(ALL),
    "/v2/me": set(ALL),
    "/v2/teams": set(ALL),
    "/v2/webhooks": set(ALL),
    "/v2/calendars": set(ALL),
    "/v2/oauth-clients": set(ALL),
    "/v2/organizations/1/bookings": set(ALL),
}


@pytest.mark.parametrize("version", ALL)
@pytest.mark.parametrize("path", SERVED)
def test_who_answers_what(mockcal, path, version):
    response = mockcal.api(version=version).get(path)

    if version in SERVED[path]:
        assert response.json().get("error", {}).get("message") != f"Cannot GET {path}"
    else:
        assert refusal(response) == (404, "NotFoundException", f"Cannot GET {path}")
        assert "served for" in response.headers["x-mockcal-explain"]


@pytest.mark.parametrize(("path", "version"), [("/v2/bookings", MAY), ("/v2/event-types", JUNE_26)])
def test_versions_without_a_variant_of_their_own_say_so(mockcal, path, version):
    response = mockcal.api(version=version).get(path)

    assert f"answer {version} as" in response.headers["x-mockcal-explain"]


@pytest.mark.parametrize("version", [None, "nonsense"])
@pytest.mark.parametrize(
    ("path", "newer"), [("/v2/bookings", AUGUST), ("/v2/event-types", JUNE_14), ("/v2/schedules", JUNE_11)]
)
def test_who_forgets_the_header_is_told(mockcal, path, newer, version):
    mockcal.load({"users": [{"username": "alice"}]})

    response = mockcal.api("cal_alice", version).post(path, json={})

    assert response.status_code == 400
    assert f"cal-api-version: {newer}" in response.headers["x-mockcal-explain"]
    assert "x-mockcal-explain" not in mockcal.api("cal_alice", OLD).get(path).headers


def test_a_route_of_a_newer_version_only(mockcal):
    response = mockcal.api().patch("/v2/bookings/x/location", json={})

    assert refusal(response) == (404, "NotFoundException", "Cannot PATCH /v2/bookings/x/location")
