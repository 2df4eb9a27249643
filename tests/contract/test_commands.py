"""`mockcal contract diff` and `mockcal contract test`, as a user calls them."""

import json
import os
import subprocess
import sys

import pytest

from mockcal.contract.documents import own_document

ME, SCHEDULES = "/v2/me", "/v2/schedules/{scheduleId}"


def mockcal_(*arguments, before=""):
    program = f"{before}; from mockcal.cli import main; main()" if before else "from mockcal.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, "contract", *arguments],
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
    )


@pytest.fixture
def spec(tmp_path):
    """A document of a few of our own operations."""

    def write(**paths):
        own = own_document()
        path = tmp_path / "spec.json"
        path.write_text(
            json.dumps({**own, "paths": {ME: own["paths"][ME], SCHEDULES: own["paths"][SCHEDULES], **paths}})
        )
        return str(path)

    return write


class TestDiff:
    def test_a_document_that_is_none(self, tmp_path):
        found = mockcal_("diff", str(tmp_path / "nowhere.json"))

        assert found.returncode == 1
        assert "cannot be read as an OpenAPI document" in found.stderr

    def test_what_is_not_there_and_what_a_success_never_has(self, spec):
        answer = {"properties": {"error": {}, "colour": {}}}
        odd = {"get": {"responses": {"200": {"content": {"application/json": {"schema": answer}}}}}}

        found = mockcal_("diff", spec(**{"/v2/moons": odd, "/v2/teams": odd}))

        assert found.returncode == 1
        assert found.stdout.splitlines() == [
            "GET /v2/moons: not there",
            "GET /v2/teams: answer has no field colour",
            "2 differences",
            "1 more are those of the real service from its document: see docs/differences.md.",
        ]

    def test_nothing_differs(self, spec):
        found = mockcal_("diff", spec())

        assert (found.returncode, found.stdout) == (0, "no differences\n")


class TestTest:
    def test_nothing_is_wrong(self, mockcal, spec):
        mockcal.load({"users": [{"username": "alice"}]})

        found = mockcal_("test", spec(), "--url", mockcal.url, "--key", "cal_alice", "--cases", "5")

        assert found.stdout.splitlines()[-1] == "no problems"
        assert found.returncode == 0
        assert any(one["path"] == "/v2/schedules/1" and one["status"] == 200 for one in mockcal.requests(limit=500))

    def test_a_5xx_is_told_with_a_curl(self, mockcal, spec):
        mockcal.load({"users": [{"username": "alice"}]})
        mockcal.fault(match={"path": "/v2/schedules/*"}, respond={"status": 500, "body": {"oh": "no"}})

        found = mockcal_("test", spec(), "--url", mockcal.url, "--key", "cal_alice", "--cases", "2")

        assert found.returncode == 1
        assert "GET /v2/schedules/{scheduleId}: a 5xx" in found.stdout
        assert f"curl -X GET '{mockcal.url}/v2/schedules/" in found.stdout
        assert '-> 500 {"oh":"no"}' in found.stdout

    def test_a_success_that_breaks_the_promise(self, mockcal, spec):
        mockcal.fault(match={"path": ME}, respond={"status": 200, "body": {"status": "success"}})

        found = mockcal_("test", spec(), "--url", mockcal.url, "--cases", "2")

        assert found.returncode == 1
        assert '"data" is a required property' in found.stdout

    def test_nothing_answers(self, spec):
        found = mockcal_("test", spec(), "--url", "http://127.0.0.1:9")

        assert found.returncode == 1
        assert "http://127.0.0.1:9 does not answer" in found.stderr

    def test_the_extra_is_not_installed(self, spec):
        found = mockcal_("test", spec(), before="import sys; sys.modules['schemathesis'] = None")

        assert found.returncode == 1
        assert "pip install 'mockcal[contract]'" in found.stderr
