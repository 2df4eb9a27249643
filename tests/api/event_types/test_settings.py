"""The settings of event types that have rules of their own."""

import pytest

from tests.api.event_types.conftest import BODY
from tests.conftest import constraints, refusal


def sentences(response):
    """All that the validator says, at any depth."""

    def walk(items):
        for item in items:
            yield from item.get("constraints", {}).values()
            yield from walk(item["children"])

    assert refusal(response) == (400, "BadRequestException", "Bad Request Exception")
    return list(walk(response.json()["error"]["details"]["errors"]))


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "value", "sentence"),
        [
            (
                "bookingLimitsCount",
                {"day": 3, "week": 2},
                "Invalid bookingLimitsCount: The number of bookings for day cannot exceed the number of bookings for week.",
            ),
            (
                "bookingLimitsCount",
                {"day": 1, "month": 9, "year": 4},
                "Invalid bookingLimitsCount: The number of bookings for month cannot exceed the number of bookings for "
                "year.",
            ),
            (
                "bookingLimitsDuration",
                {"day": 90, "week": 60},
                "Invalid bookingLimitsDuration: The duration of bookings for day cannot exceed the duration of bookings "
                "for week.",
            ),
            ("bookingWindow", {"type": "businessDays"}, "Invalid bookingWindow structure."),
            ("bookingWindow", {"type": "moons", "value": 3}, "Invalid bookingWindow structure."),
            ("bookingWindow", {"type": "calendarDays", "value": "3"}, "Invalid bookingWindow structure."),
            (
                "bookingWindow",
                {"type": "calendarDays", "value": 3, "rolling": "yes"},
                "Invalid bookingWindow structure.",
            ),
            ("bookingWindow", {"type": "range", "value": ["x", "y"]}, "Invalid bookingWindow structure."),
            ("bookingWindow", 5, "Invalid bookingWindow structure."),
            (
                "confirmationPolicy",
                {"type": "time"},
                'Invalid requiresConfirmation structure. Use "type": "always" or provide a valid time and unit in '
                '"noticeThreshold" for "type": "time".',
            ),
            (
                "confirmationPolicy",
                {"type": "time", "noticeThreshold": {"count": 3, "unit": "moons"}},
                'Invalid requiresConfirmation structure. Use "type": "always" or provide a valid time and unit in '
                '"noticeThreshold" for "type": "time".',
            ),
            (
                "recurrence",
                {"interval": 1, "occurrences": 2, "frequency": "daily"},
                "frequency must be one of the following values: yearly, monthly, weekly",
            ),
            (
                "seats",
                {"seatsPerTimeSlot": 1001, "showAttendeeInfo": True, "showAvailabilityCount": True},
                "seatsPerTimeSlot must not be greater than 1000",
            ),
            ("seats", {"seatsPerTimeSlot": 2}, "showAttendeeInfo must be a boolean value"),
            (
                "bookerLayouts",
                {"defaultLayout": "month"},
                "each value in enabledLayouts must be one of the following values: month, week, column",
            ),
            (
                "bookerLayouts",
                {"defaultLayout": "year", "enabledLayouts": ["month"]},
                "defaultLayout must be one of the following values: month, week, column",
            ),
            ("color", {"lightThemeHex": "#fff"}, "darkThemeHex must be a string"),
            ("destinationCalendar", {"integration": "x"}, "externalId must be a string"),
            (
                "calVideoSettings",
                {"redirectUrlOnExit": "http://localhost/x"},
                "redirectUrlOnExit must be a URL address",
            ),
            ("disableCancelling", {"disabled": "yes"}, "disabled must be a boolean value"),
            (
                "bookerActiveBookingsLimit",
                {"maximumActiveBookings": 0},
                "maximumActiveBookings must not be less than 1",
            ),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_the_validator_says_it_in_its_details(self, alice, name, value, sentence):
        response = alice.post("/v2/event-types", json=BODY | {name: value})

        assert sentence in sentences(response)

    def test_what_blocks_is_a_boolean(self, alice):
        policy = {"type": "always", "blockUnconfirmedBookingsInBooker": {}}

        response = alice.post("/v2/event-types", json=BODY | {"confirmationPolicy": policy})

        assert sentences(response)[0].startswith("Invalid requiresConfirmation structure.")

    def test_a_default_layout_must_be_enabled(self, alice):
        layouts = {"defaultLayout": "week", "enabledLayouts": ["month"]}

        response = alice.post("/v2/event-types", json=BODY | {"bookerLayouts": layouts})

        assert set(constraints(response)) == {"bookerLayouts"}

    def test_an_unknown_language(self, alice):
        response = alice.post("/v2/event-types", json=BODY | {"interfaceLanguage": "tlh"})

        assert "interfaceLanguage must be one of the following values: , en, ar" in sentences(response)[0]

    def test_enabling_a_bookers_limit_without_saying_which(self, alice):
        response = alice.post("/v2/event-types", json=BODY | {"bookerActiveBookingsLimit": {"disabled": False}})

        assert refusal(response) == (
            400,
            "BadRequestException",
            "When disabled is false {disabled: false} at least one other property must be provided, because it means "
            "that the property is enabled but then other properties must be provided too.",
        )


class TestForms:
    @pytest.mark.parametrize(
        ("name", "sent", "shown"),
        [
            ("bookingLimitsCount", {"day": 1}, {"day": 1}),
            ("bookingLimitsCount", {"disabled": True}, {}),
            ("bookingLimitsCount", {"disabled": True, "day": 9, "week": 1}, {}),
            ("bookingLimitsCount", {"day": 3, "disabled": False}, {"day": 3}),
            ("bookingLimitsDuration", {"day": 7, "month": 7}, {"day": 7, "month": 7}),
            (
                "bookingWindow",
                {"type": "businessDays", "value": 5},
                {"type": "businessDays", "value": 5, "rolling": False},
            ),
            (
                "bookingWindow",
                {"type": "calendarDays", "value": 5, "rolling": True},
                {"type": "calendarDays", "value": 5, "rolling": True},
            ),
            (
                "bookingWindow",
                {"type": "range", "value": ["2024-08-06T09:14:30Z", "2024-08-28T18:30Z", "2024-09-01"]},
                {"type": "range", "value": ["2024-08-06", "2024-08-28"]},
            ),
            (
                "bookingWindow",
                {"type": "range", "value": ["2024-08-06T23:30:00-05:00", "2024-08-28"]},
                {"type": "range", "value": ["2024-08-07", "2024-08-28"]},
            ),
            (
                "bookingWindow",
                {"type": "range", "value": ["Aug 6, 2024", "Wed, 28 Aug 2024 23:30:00 -0500"]},
                {"type": "range", "value": ["2024-08-06", "2024-08-29"]},
            ),
            ("bookingWindow", {"disabled": True}, {"disabled": True}),
            ("bookingWindow", {"disabled": True, "type": 5, "value": {}}, {"disabled": True}),
            ("confirmationPolicy", {"disabled": True, "noticeThreshold": "x"}, {"disabled": True}),
            ("seats", {"disabled": True, "seatsPerTimeSlot": "many"}, {"disabled": True}),
            ("bookerActiveBookingsLimit", {"disabled": True, "maximumActiveBookings": "x"}, {"disabled": True}),
            ("locations", [{"type": "attendeeAddress", "address": 5}], [{"type": "attendeeAddress"}]),
            (
                "confirmationPolicy",
                {"type": "always"},
                {"type": "always", "blockUnconfirmedBookingsInBooker": False},
            ),
            (
                "confirmationPolicy",
                {"type": "time", "noticeThreshold": {"count": 3, "unit": "hours"}},
                {
                    "type": "time",
                    "noticeThreshold": {"unit": "hours", "count": 3},
                    "blockUnconfirmedBookingsInBooker": False,
                },
            ),
            (
                "recurrence",
                {"interval": 2, "occurrences": 5, "frequency": "monthly"},
                {"interval": 2, "occurrences": 5, "frequency": "monthly", "disabled": False},
            ),
            ("recurrence", {"disabled": True}, None),
            (
                "seats",
                {"seatsPerTimeSlot": 4, "showAttendeeInfo": True, "showAvailabilityCount": False},
                {
                    "seatsPerTimeSlot": 4,
                    "showAttendeeInfo": True,
                    "showAvailabilityCount": False,
                    "disabled": False,
                },
            ),
            ("seats", {"disabled": True}, {"disabled": True}),
            ("color", {"lightThemeHex": "red", "darkThemeHex": ""}, {"lightThemeHex": "red", "darkThemeHex": ""}),
            (
                "bookerActiveBookingsLimit",
                {"maximumActiveBookings": 3},
                {"maximumActiveBookings": 3, "offerReschedule": False},
            ),
            ("bookerActiveBookingsLimit", {"disabled": True}, {"disabled": True}),
            ("disableCancelling", {"disabled": True}, {"disabled": True}),
            ("disableRescheduling", {"disabled": True, "minutesBefore": 60}, {"disabled": True}),
            ("disableRescheduling", {"minutesBefore": 60}, {"disabled": False, "minutesBefore": 60}),
            ("disableRescheduling", {"minutesBefore": 0}, {"disabled": False}),
            ("disableRescheduling", {}, {"disabled": False}),
            ("interfaceLanguage", "", ""),
            ("lengthInMinutesOptions", [15, 30], [15, 30]),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_what_is_sent_and_what_is_shown(self, make, name, sent, shown):
        assert make(**{name: sent})[name] == shown

    @pytest.mark.parametrize(
        "name",
        [
            "lengthInMinutesOptions",
            "bookingLimitsCount",
            "bookingLimitsDuration",
            "bookerLayouts",
            "color",
            "customName",
            "destinationCalendar",
        ],
    )
    def test_what_was_never_set_is_left_out(self, make, name):
        assert name not in make()

    def test_whole_numbers_may_be_written_with_a_point(self, alice):
        body = '{"lengthInMinutes": 60.0, "title": "T", "slug": "t"}'

        response = alice.post("/v2/event-types", content=body, headers={"content-type": "application/json"})

        assert response.json()["data"]["lengthInMinutes"] == 60
