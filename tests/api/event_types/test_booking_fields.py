"""Booking fields of event types: defaults that are changed, custom ones, and how they are read back."""

import pytest

from tests.api.event_types.conftest import BODY, V, data
from tests.conftest import refusal

TEXT = {"type": "text", "slug": "company", "label": "Company", "required": True}


def post(client, *fields):
    return client.post("/v2/event-types", json=BODY | {"bookingFields": list(fields)})


def form(response):
    return {field["slug"]: field for field in data(response)["bookingFields"]}


class TestRefusals:
    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ("name", "'bookingFields' must be an array."),
            ([], "'bookingFields' must contain at least 1 booking field."),
            (
                [{"slug": "company", "label": "x"}],
                "All booking fields except ones with slug equal to title, notes, guests, rescheduleReason and location "
                "must have a 'type' property.",
            ),
            (
                [{"type": "text", "label": "x", "required": True}],
                "Each booking field except ones with type equal to name, splitName, email must have a 'slug' property.",
            ),
            ([TEXT, TEXT], "Duplicate bookingFields slug 'company' found. All bookingFields slugs must be unique."),
            ([{"type": "date", "slug": "d"}], "Unsupported booking field type 'date'."),
            ([{"type": True, "slug": "d"}], "Unsupported booking field type 'true'."),
            ([{"type": {"a": 1}, "slug": "d"}], "Unsupported booking field type '[object Object]'."),
            (
                [{"type": "text", "slug": "company", "required": True}],
                "Validation failed for text booking field: label must be a string",
            ),
            (
                [{"type": "select", "slug": "s", "label": "S", "required": True}],
                "Validation failed for select booking field: options must be an array, each value in options must be a "
                "string",
            ),
            (
                [{"slug": "notes", "required": "yes"}],
                "Validation failed for notes booking field: required must be a boolean value",
            ),
            (
                [{"type": "email", "required": False, "hidden": False}],
                "Booking fields validation failed: visible and required email or visible and required attendee phone "
                "field is needed.",
            ),
            (
                [{"type": "email", "label": "Mail"}],
                "Booking fields validation failed: visible and required email or visible and required attendee phone "
                "field is needed.",
            ),
            (
                [
                    {"type": "email", "required": False, "hidden": True},
                    {"type": "phone", "slug": "attendeePhoneNumber", "label": "P", "required": True},
                ],
                "checkIsEmailUserAccessible - Email booking field must be required and visible",
            ),
        ],
        ids=lambda value: str(value)[:50],
    )
    def test_the_first_mistake_is_told_in_a_sentence(self, alice, fields, message):
        response = alice.post("/v2/event-types", json=BODY | {"bookingFields": fields})

        assert refusal(response) == (400, "BadRequestException", message)
        assert data(alice.get("/v2/event-types")) == []

    def test_it_is_only_asked_of_a_change_that_sends_fields(self, people, alice):
        bare = [
            {"name": "email", "type": "email", "required": False, "hidden": True, "editable": "system-but-optional"}
        ]
        event_type = {"title": "S", "slug": "s", "lengthInMinutes": 30, "stored": {"bookingFields": bare}}
        people.load({"users": [{"username": "alice", "eventTypes": [event_type]}]})

        assert alice.patch("/v2/event-types/1", json={"title": "U"}).status_code == 200
        response = alice.patch("/v2/event-types/1", json={"bookingFields": [{"type": "email", "required": False}]})
        assert response.status_code == 400


class TestDefaults:
    @pytest.mark.parametrize(
        ("sent", "slug", "shown"),
        [
            (
                {"type": "name"},
                "name",
                {"isDefault": True, "type": "name", "slug": "name", "required": True, "disableOnPrefill": False},
            ),
            (
                {"type": "name", "label": "Who?", "placeholder": "Ann", "disableOnPrefill": True, "required": False},
                "name",
                {
                    "isDefault": True,
                    "type": "name",
                    "slug": "name",
                    "required": True,
                    "label": "Who?",
                    "placeholder": "Ann",
                    "disableOnPrefill": True,
                },
            ),
            (
                {"type": "splitName"},
                "splitName",
                {
                    "isDefault": True,
                    "type": "splitName",
                    "slug": "splitName",
                    "firstNameLabel": "",
                    "firstNamePlaceholder": "",
                    "lastNameLabel": "",
                    "lastNamePlaceholder": "",
                    "lastNameRequired": False,
                    "disableOnPrefill": False,
                },
            ),
            (
                {"type": "splitName", "firstNameLabel": "First", "lastNameLabel": "Last", "lastNameRequired": True},
                "splitName",
                {
                    "isDefault": True,
                    "type": "splitName",
                    "slug": "splitName",
                    "firstNameLabel": "First",
                    "firstNamePlaceholder": "",
                    "lastNameLabel": "Last",
                    "lastNamePlaceholder": "",
                    "lastNameRequired": True,
                    "disableOnPrefill": False,
                },
            ),
            (
                {"type": "email", "label": "Mail", "placeholder": "a@b.c", "required": True},
                "email",
                {
                    "isDefault": True,
                    "type": "email",
                    "slug": "email",
                    "required": True,
                    "label": "Mail",
                    "placeholder": "a@b.c",
                    "disableOnPrefill": False,
                    "hidden": False,
                },
            ),
            (
                {"slug": "location", "label": "Where?", "required": True, "hidden": True},
                "location",
                {
                    "isDefault": True,
                    "type": "radioInput",
                    "slug": "location",
                    "required": False,
                    "hidden": False,
                    "label": "Where?",
                },
            ),
            (
                {"slug": "title", "type": "number"},
                "title",
                {
                    "isDefault": True,
                    "type": "text",
                    "slug": "title",
                    "required": False,
                    "disableOnPrefill": False,
                    "hidden": False,
                },
            ),
            (
                {"slug": "notes", "label": "More", "placeholder": "…", "required": True, "disableOnPrefill": True},
                "notes",
                {
                    "isDefault": True,
                    "type": "textarea",
                    "slug": "notes",
                    "required": True,
                    "label": "More",
                    "placeholder": "…",
                    "disableOnPrefill": True,
                    "hidden": False,
                },
            ),
            (
                {"slug": "guests", "hidden": True},
                "guests",
                {
                    "isDefault": True,
                    "type": "multiemail",
                    "slug": "guests",
                    "required": False,
                    "disableOnPrefill": False,
                    "hidden": True,
                },
            ),
            (
                {"slug": "rescheduleReason", "required": True},
                "rescheduleReason",
                {
                    "isDefault": True,
                    "type": "textarea",
                    "slug": "rescheduleReason",
                    "required": True,
                    "disableOnPrefill": False,
                    "hidden": False,
                },
            ),
            (
                {
                    "type": "phone",
                    "slug": "attendeePhoneNumber",
                    "label": "Phone",
                    "required": True,
                    "placeholder": "+1",
                },
                "attendeePhoneNumber",
                {
                    "isDefault": True,
                    "type": "phone",
                    "slug": "attendeePhoneNumber",
                    "required": True,
                    "label": "Phone",
                    "placeholder": "+1",
                    "disableOnPrefill": False,
                    "hidden": False,
                },
            ),
        ],
        ids=lambda value: str(value)[:40] if isinstance(value, dict) else "",
    )
    def test_a_default_field_is_replaced(self, alice, sent, slug, shown):
        assert form(post(alice, sent))[slug] == shown

    def test_each_keeps_its_place_wherever_it_stood(self, alice):
        made = data(
            post(
                alice,
                {"slug": "notes"},
                TEXT,
                {"type": "phone", "slug": "attendeePhoneNumber", "label": "P", "required": False},
                {"type": "boolean", "slug": "ok", "label": "OK?", "required": False},
                {"type": "email", "required": True},
                {"type": "splitName"},
            )
        )

        assert [field["slug"] for field in made["bookingFields"]] == [
            "splitName",
            "email",
            "location",
            "company",
            "attendeePhoneNumber",
            "ok",
            "title",
            "notes",
            "guests",
            "rescheduleReason",
        ]


class TestCustom:
    @pytest.mark.parametrize("kind", ["phone", "address", "text", "number", "textarea", "multiemail"])
    def test_one_with_a_placeholder(self, alice, kind):
        sent = TEXT | {"type": kind, "placeholder": "here", "hidden": True, "disableOnPrefill": True}

        assert form(post(alice, sent))["company"] == sent | {"isDefault": False}

    def test_what_is_left_out_is_false_or_left_out(self, alice):
        assert form(post(alice, TEXT))["company"] == TEXT | {
            "isDefault": False,
            "hidden": False,
            "disableOnPrefill": False,
        }

    def test_a_url_has_an_empty_placeholder(self, alice):
        assert form(post(alice, TEXT | {"type": "url"}))["company"]["placeholder"] == ""

    def test_a_select_has_options_and_placeholder(self, alice):
        sent = TEXT | {"type": "select", "placeholder": "pick", "options": ["a", "b"]}

        assert form(post(alice, sent))["company"] == sent | {
            "isDefault": False,
            "hidden": False,
            "disableOnPrefill": False,
        }

    @pytest.mark.parametrize("kind", ["multiselect", "checkbox", "radio"])
    def test_other_choices_have_no_placeholder(self, alice, kind):
        sent = TEXT | {"type": kind, "placeholder": "pick", "options": ["a", "b"]}

        shown = form(post(alice, sent))["company"]

        assert shown["options"] == ["a", "b"] and "placeholder" not in shown

    def test_a_boolean_has_neither(self, alice):
        shown = form(post(alice, TEXT | {"type": "boolean", "placeholder": "x", "options": ["a"]}))["company"]

        assert "placeholder" not in shown and "options" not in shown

    def test_a_change_replaces_the_form(self, alice):
        made = data(post(alice, TEXT, TEXT | {"slug": "other"}))

        changed = data(alice.patch(f"/v2/event-types/{made['id']}", json={"bookingFields": [TEXT | {"slug": "other"}]}))

        assert [one["slug"] for one in changed["bookingFields"] if not one["isDefault"]] == ["other"]

    def test_bookings_ask_for_what_is_required(self, people, alice):
        made = data(post(alice, TEXT))
        booking = {
            "eventTypeId": made["id"],
            "start": "2026-01-06T10:00:00Z",
            "attendee": {"name": "Ann", "email": "ann@example.com", "timeZone": "Europe/Rome"},
        }

        response = people.api(None, "2024-08-13").post("/v2/bookings", json=booking)

        assert refusal(response)[2].startswith("Missing required booking field response: company - ")


class TestNeverStored:
    @pytest.fixture
    def stored(self, people):
        def load(fields):
            event_type = {"title": "S", "slug": "s", "lengthInMinutes": 30, "stored": {"bookingFields": fields}}
            people.load({"users": [{"username": "alice", "eventTypes": [event_type]}]})
            return people.api("cal_alice", V).get("/v2/event-types/1")

        return load

    def test_the_systems_eight_are_shown(self, stored):
        assert data(stored(None))["bookingFields"] == [
            {"isDefault": True, "type": "name", "slug": "name", "required": True, "disableOnPrefill": False},
            {
                "isDefault": True,
                "type": "email",
                "slug": "email",
                "required": True,
                "disableOnPrefill": False,
                "hidden": False,
            },
            {
                "isDefault": True,
                "type": "phone",
                "slug": "attendeePhoneNumber",
                "required": False,
                "hidden": True,
                "disableOnPrefill": False,
            },
            {"isDefault": True, "type": "radioInput", "slug": "location", "required": False, "hidden": False},
            {
                "isDefault": True,
                "type": "text",
                "slug": "title",
                "required": True,
                "disableOnPrefill": False,
                "hidden": True,
            },
            {
                "isDefault": True,
                "type": "textarea",
                "slug": "notes",
                "required": False,
                "disableOnPrefill": False,
                "hidden": False,
            },
            {
                "isDefault": True,
                "type": "multiemail",
                "slug": "guests",
                "required": False,
                "disableOnPrefill": False,
                "hidden": False,
            },
            {
                "isDefault": True,
                "type": "textarea",
                "slug": "rescheduleReason",
                "required": False,
                "disableOnPrefill": False,
                "hidden": False,
            },
        ]

    def test_what_cannot_be_read_comes_last_as_text(self, stored):
        fields = [
            {"name": "x", "type": "hologram"},
            {"name": "company", "type": "text", "label": "Company", "required": False},
            {"foo": 1},
        ]

        assert data(stored(fields))["bookingFields"] == [
            {
                "isDefault": False,
                "type": "text",
                "slug": "company",
                "label": "Company",
                "required": False,
                "disableOnPrefill": False,
                "hidden": False,
            },
            {"type": "unknown", "slug": "unknown", "bookingField": '{"name":"x","type":"hologram"}'},
            {"type": "unknown", "slug": "unknown", "bookingField": '{"foo":1}'},
        ]

    def test_a_split_name_of_the_web_app(self, stored):
        parts = [
            {"name": "firstName", "type": "text", "label": "First", "required": True},
            {"name": "lastName", "type": "text", "label": "Last", "placeholder": "Lee", "required": True},
        ]
        variants = {"variants": {"firstAndLastName": {"fields": parts}}}
        field = {"name": "name", "type": "name", "variant": "firstAndLastName", "variantsConfig": variants}

        assert data(stored([field]))["bookingFields"] == [
            {
                "isDefault": True,
                "type": "splitName",
                "slug": "splitName",
                "firstNameLabel": "First",
                "firstNamePlaceholder": "",
                "lastNameLabel": "Last",
                "lastNamePlaceholder": "Lee",
                "lastNameRequired": True,
                "disableOnPrefill": False,
            }
        ]

    @pytest.mark.parametrize(
        "variants",
        [
            "x",
            {"variant": "firstAndLastName", "variants": "x"},
            {"variant": "firstAndLastName", "variants": {"firstAndLastName": {"fields": [1]}}},
        ],
        ids=["no form", "no parts", "odd parts"],
    )
    def test_a_name_that_cannot_be_read_is_unknown(self, stored, variants):
        field = {"name": "name", "type": "name", "variantsConfig": variants}

        assert [one["type"] for one in data(stored([field]))["bookingFields"]] == ["unknown"]


class TestShownAsSent:
    def test_the_form_of_an_event_type_that_never_had_one_can_be_sent(self, people, alice):
        stored = {"title": "Raw", "slug": "raw", "lengthInMinutes": 30, "stored": {"bookingFields": None}}
        made = people.load({"users": [{"username": "alice", "eventTypes": [stored]}]})
        shown = data(alice.get(f"/v2/event-types/{made['eventTypes']['alice/raw']['id']}"))["bookingFields"]

        sent = data(post(alice, *shown))["bookingFields"]

        assert {field["slug"]: field for field in sent} == {field["slug"]: field for field in shown}


class TestPhoneOnly:
    FIELDS = [
        {"type": "email", "required": False, "hidden": True},
        {"type": "phone", "slug": "attendeePhoneNumber", "label": "Phone", "required": True, "hidden": False},
    ]

    def test_an_organizations_team_may_do_without_addresses(self, teams):
        body = BODY | {"schedulingType": "collective", "hosts": [{"userId": 102}], "bookingFields": self.FIELDS}

        made = teams.api("cal_alice").post("/v2/organizations/30/teams/31/event-types", json=body)

        fields = form(made)
        assert (fields["email"]["required"], fields["email"]["hidden"]) == (False, True)
        assert fields["attendeePhoneNumber"]["required"] is True

    def test_the_phone_field_needs_no_label(self, teams):
        fields = [
            {"type": "email", "required": False, "hidden": True},
            {"type": "phone", "slug": "attendeePhoneNumber", "required": True, "hidden": False},
        ]
        body = BODY | {"schedulingType": "collective", "hosts": [{"userId": 102}], "bookingFields": fields}

        made = teams.api("cal_alice").post("/v2/organizations/30/teams/31/event-types", json=body)

        assert form(made)["attendeePhoneNumber"] == {
            "isDefault": True,
            "type": "phone",
            "slug": "attendeePhoneNumber",
            "required": True,
            "disableOnPrefill": False,
            "hidden": False,
        }

    def test_a_team_may_not(self, teams):
        body = BODY | {"schedulingType": "collective", "bookingFields": self.FIELDS}

        response = teams.api("cal_alice").post("/v2/teams/20/event-types", json=body)

        assert refusal(response) == (
            400,
            "BadRequestException",
            "checkIsEmailUserAccessible - Email booking field must be required and visible",
        )
