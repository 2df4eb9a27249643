"""How often somebody may call, in the three modes."""

import pytest

from tests.api.oauth_clients.conftest import PLATFORM
from tests.conftest import refusal

SLOW_KEY = [{"name": "burst", "limit": 5, "ttl": 60_000, "blockDuration": 5_000}]
TWO_RULES = [
    {"name": "short", "limit": 2, "ttl": 60_000, "blockDuration": 5_000},
    {"name": "long", "limit": 3, "ttl": 60_000, "blockDuration": 5_000},
]


def keys(*rules):
    return {"users": [{"username": "alice", "apiKeys": ["cal_alice", {"key": "cal_slow", "rateLimits": list(rules)}]}]}


def told(response, name="Default"):
    return tuple(int(response.headers[f"x-ratelimit-{what}-{name}"]) for what in ("limit", "remaining", "reset"))


def get(api, times=1, path="/v2/me"):
    return [api.get(path) for _ in range(times)]


class TestHeadersMode:
    def test_it_counts_and_tells_but_refuses_nobody(self, mockcal):
        mockcal.load(keys())

        answers = get(mockcal.api("cal_alice"), 122)

        assert {one.status_code for one in answers} == {200}
        assert told(answers[0]) == (120, 119, 60)
        assert told(answers[119]) == (120, 0, 60)
        assert told(answers[121]) == (120, 0, 60)

    def test_a_later_error_tells_too(self, mockcal):
        response = mockcal.api("nonsense").get("/v2/me")

        assert response.status_code == 401
        assert told(response) == (500, 499, 60)

    @pytest.mark.parametrize(
        ("headers", "limit"),
        [
            ({}, 120),
            ({"authorization": "Bearer something"}, 500),
            ({"authorization": "something"}, 500),
            ({"x-cal-client-id": "c1"}, 500),
            ({"authorization": "Bearer cal_alice", "x-cal-client-id": "c1"}, 120),
            ({"authorization": "cal_alice"}, 120),
        ],
    )
    def test_who_is_counted(self, mockcal, headers, limit):
        mockcal.load(keys())

        assert told(mockcal.api().get("/v2/timezones", headers=headers))[:2] == (limit, limit - 1)

    def test_the_id_in_the_path_does_not_count(self, mockcal):
        mockcal.load(PLATFORM)

        assert told(mockcal.api(x_cal_secret_key="s1").get("/v2/oauth-clients/c1/users"))[0] == 120

    def test_one_counter_for_all_paths_and_another_for_each_caller(self, mockcal):
        mockcal.load(keys())
        alice = mockcal.api("cal_alice")

        alice.get("/v2/me")

        assert told(alice.get("/v2/timezones"))[1] == 118
        assert told(mockcal.api("other").get("/v2/timezones"))[1] == 499

    def test_no_retry_after(self, mockcal):
        assert "retry-after" not in mockcal.api().get("/v2/timezones").headers


@pytest.mark.mockcal(rate_limit="real")
class TestRealMode:
    def test_the_call_after_the_last_is_refused_for_a_minute(self, mockcal):
        mockcal.load(keys())
        alice = mockcal.api("cal_alice")
        get(alice, 120)
        mockcal.advance("PT59S")

        refused = alice.get("/v2/me")

        assert refusal(refused) == (
            429,
            "ThrottlerException",
            "CustomThrottlerGuard - Too many requests. Please try again later.",
        )
        assert refused.json()["error"]["details"] == "CustomThrottlerGuard - Too many requests. Please try again later."
        assert told(refused) == (120, 0, 60)
        mockcal.advance("PT59S")
        assert alice.get("/v2/me").status_code == 429
        mockcal.advance("PT1S")
        assert told(alice.get("/v2/me")) == (120, 119, 60)

    def test_the_window_begins_with_the_first_call(self, mockcal):
        mockcal.load(keys())
        alice = mockcal.api("cal_alice")
        alice.get("/v2/me")

        mockcal.advance("PT45.5S")
        assert told(alice.get("/v2/me")) == (120, 118, 15)
        mockcal.advance("PT14.5S")
        assert told(alice.get("/v2/me")) == (120, 119, 60)

    def test_a_clock_that_is_set_back_frees_everybody(self, mockcal):
        mockcal.load(keys())
        alice = mockcal.api("cal_alice")
        get(alice, 121)

        mockcal.set_clock("2025-01-01T00:00:00Z")

        assert told(alice.get("/v2/me")) == (120, 119, 60)

    def test_a_reset_forgets(self, mockcal):
        get(mockcal.api(), 5, "/v2/timezones")

        mockcal.reset()

        assert told(mockcal.api().get("/v2/timezones"))[1] == 119


class TestRulesOfAKey:
    """They hold in every mode."""

    @pytest.mark.parametrize("mode", ["headers", "real", "off"])
    def test_five_then_a_block_of_five_seconds(self, mockcal, mode):
        mockcal.control("PUT", f"/sandboxes/{mockcal.name}", json={"fixtures": [keys(*SLOW_KEY)], "rateLimit": mode})
        mockcal.set_clock("2026-01-05T08:00:00Z")
        slow = mockcal.api("cal_slow")

        answers = get(slow, 6)

        assert [one.status_code for one in answers] == [200] * 5 + [429]
        assert [told(one, "Burst")[1] for one in answers] == [4, 3, 2, 1, 0, 0]
        assert told(answers[5], "Burst")[2] == 5
        mockcal.advance("PT5S")
        assert told(slow.get("/v2/me"), "Burst") == (5, 4, 60)

    def test_refused_only_when_all_rules_are_broken(self, mockcal):
        mockcal.load(keys(*TWO_RULES))

        answers = get(mockcal.api("cal_slow"), 4)

        assert [one.status_code for one in answers] == [200, 200, 200, 429]
        assert told(answers[2], "Short")[:2] == (2, 0)
        assert told(answers[2], "Long")[:2] == (3, 0)
        assert "x-ratelimit-limit-default" not in answers[0].headers

    def test_other_keys_have_the_usual_limit(self, mockcal):
        mockcal.load(keys(*SLOW_KEY))

        assert told(mockcal.api("cal_alice").get("/v2/me")) == (120, 119, 60)


@pytest.mark.mockcal(rate_limit="off")
class TestOffMode:
    def test_nothing_is_told(self, mockcal):
        response = mockcal.api().get("/v2/timezones")

        assert not [name for name in response.headers if name.startswith("x-ratelimit")]

    def test_an_unknown_key_is_refused_all_the_same(self, mockcal):
        assert mockcal.api("cal_nope").get("/v2/timezones").status_code == 401
