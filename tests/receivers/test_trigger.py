"""`mockcal trigger`: one webhook to a URL, whatever the hour."""

import pytest
from typer.testing import CliRunner

from mockcal.cli import app
from mockcal.events.triggers import Trigger
from tests.receivers.listening import SECRET, Post, listening


def trigger(name, url, *flags):
    done = CliRunner().invoke(app, ["trigger", name, "--to", url, *flags])
    return done.exit_code, done.output


@pytest.mark.parametrize("name", list(Trigger))
def test_each_is_sent_and_signed(name):
    posts: list[Post] = []

    def answering(post: Post) -> int:
        posts.append(post)
        return 200

    with listening(answering) as url:
        assert trigger(name, url, "--secret", SECRET) == (0, f"{name} -> {url}: answered 200\n")

    (post,) = posts
    assert post.is_signed
    assert post.said["triggerEvent"] == name


def test_a_refusal():
    with listening(lambda post: 401) as url:
        assert trigger("BOOKING_CREATED", url) == (1, f"BOOKING_CREATED -> {url}: answered 401\n")


def test_nobody_there():
    code, said = trigger("BOOKING_CREATED", "http://127.0.0.1:1/")

    assert code == 1
    assert said.startswith("BOOKING_CREATED -> http://127.0.0.1:1/: ConnectError")


def test_an_unknown_trigger():
    code, said = trigger("BOOKING_CONFIRMED", "http://127.0.0.1:1/")

    assert code == 1
    assert said.startswith("There is no trigger BOOKING_CONFIRMED; there are BOOKING_CREATED, ")
