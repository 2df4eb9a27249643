"""`POST /v2/event-types`, version 2024-06-14."""

import pytest

from tests.api.event_types.conftest import BODY, V, data
from tests.conftest import constraints, refusal

GENERIC = "Bad request: Please check your request data and try again"

DEFAULT = {
    "id": 1,
    "ownerId": 101,
    "lengthInMinutes": 60,
    "title": "T",
    "slug": "t",
    "description": "",
    "locations": [{"type": "integration", "integration": "cal-video"}],
    "bookingFields": [
        {
            "isDefault": True,
            "type": "name",
            "slug": "name",
            "required": True,
            "label": "your_name",
            "disableOnPrefill": False,
        },
        {
            "isDefault": True,
            "type": "email",
            "slug": "email",
            "required": True,
            "disableOnPrefill": False,
            "hidden": False,
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
    ],
    "recurrence": None,
    "disableGuests": False,
    "slotInterval": None,
    "minimumBookingNotice": 120,
    "beforeEventBuffer": 0,
    "afterEventBuffer": 0,
    "metadata": {},
    "price": 0,
    "currency": "usd",
    "lockTimeZoneToggleOnBookingPage": False,
    "forwardParamsSuccessRedirect": True,
    "successRedirectUrl": None,
    "isInstantEvent": False,
    "users": [
        {
            "id": 101,
            "name": "Alice Example",
            "username": "alice",
            "avatarUrl": None,
            "brandColor": None,
            "darkBrandColor": None,
            "weekStart": "Sunday",
            "metadata": {},
        }
    ],
    "scheduleId": None,
    "onlyShowFirstAvailableSlot": False,
    "offsetStart": 0,
    "bookingWindow": {"disabled": True},
    "confirmationPolicy": {"disabled": True},
    "requiresBookerEmailVerification": False,
    "hideCalendarNotes": False,
    "seats": {"disabled": True},
    "useDestinationCalendarEmail": False,
    "hideCalendarEventDetails": False,
    "hideOrganizerEmail": False,
    "calVideoSettings": {"sendTranscriptionEmails": True},
    "hidden": False,
    "bookingRequiresAuthentication": False,
    "bookerActiveBookingsLimit": {"disabled": True},
    "bookingUrl": "https://cal.com/alice/t",
    "disableCancelling": {"disabled": False},
    "disableRescheduling": {"disabled": False},
    "interfaceLanguage": None,
    "allowReschedulingPastBookings": False,
    "allowReschedulingCancelledBookings": False,
    "showOptimizedSlots": False,
}

EVERYTHING = {
    "lengthInMinutes": 45,
    "lengthInMinutesOptions": [15, 45],
    "title": "All of it",
    "slug": "all-of-it",
    "description": "With everything",
    "slotInterval": 20,
    "minimumBookingNotice": 0,
    "beforeEventBuffer": 10,
    "afterEventBuffer": 5,
    "offsetStart": 5,
    "onlyShowFirstAvailableSlot": True,
    "requiresBookerEmailVerification": True,
    "hideCalendarNotes": True,
    "hideCalendarEventDetails": True,
    "hideOrganizerEmail": True,
    "lockTimeZoneToggleOnBookingPage": True,
    "hidden": True,
    "bookingRequiresAuthentication": True,
    "allowReschedulingPastBookings": True,
    "allowReschedulingCancelledBookings": True,
    "showOptimizedSlots": True,
    "interfaceLanguage": "pt-BR",
    "successRedirectUrl": "https://example.com/thanks",
    "customName": "{Event type title} between {Organiser} and {Scheduler}",
    "color": {"lightThemeHex": "#292929", "darkThemeHex": "#fafafa"},
    "bookerLayouts": {"defaultLayout": "week", "enabledLayouts": ["week", "column"]},
    "bookingLimitsCount": {"day": 1, "week": 2, "month": 3, "year": 4},
    "bookingLimitsDuration": {"day": 60, "year": 240},
    "bookingWindow": {"type": "calendarDays", "value": 30, "rolling": True},
    "confirmationPolicy": {
        "type": "time",
        "noticeThreshold": {"unit": "minutes", "count": 60},
        "blockUnconfirmedBookingsInBooker": True,
    },
    "bookerActiveBookingsLimit": {"maximumActiveBookings": 2, "offerReschedule": True},
    "disableCancelling": {"disabled": True},
    "disableRescheduling": {"disabled": False, "minutesBefore": 60},
}


class TestWhoMay:
    def test_a_call_without_credentials_is_refused_by_the_permission_guard(self, nobody):
        response = nobody.post("/v2/event-types", json=BODY)

        assert refusal(response) == (
            403,
            "ForbiddenException",
            "PermissionsGuard - no authentication provided. Provide either authorization bearer token containing "
            "managed user access token or oAuth client id in 'x-cal-client-id' header.",
        )

    def test_an_unknown_token_is_refused(self, people):
        response = people.api("xyz", V).post("/v2/event-types", json=BODY)

        assert refusal(response)[2] == "PermissionsGuard - no oAuth client found for access token=xyz"

    def test_an_oauth_client_needs_the_permission(self, people):
        people.load(
            {
                "organizations": [
                    {
                        "slug": "platform",
                        "isPlatform": True,
                        "members": [{"user": "alice", "role": "OWNER"}],
                        "oauthClients": [
                            {"name": "Reader", "id": "reader", "secret": "s", "permissions": ["EVENT_TYPE_READ"]},
                            {"name": "Writer", "id": "writer", "secret": "s", "permissions": ["EVENT_TYPE_WRITE"]},
                        ],
                    }
                ]
            }
        )
        reader = {"x-cal-client-id": "reader", "x-cal-secret-key": "s"}
        writer = {"x-cal-client-id": "writer", "x-cal-secret-key": "s"}

        refused = people.api(None, V, **reader).post("/v2/event-types", json=BODY)
        made = people.api(None, V, **writer).post("/v2/event-types", json=BODY)

        assert refusal(refused) == (
            403,
            "ForbiddenException",
            "PermissionsGuard - oAuth client with id=reader does not have the required permissions=EVENT_TYPE_WRITE. Go "
            "to platform dashboard settings and add the required permissions to the oAuth client.",
        )
        assert data(made)["ownerId"] == 101

    def test_an_organization_may_lock_event_types_for_its_members(self, people):
        people.load(
            {
                "organizations": [
                    {
                        "slug": "strict",
                        "locksEventTypes": True,
                        "members": [{"user": "alice", "role": "ADMIN"}, {"user": "bob", "role": "MEMBER"}],
                    }
                ]
            }
        )

        member = people.api("cal_bob", V).post("/v2/event-types", json=BODY)
        admin = people.api("cal_alice", V).post("/v2/event-types", json=BODY)

        assert refusal(member) == (401, "TRPCError", "You are not authorized to access this resource")
        assert admin.status_code == 201


class TestValidation:
    @pytest.mark.parametrize(
        ("change", "rule", "sentence"),
        [
            ({"lengthInMinutes": 0}, "min", "lengthInMinutes must not be less than 1"),
            ({"lengthInMinutes": "60"}, "isInt", "lengthInMinutes must be an integer number"),
            ({"lengthInMinutesOptions": []}, "arrayNotEmpty", "lengthInMinutesOptions should not be empty"),
            (
                {"lengthInMinutesOptions": [15, 15]},
                "arrayUnique",
                "All lengthInMinutesOptions's elements must be unique",
            ),
            (
                {"lengthInMinutesOptions": [15, 0]},
                "min",
                "each value in lengthInMinutesOptions must not be less than 1",
            ),
            ({"title": 5}, "isString", "title must be a string"),
            ({"minimumBookingNotice": -1}, "min", "minimumBookingNotice must not be less than 0"),
            ({"offsetStart": -1}, "min", "offsetStart must not be less than 0"),
            ({"slotInterval": 1.5}, "isInt", "slotInterval must be an integer number"),
            ({"hidden": "yes"}, "isBoolean", "hidden must be a boolean value"),
            ({"successRedirectUrl": "http://localhost/x"}, "isUrl", "successRedirectUrl must be a URL address"),
        ],
        ids=lambda value: str(value)[:30],
    )
    def test_bad_input_is_told_per_property(self, alice, change, rule, sentence):
        response = alice.post("/v2/event-types", json=BODY | change)

        assert refusal(response) == (400, "BadRequestException", "Bad Request Exception")
        assert constraints(response)[next(iter(change))][rule] == sentence

    def test_the_three_required_ones_are_all_missed(self, alice):
        assert set(constraints(alice.post("/v2/event-types", json={}))) == {"lengthInMinutes", "title", "slug"}

    def test_the_older_length_is_not_taken(self, alice):
        response = alice.post("/v2/event-types", json={"length": 60, "title": "T", "slug": "t"})

        assert set(constraints(response)) == {"lengthInMinutes"}

    def test_unknown_properties_are_dropped(self, make):
        assert "colour" not in make(colour="red", price=700) and make(slug="u", price=700)["price"] == 0

    @pytest.mark.parametrize(
        ("sent", "kept"),
        [(" --My Slug", "My Slug"), ("..a", "a"), ("-._x", "x"), ("__y__", "y__"), ("Ünit", "Ünit")],
    )
    def test_a_slug_is_trimmed_and_loses_what_stands_in_front(self, make, sent, kept):
        assert make(slug=sent)["slug"] == kept

    def test_buffers_and_interval_may_be_negative(self, make):
        made = make(beforeEventBuffer=-5, afterEventBuffer=-5, slotInterval=-10)

        assert (made["beforeEventBuffer"], made["afterEventBuffer"], made["slotInterval"]) == (-5, -5, -10)

    def test_numbers_beyond_the_column_are_the_databases_business(self, alice):
        response = alice.post("/v2/event-types", json=BODY | {"minimumBookingNotice": 3_000_000_000})

        assert refusal(response) == (
            400,
            "INTERNAL_SERVER_ERROR",
            "There was an error, please try again later.",
        )
        assert data(alice.get("/v2/event-types")) == []


class TestRulesBeyondTheBody:
    def test_a_slug_is_the_users_only_once(self, alice, bob, make):
        make()

        again = alice.post("/v2/event-types", json=BODY)
        cleaned = alice.post("/v2/event-types", json=BODY | {"slug": "-t"})

        assert refusal(again) == (400, "BadRequestException", "User already has an event type with this slug.")
        assert refusal(cleaned)[2] == "User already has an event type with this slug."
        assert bob.post("/v2/event-types", json=BODY).status_code == 201

    def test_case_makes_another_slug(self, make):
        make()

        assert make(slug="T")["slug"] == "T"

    def test_a_schedule_must_be_ones_own(self, people, alice, bob):
        schedules = people.api("cal_bob", "2024-06-11").get("/v2/schedules").json()["data"]
        foreign = schedules[0]["id"]

        response = alice.post("/v2/event-types", json=BODY | {"scheduleId": foreign})

        assert refusal(response) == (
            404,
            "NotFoundException",
            f"User with ID=101 does not own schedule with ID={foreign}",
        )
        assert data(bob.post("/v2/event-types", json=BODY | {"scheduleId": foreign}))["scheduleId"] == foreign

    def test_seats_go_with_one_location(self, alice):
        seats = {"seatsPerTimeSlot": 4, "showAttendeeInfo": True, "showAvailabilityCount": False}
        two = [{"type": "attendeePhone"}, {"type": "attendeeAddress"}]

        response = alice.post("/v2/event-types", json=BODY | {"seats": seats, "locations": two})

        assert refusal(response) == (
            400,
            "BadRequestException",
            "Seats Validation failed: Seats are enabled but more than one location provided.",
        )

    def test_seats_go_without_confirmation(self, alice):
        seats = {"seatsPerTimeSlot": 4, "showAttendeeInfo": True, "showAvailabilityCount": False}

        response = alice.post("/v2/event-types", json=BODY | {"seats": seats, "confirmationPolicy": {"type": "always"}})

        assert refusal(response)[2] == "Seats Validation failed: Seats are enabled but requiresConfirmation is true."

    @pytest.mark.parametrize(
        ("name", "token"),
        [("Call with {foo}", "foo"), ("{Organiser} {bar} {baz}", "bar"), ("{organiser}", "organiser")],
    )
    def test_a_custom_name_knows_only_its_variables(self, alice, name, token):
        response = alice.post("/v2/event-types", json=BODY | {"customName": name})

        assert refusal(response) == (400, "BadRequestException", f"Invalid event name variables: {{{token}}}")

    def test_every_variable_is_taken(self, make):
        every = (
            "{Event type title} {Organiser} {Scheduler} {Location} {Organiser first name} {Scheduler first name} "
            "{Scheduler last name} {Event duration} {LOCATION} {HOST/ATTENDEE} {HOST} {ATTENDEE} {USER}"
        )

        assert make(customName=every)["customName"] == every

    def test_a_destination_calendar_must_be_connected_and_writable(self, people, alice, make):
        people.load(
            {
                "users": [
                    {
                        "username": "alice",
                        "calendars": [
                            {
                                "integration": "google_calendar",
                                "email": "alice@gmail.example",
                                "externalId": "alice@gmail.example",
                                "primary": True,
                            },
                            {
                                "integration": "google_calendar",
                                "email": "alice@gmail.example",
                                "externalId": "holidays",
                                "readOnly": True,
                            },
                        ],
                    }
                ]
            }
        )
        mine = {"integration": "google_calendar", "externalId": "alice@gmail.example"}

        unknown = alice.post("/v2/event-types", json=BODY | {"destinationCalendar": mine | {"externalId": "x"}})

        read_only = alice.post(
            "/v2/event-types", json=BODY | {"destinationCalendar": mine | {"externalId": "holidays"}}
        )

        assert refusal(unknown) == (
            400,
            "BadRequestException",
            "Invalid destinationCalendarId: Calendar does not exist",
        )
        assert refusal(read_only)[2] == "Invalid destinationCalendarId: Calendar does not have write permission"
        assert make(destinationCalendar=mine)["destinationCalendar"] == mine
        assert make(slug="u", useDestinationCalendarEmail=True)["useDestinationCalendarEmail"] is True

    def test_a_primary_calendar_is_needed_for_its_address(self, alice):
        response = alice.post("/v2/event-types", json=BODY | {"useDestinationCalendarEmail": True})

        assert refusal(response) == (
            400,
            "BadRequestException",
            "Validation failed: A primary connected calendar is required to set useDestinationCalendarEmail",
        )

    @pytest.mark.parametrize(
        "other",
        [
            {"seats": {"seatsPerTimeSlot": 2, "showAttendeeInfo": True, "showAvailabilityCount": True}},
            {"bookerActiveBookingsLimit": {"maximumActiveBookings": 1}},
        ],
        ids=["seats", "booker limit"],
    )
    def test_recurrence_is_refused_too_late_and_the_slug_is_taken(self, alice, other):
        body = BODY | {"recurrence": {"interval": 1, "occurrences": 3, "frequency": "weekly"}} | other

        response = alice.post("/v2/event-types", json=body)

        assert refusal(response) == (400, "TRPCError", GENERIC)
        assert [one["slug"] for one in data(alice.get("/v2/event-types"))] == ["t"]
        assert refusal(alice.post("/v2/event-types", json=BODY))[2] == "User already has an event type with this slug."

    def test_checks_come_in_the_order_of_the_real_service(self, alice, make):
        make()
        wrong = BODY | {
            "locations": [{"type": "integration", "integration": "zoom"}],
            "bookingFields": [{"type": "email", "required": False}],
            "customName": "{foo}",
            "scheduleId": 99,
        }

        said = []
        for mended in (
            {"locations": [{"type": "attendeePhone"}]},
            {"bookingFields": [{"type": "email", "required": True}]},
            {"customName": "{HOST}"},
            {"slug": "u"},
            {"scheduleId": None},
        ):
            said.append(refusal(alice.post("/v2/event-types", json=wrong))[2])
            wrong |= mended

        assert said == [
            "zoom not connected.",
            "Booking fields validation failed: visible and required email or visible and required attendee phone field "
            "is needed.",
            "Invalid event name variables: {foo}",
            "User already has an event type with this slug.",
            "User with ID=101 does not own schedule with ID=99",
        ]
        assert alice.post("/v2/event-types", json=wrong).status_code == 201


class TestSuccess:
    def test_the_defaults_are_these(self, alice):
        response = alice.post("/v2/event-types", json=BODY)

        assert response.status_code == 201
        assert response.json() == {"status": "success", "data": DEFAULT}

    def test_everything_is_kept_and_read_back(self, alice, make):
        made = make(**EVERYTHING)

        for name, value in EVERYTHING.items():
            assert made[name] == value, name
        assert data(alice.get(f"/v2/event-types/{made['id']}")) == made

    def test_the_options_of_length_are_metadata_too(self, make):
        made = make(lengthInMinutesOptions=[15, 30])

        assert made["lengthInMinutesOptions"] == [15, 30]
        assert made["metadata"] == {"multipleDuration": [15, 30]}

    def test_layouts_and_threshold_are_no_metadata(self, make):
        made = make(
            bookerLayouts={"defaultLayout": "month", "enabledLayouts": ["month"]},
            confirmationPolicy={"type": "time", "noticeThreshold": {"unit": "hours", "count": 2}},
        )

        assert made["metadata"] == {}

    @pytest.mark.parametrize("body", [BODY, EVERYTHING], ids=["default", "everything"])
    def test_what_comes_out_can_go_in_again(self, alice, make, body):
        made = make(**body)

        again = alice.post("/v2/event-types", json=made | {"slug": "copy"})

        different = {"id", "slug", "bookingUrl"}
        copy = data(again)
        assert {name: copy[name] for name in copy if name not in different} == {
            name: made[name] for name in made if name not in different
        }

    def test_a_member_of_an_organization_is_booked_at_its_address(self, teams):
        made = data(teams.api("cal_bob", V).post("/v2/event-types", json=BODY))

        assert made["bookingUrl"] == "https://acme.cal.com/bob-acme/t"


class TestDefaultLocation:
    def test_it_is_the_default_conferencing_app(self, people, make):
        people.load({"users": [{"username": "alice", "conferencing": [{"app": "zoom", "default": True}]}]})

        assert make()["locations"] == [{"type": "integration", "integration": "zoom"}]
