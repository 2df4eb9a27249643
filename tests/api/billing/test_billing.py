"""`/v2/billing`."""

import pytest

from tests.api.oauth_clients.conftest import PLATFORM
from tests.conftest import refusal

CHECK = "/v2/billing/600/check"


@pytest.fixture
def browser(mockcal):
    mockcal.load(PLATFORM)

    def of(username):
        return mockcal.api(cookie=f"next-auth.session-token={username}@example.com")

    return of


def paid(api, plan="SCALE", **session):
    thing = {"subscription": "sub_x", "metadata": {"teamId": "600", "plan": plan}, **session}
    return api.post("/v2/billing/webhook", json={"type": "checkout.session.completed", "data": {"object": thing}})


class TestWhoMayAsk:
    def test_only_a_browser(self, mockcal, browser):
        response = mockcal.api("cal_olga").get("/v2/billing/500/check")

        assert refusal(response) == (
            401,
            "UnauthorizedException",
            "NextAuthStrategy - Authentication token is missing or invalid.",
        )

    def test_members_read_and_admins_pay(self, browser):
        assert browser("mia").get("/v2/billing/500/check").status_code == 200
        assert browser("mia").post("/v2/billing/500/subscribe", json={"plan": "SCALE"}).status_code == 403
        assert browser("mia").delete("/v2/billing/500/unsubscribe").status_code == 403
        assert browser("eve").get("/v2/billing/500/check").status_code == 403


class TestPlans:
    def test_check(self, browser):
        assert browser("olga").get("/v2/billing/500/check").json()["data"] == {"valid": True, "plan": "ESSENTIALS"}
        assert browser("eve").get(CHECK).json()["data"] == {"valid": False, "plan": "none"}

    @pytest.mark.parametrize("what", ["subscribe", "upgrade"])
    def test_a_page_to_pay_on(self, browser, what):
        response = browser("eve").post(f"/v2/billing/600/{what}", json={"plan": "SCALE"})

        assert response.status_code == 201
        assert response.json()["data"]["url"].startswith("https://checkout.stripe.com/")
        assert browser("eve").get(CHECK).json()["data"]["valid"] is False

    def test_an_unknown_plan(self, browser):
        assert browser("eve").post("/v2/billing/600/subscribe", json={"plan": "GOLD"}).status_code == 400

    def test_stripe_tells_that_it_was_paid(self, browser):
        eve = browser("eve")
        body = {"name": "New", "redirectUris": [], "permissions": []}
        assert eve.post("/v2/oauth-clients", json=body).status_code == 400

        response = paid(eve)

        assert (response.status_code, response.json()) == (200, {"status": "success"})
        assert eve.get(CHECK).json()["data"] == {"valid": True, "plan": "SCALE"}
        assert eve.post("/v2/oauth-clients", json=body).status_code == 201

    def test_unsubscribe(self, browser):
        eve = browser("eve")
        paid(eve)

        assert eve.delete("/v2/billing/600/unsubscribe").json() == {"status": "success"}
        assert eve.get(CHECK).json()["data"] == {"valid": False, "plan": "none"}

    def test_stripe_ends_a_subscription(self, browser):
        eve = browser("eve")
        paid(eve)

        eve.post(
            "/v2/billing/webhook", json={"type": "customer.subscription.deleted", "data": {"object": {"id": "sub_x"}}}
        )

        assert eve.get(CHECK).json()["data"]["valid"] is False

    @pytest.mark.parametrize("body", [None, {}, {"type": 5, "data": []}, {"type": "x", "data": {"object": 1}}])
    def test_anything_is_received(self, browser, body):
        assert browser("eve").post("/v2/billing/webhook", json=body).json() == {"status": "success"}
