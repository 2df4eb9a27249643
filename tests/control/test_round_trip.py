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
