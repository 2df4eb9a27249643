"""Slugs and the names made from e-mail addresses."""

import pytest

from mockcal.http.slugs import mangled_email, mangled_username, organization_username, slugify

SLUGS = {
    "words": ("Organizations Teams Automatic Slug", "organizations-teams-automatic-slug"),
    "diacritics and marks": ("Teams Dog Ünit!", "teams-dog-unit"),
    "runs of marks": ("a  _ #+b", "a-b"),
    "dots stay": ("bob.x", "bob.x"),
    "dots collapse": ("a..b...c", "a.b.c"),
    "leading dash and dot": ("--.a", "a"),
    "trailing dot, then dash": ("a.-", "a"),
    "other alphabets": ("Привет 世界", "привет-世界"),
    "emoji go": ("rocket 🚀 team", "rocket-team"),
    "emoji with a skin tone": ("hi👋🏽", "hi"),
    "nothing left": ("!!!", ""),
    "empty": ("", ""),
}


@pytest.mark.parametrize(("text", "slug"), SLUGS.values(), ids=SLUGS)
def test_slugify(text, slug):
    assert slugify(text) == slug


@pytest.mark.parametrize(
    ("email", "mangled", "username"),
    [
        pytest.param("alice@example.com", "alice+c1@example.com", "alice-c1-example-com", id="plain"),
        pytest.param(
            "Bob.X@mail.example.co.uk", "Bob.X+c1@mail.example.co.uk", "bob.x-c1-mail-example", id="case kept"
        ),
        pytest.param("alice+c1@example.com", "alice+c1@example.com", "alice-c1-example-com", id="mangled already"),
        pytest.param("al+x@example.com", "al+x+c1@example.com", "al-x-c1-example-com", id="with a tag of its own"),
    ],
)
def test_a_managed_users_address_and_name_carry_the_client(email, mangled, username):
    assert mangled_email(email, "c1") == mangled
    assert mangled_username(email, "c1") == username


@pytest.mark.parametrize(
    ("email", "username"),
    [
        pytest.param("alice@acme.com", "alice-acme", id="plain"),
        pytest.param("alice@acme.io", "alice-acme", id="same name from another domain"),
        pytest.param("bob.lee@mail.corp.co.uk", "bob.lee-mail", id="first label"),
    ],
)
def test_an_organization_username_ends_with_the_domains_first_label(email, username):
    assert organization_username(email) == username
