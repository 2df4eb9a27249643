"""Paths beside the API, and the lists that anybody may read."""

import pytest

from tests.conftest import refusal


class TestHealth:
    @pytest.mark.parametrize("version", [None, "2024-08-13", "2026-06-12", "nonsense"])
    def test_it_is_ok_in_every_version(self, mockcal, version):
        response = mockcal.api(version=version).get("/health")

        assert (response.status_code, response.text) == (200, "OK")
        assert response.headers["content-type"] == "text/html; charset=utf-8"

    @pytest.mark.parametrize("path", ["/", "/v2", "/v2/health", "/v2/nothing"])
    def test_other_paths_are_unknown(self, mockcal, path):
        assert refusal(mockcal.api().get(path)) == (404, "NotFoundException", f"Cannot GET {path}")


class TestDocs:
    @pytest.mark.parametrize("path", ["/docs", "/v2/docs"])
    def test_they_are_elsewhere(self, mockcal, path):
        response = mockcal.api().get(path)

        assert response.status_code == 302
        assert response.headers["location"].startswith("https://cal.com/docs")


class TestTimezones:
    def test_cities_by_name(self, mockcal):
        cities = mockcal.api().get("/v2/timezones").json()["data"]

        names = [one["city"] for one in cities]
        assert len(names) == len(set(names)) > 4000
        assert {one["city"]: one["timezone"] for one in cities}["Vienna"] == "Europe/Vienna"
        assert all(one.keys() == {"city", "timezone", "pop"} and one["pop"] >= 0 for one in cities)

    def test_zones_have_names_that_older_pickers_know(self, mockcal):
        zones = {one["timezone"] for one in mockcal.api().get("/v2/timezones").json()["data"]}

        assert "Europe/Kiev" in zones
        assert not zones & {"Europe/Kyiv", "America/Ciudad_Juarez", "America/Coyhaique"}


class TestCredits:
    def test_nobody_is_refused(self, mockcal):
        assert mockcal.api().get("/v2/credits/available").status_code == 401

    def test_members_bring_them(self, mockcal):
        mockcal.load(
            {
                "users": [{"username": "alice"}, {"username": "bob"}, {"username": "carl"}],
                "organizations": [{"slug": "acme", "members": ["alice", {"user": "bob", "accepted": False}]}],
                "teams": [{"slug": "two", "members": ["alice", "bob"]}],
            }
        )

        def balance(key):
            return mockcal.api(key).get("/v2/credits/available").json()["data"]

        assert balance("cal_alice") == {"hasCredits": True, "balance": {"monthlyRemaining": 1000, "additional": 0}}
        assert balance("cal_bob")["balance"]["monthlyRemaining"] == 1500
        assert balance("cal_carl") == {"hasCredits": False, "balance": {"monthlyRemaining": 0, "additional": 0}}
