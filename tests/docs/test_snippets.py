"""What the documentation shows is what happens."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest
import yaml

from mockcal.seed.document import Document
from mockcal.serving import background
from mockcal.settings import Settings
from tests.clients.running import printed
from tests.docs.snippets import PAGES, ROOT, blocks

pytest_plugins = ["pytester"]

DOCUMENT_KEYS = {field.alias or name for name, field in Document.model_fields.items()}
FREEZE = re.compile(r"mockcal serve --now (\S+)")
SHOWN = "localhost:5555"
READERS_CODE = """
import httpx
import pytest

def book_a_meeting(api_url, api_key):
    attendee = {"name": "Ann", "email": "ann@example.com", "timeZone": "Europe/Rome"}
    body = {"username": "alice", "eventTypeSlug": "intro-call", "start": "2026-01-12T10:00:00Z", "attendee": attendee}
    headers = {"Authorization": f"Bearer {api_key}", "cal-api-version": "2024-08-13"}
    return httpx.post(f"{api_url}/bookings", json=body, headers=headers).json()["data"]
"""


def _fixtures():
    return [block for block in blocks("yaml") if DOCUMENT_KEYS.issuperset(yaml.safe_load(block.text))]


def _sessions():
    """The commands of each page with what they print, in order: they build on each other."""
    for page in PAGES:
        found = [block for block in blocks("console") if block.page == page and block.text.startswith("$ curl")]
        if found:
            yield pytest.param(page, found, id=page.name)


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    """The server of the guides: the demo, frozen as the quick start says."""
    now = FREEZE.search((ROOT / "docs" / "quick-start.md").read_text(encoding="utf-8"))
    assert now is not None
    with background(Settings(port=0, now=now[1])) as address:
        yield address


@pytest.mark.parametrize("block", [pytest.param(block, id=block.place) for block in _fixtures()])
def test_a_fixture_document_loads(mockcal, block):
    mockcal.load(block.text)


@pytest.mark.skipif(shutil.which("bash") is None or shutil.which("curl") is None, reason="needs bash and curl")
@pytest.mark.parametrize(("page", "session"), list(_sessions()))
def test_a_command_prints_what_stands_there(demo, page, session):
    httpx.post(f"{demo}/_mock/reset").raise_for_status()
    address = demo.removeprefix("http://")

    for block in session:
        command, _, expected = block.text.removeprefix("$ ").partition("\n")
        ran = subprocess.run(
            ["bash", "-c", command.replace(SHOWN, address)], capture_output=True, text=True, timeout=60, check=False
        )
        assert ran.stdout.replace(address, SHOWN).strip() == expected.strip(), block.place


@pytest.mark.parametrize(
    "block", [pytest.param(block, id=block.place) for block in blocks("python") if "def test_" in block.text]
)
def test_a_test_passes(pytester, mockcal_server, block):
    pytester.makepyfile(READERS_CODE + block.text)

    result = pytester.runpytest("-p", "no:cacheprovider", f"--mockcal-url={mockcal_server.url}")

    result.assert_outcomes(passed=block.text.count("def test_"))


@pytest.mark.parametrize("block", [pytest.param(block, id=block.place) for block in blocks("python")])
def test_python_is_python(block):
    compile(block.text, block.place, "exec")


def test_the_banner_is_the_one_of_the_readme():
    (shown,) = (block.text for block in blocks("console") if block.text.startswith("$ uvx mockcal"))

    said = printed([sys.executable, "-m", "mockcal", "--port", "0"], until="curl")

    port = re.search(r"localhost:(\d+)", said)
    assert port is not None
    assert said.replace(port[1], "5555").strip() == shown.partition("\n")[2].strip()


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_the_helper_for_javascript(tmp_path, mockcal_server):
    (helper,) = (block.text for block in blocks("js") if block.text.startswith("// mockcal.js"))
    (tmp_path / "mockcal.js").write_text(helper)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "use.js").write_text(
        """
        import { sandbox } from "./mockcal.js";

        const universe = await sandbox({ fixtures: [{ users: [{ username: "zoe" }] }], now: "2026-01-05T08:00:00Z" });
        const headers = { Authorization: "Bearer cal_zoe" };
        const { data } = await (await fetch(`${universe.url}/me`, { headers })).json();
        const { now } = await universe.advance("PT2H");
        console.log(data.username, now, (await universe.outbox()).length, (await universe.remove()).status);
        """
    )

    said = subprocess.run(
        ["node", "use.js"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "MOCKCAL_URL": mockcal_server.url},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert said.stdout == "zoe 2026-01-05T10:00:00.000Z 0 204\n", said.stderr


@pytest.mark.parametrize("page", [pytest.param(page, id=page.name) for page in PAGES])
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)", text):
        linked = (page.parent / target) if target else page
        assert linked.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", linked.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
