"""`POST /v2/bookings`, version 2024-08-13: refusals in their order, then what is made."""

import pytest

from tests.api.bookings.conftest import (
    ALICE,
    ANN,
    BEN,
    CONFIRM,
    FORM,
    HOSTLESS,
    INTRO,
    LIMITED,
    LOCKED,
    LONG,
    MANAGED,
    ROUND,
    TEAM,
    asked,
    book,
    message,
    raw,
    starts,
)
from tests.conftest import refusal

NO_IDENTITY = "Either eventTypeId or eventTypeSlug + username or eventTypeSlug + teamSlug must be provided"
TOO_SOON = (
    "The event type can't be booked at the \"start\" time provided. This could be because it's too soon (violating the "
    "minimum booking notice) or too far in the future (outside the event's scheduling window). Try fetching available "
    'slots first using the GET /v2/slots endpoint and then make a booking with "start" time equal to one of the available '
    "slots: https://cal.com/docs/api-reference/v2/slots"
)
USER_BUSY = "User either already has booking at this time or is not available"


class TestBody:
    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"start": 5}, "start property is wrong,start must be a valid ISO 8601 date string "),
            (
                {"start": "2026-02-30T10:00:00Z"},
                "start property is wrong,start must be a valid ISO 8601 date string ",
            ),
            ({"foo": 1}, "foo property is wrong,property foo should not exist "),
            (
                {"attendee": ANN | {"email": "nobody"}},
                "attendee property is wrong, email property is wrong,Invalid email format ",
            ),
            (
                {"attendee": ANN | {"phoneNumber": "12"}},
                "attendee property is wrong, phoneNumber property is wrong,Invalid phone number format. Please use "
                "international format. ",
            ),
            (
                {"attendee": ANN | {"timeZone": "Mars/Base"}},
                "attendee property is wrong, timeZone property is wrong,timeZone must be a valid IANA time-zone ",
            ),
            ({"instant": False}, "instant property is wrong,property instant should not exist "),
            ({"lengthInMinutes": 0}, "lengthInMinutes property is wrong,lengthInMinutes must not be less than 1 "),
        ],
    )
    def test_each_wrong_property_is_named(self, anyone, change, sentence):
        response = anyone.post("/v2/bookings", json=asked() | change)

        assert refusal(response) == (400, "BadRequestException", sentence)

    def test_instant_and_a_recurrence_exclude_each_other(self, anyone):
        response = anyone.post("/v2/bookings", json=asked(instant=True, recurrenceCount=2))

        assert message(response) == (400, "instant property is wrong,property instant should not exist ")

    def test_an_attendee_needs_an_address_or_a_phone(self, anyone):
        response = anyone.post("/v2/bookings", json=asked(attendee={"name": "Ann", "timeZone": "UTC"}))

        assert response.status_code == 400
        assert (
            "Attendee must have at least one contact method (email or phone number)"
            in response.json()["error"]["message"]
        )

    def test_the_event_type_must_be_named(self, anyone):
        response = anyone.post("/v2/bookings", json={"start": "2026-01-06T10:00:00Z", "attendee": ANN})

        assert response.status_code == 400
        assert NO_IDENTITY in response.json()["error"]["message"]

    def test_a_missing_body_is_an_empty_one(self, anyone):
        response = anyone.post("/v2/bookings")

        assert response.status_code == 400
        assert response.json()["error"]["message"].startswith("start property is wrong,")

    def test_a_list_is_no_object(self, anyone):
        assert message(anyone.post("/v2/bookings", json=[])) == (400, "Body should be an object")

    @pytest.mark.parametrize(
        "metadata",
        [
            {f"k{number}": "v" for number in range(51)},
            {"k" * 41: "v"},
            {"k": "v" * 501},
            {"k": None},
            {"k": {"nested": "v"}},
        ],
    )
    def test_metadata_is_small_and_flat(self, anyone, metadata):
        response = anyone.post("/v2/bookings", json=asked(metadata=metadata))

        assert response.status_code == 400
        assert (
            "Metadata must have at most 50 keys, each key up to 40 characters, and string values up to 500 characters."
            in response.json()["error"]["message"]
        )

    def test_numbers_in_metadata_fail_in_the_core(self, anyone):
        response = anyone.post("/v2/bookings", json=asked(metadata={"a": 1, "b": True}))

        assert refusal(response) == (
            400,
            "BAD_REQUEST",
            "metadata.b - Expected string, received boolean, metadata.a - Expected string, received number, ",
        )
        assert "details" not in response.json()["error"]

    def test_null_as_the_attendees_zone_is_utc(self, anyone):
        booking = book(anyone, attendee=ANN | {"timeZone": None})

        assert booking["attendees"][0]["timeZone"] == "UTC"

    def test_a_bad_key_is_never_anonymous(self, mockcal, world):
        response = mockcal.api("not-a-token", "2024-08-13").post("/v2/bookings", json=asked())

        assert response.status_code == 401


class TestEventType:
    @pytest.mark.parametrize(
        ("names", "sentence"),
        [
            ({"eventTypeId": 999}, "Event type with id 999 not found."),
            ({"eventTypeSlug": "intro", "username": "nobody"}, "User with username nobody not found"),
            (
                {"eventTypeSlug": "none", "username": "alice"},
                "Event type with slug none belonging to user alice not found.",
            ),
            ({"eventTypeSlug": "round", "teamSlug": "nobody"}, "Team with slug nobody not found"),
            (
                {"eventTypeSlug": "none", "teamSlug": "support"},
                "Event type with slug none belonging to team support not found.",
            ),
            (
                {"eventTypeSlug": "intro", "username": "alice", "organizationSlug": "none"},
                "slots-input.service.ts: Organization with slug none not found",
            ),
        ],
    )
    def test_what_does_not_exist_is_404(self, anyone, names, sentence):
        response = anyone.post("/v2/bookings", json={"start": "2026-01-06T10:00:00Z", "attendee": ANN, **names})

        assert refusal(response) == (404, "NotFoundException", sentence)

    def test_by_slugs(self, anyone):
        body = {"start": "2026-01-06T10:00:00Z", "attendee": ANN}
        mine = anyone.post("/v2/bookings", json=body | {"eventTypeSlug": "intro", "username": "alice"})
        teams = anyone.post("/v2/bookings", json=body | {"eventTypeSlug": "round", "teamSlug": "support"})

        assert mine.json()["data"]["eventType"] == {"id": INTRO, "slug": "intro"}
        assert teams.json()["data"]["eventType"] == {"id": ROUND, "slug": "round"}

    def test_the_id_wins_over_slugs(self, anyone):
        booking = book(anyone, INTRO, eventTypeSlug="round", teamSlug="support")

        assert booking["eventTypeId"] == INTRO

    def test_groups_of_people_are_no_usernames(self, anyone):
        body = {"start": "2026-01-06T10:00:00Z", "attendee": ANN, "eventTypeSlug": "30", "username": "alice+bob"}

        assert message(anyone.post("/v2/bookings", json=body)) == (404, "User with username alice+bob not found")

    def test_some_want_their_own_people(self, anyone, stranger, alice, mockcal):
        nobody = anyone.post("/v2/bookings", json=asked(LOCKED))
        other = stranger.post("/v2/bookings", json=asked(LOCKED))
        own = alice.post("/v2/bookings", json=asked(LOCKED))

        assert message(nobody) == (
            401,
            "checkBookingRequiresAuthentication - request must be authenticated by passing credentials belonging to event "
            "type owner, host or team or org admin or owner.",
        )
        assert message(other) == (
            403,
            "checkBookingRequiresAuthentication - user is not authorized to access this event type. User has to be either "
            "event type owner, host, team admin or owner or org admin or owner.",
        )
        assert own.status_code == 201

    def test_a_managed_parent_cannot_be_booked(self, anyone):
        assert message(anyone.post("/v2/bookings", json=asked(MANAGED))) == (
            400,
            f"Event type with id={MANAGED} is the parent managed event type that can't be booked. You have to provide the "
            "child event type id aka id of event type that has been assigned to one of the users.",
        )

    def test_a_team_without_hosts_cannot_be_booked(self, anyone):
        response = anyone.post("/v2/bookings", json=asked(HOSTLESS))

        assert refusal(response) == (
            422,
            "UnprocessableEntityException",
            "Can't book this team event type because it has no hosts. Please, add at least 1 host to event type with "
            f"id={HOSTLESS} belonging to team with id={TEAM} and try again.",
        )


class TestFields:
    @pytest.mark.parametrize(
        ("answers", "sentence"),
        [
            (
                {},
                "Missing required booking field response: company - it is required by the event type booking fields, but "
                f"missing in the bookingFieldsResponses. You can fetch the event type with ID {FORM} to see the required "
                "fields.",
            ),
            (
                {"company": 5},
                "Invalid type for booking field 'company'. Expected type string (compatible with field type 'text'), but "
                "received number.",
            ),
            (
                {"company": "x", "size": []},
                "Invalid type for booking field 'size'. Expected type string or number (compatible with field type "
                "'select'), but received object.",
            ),
            ({"company": "x", "size": "m"}, "Invalid option 'm' for booking field 'size'. Allowed options are: s, l."),
            (
                {"company": "x", "tags": ["a", "z"]},
                "One or more invalid options for booking field 'tags'. Allowed options are: a, b.",
            ),
            (
                {"company": "x", "tags": "a"},
                "Invalid type for booking field 'tags'. Expected type array (compatible with field type 'checkbox'), but "
                "received string.",
            ),
            (
                {"company": "x", "age": "7"},
                "Invalid type for booking field 'age'. Expected type number (compatible with field type 'number'), but "
                "received string.",
            ),
        ],
    )
    def test_answers_are_checked_in_the_order_of_the_fields(self, anyone, answers, sentence):
        response = anyone.post("/v2/bookings", json=asked(FORM, bookingFieldsResponses=answers))

        assert refusal(response) == (400, "BadRequestException", sentence)

    def test_the_core_checks_them_once_more(self, anyone):
        answers = {"company": "x", "age": 7, "site": "no url"}

        response = anyone.post("/v2/bookings", json=asked(FORM, bookingFieldsResponses=answers))

        assert refusal(response) == (
            400,
            "BAD_REQUEST",
            "responses - {site}url_validation_error, responses - {age}Invalid string, ",
        )

    @pytest.mark.parametrize(
        ("guests", "code", "sentence"),
        [
            (["nobody"], "BAD_REQUEST", "responses - {guests}email_validation_error, "),
            (["a@example.com", "A@example.com"], "BAD_REQUEST", "responses - {guests}duplicate_email, "),
            ([5], "BadRequestException", "guests property is wrong,each value in guests must be a string "),
        ],
    )
    def test_guests_are_addresses_and_different_ones(self, anyone, guests, code, sentence):
        response = anyone.post("/v2/bookings", json=asked(guests=guests))

        assert refusal(response) == (400, code, sentence)

    def test_who_has_only_a_phone_is_refused_where_an_address_is_required(self, anyone):
        phone_only = {"name": "Ann", "phoneNumber": "+919876543210", "timeZone": "UTC"}

        response = anyone.post("/v2/bookings", json=asked(attendee=phone_only))

        assert refusal(response) == (400, "BAD_REQUEST", "responses - {email}error_required_field, ")

    def test_a_required_phone_comes_with_the_attendee(self, mockcal, world):
        mockcal.load(
            {
                "teams": [
                    {
                        "slug": "support",
                        "eventTypes": [
                            {
                                "slug": "call",
                                "id": 40,
                                "title": "Call",
                                "lengthInMinutes": 30,
                                "schedulingType": "roundRobin",
                                "hosts": [{"user": "alice"}],
                                "bookingFields": [
                                    {"type": "email", "required": False, "hidden": True},
                                    {
                                        "type": "phone",
                                        "slug": "attendeePhoneNumber",
                                        "label": "Phone",
                                        "required": True,
                                        "hidden": False,
                                    },
                                ],
                            }
                        ],
                    }
                ]
            }
        )
        anyone = mockcal.api(version="2024-08-13")

        without = anyone.post("/v2/bookings", json=asked(40))
        phone_only = {"name": "Ann", "phoneNumber": "+919876543210", "timeZone": "UTC"}
        booking = book(anyone, 40, attendee=phone_only)

        assert message(without) == (
            400,
            'Missing attendee phone number - it is required by the event type. Pass it as "attendee.phoneNumber" string '
            "in the request.",
        )
        assert booking["attendees"][0]["email"] == "919876543210@sms.cal.com"
        assert booking["attendees"][0]["phoneNumber"] == "+919876543210"
        assert booking["bookingFieldsResponses"]["email"] == "919876543210@sms.cal.com"
        assert booking["bookingFieldsResponses"]["attendeePhoneNumber"] == "+919876543210"

    def test_unknown_answers_are_kept(self, anyone):
        booking = book(anyone, bookingFieldsResponses={"colour": "red"})

        assert booking["bookingFieldsResponses"]["colour"] == "red"

    def test_a_name_in_two_parts(self, anyone):
        booking = book(anyone, bookingFieldsResponses={"name": {"firstName": "Ann", "lastName": "Other"}})

        assert booking["attendees"][0]["name"] == "Ann Other"
        assert booking["bookingFieldsResponses"]["name"] == {"firstName": "Ann", "lastName": "Other"}

    def test_the_order_is_fields_then_length_then_location(self, anyone):
        body = asked(FORM, lengthInMinutes=45, location={"type": "address"})

        first = anyone.post("/v2/bookings", json=body)
        second = anyone.post("/v2/bookings", json=body | {"bookingFieldsResponses": {"company": "x"}})

        assert "Missing required booking field response" in message(first)[1]
        assert "Can't specify 'lengthInMinutes'" in message(second)[1]


class TestLength:
    def test_one_length_only(self, anyone):
        response = anyone.post("/v2/bookings", json=asked(lengthInMinutes=30))

        assert message(response) == (
            400,
            "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths. Please, remove "
            "the 'lengthInMinutes' field from the request.",
        )

    def test_not_one_of_the_lengths(self, anyone):
        response = anyone.post("/v2/bookings", json=asked(LONG, lengthInMinutes=45))

        assert message(response) == (
            400,
            "Provided 'lengthInMinutes' is not one of the possible lengths for the event type. The possible lengths are: "
            "15, 30, 60",
        )

    def test_a_chosen_length(self, anyone):
        booking = book(anyone, LONG, lengthInMinutes=60)

        assert (booking["duration"], booking["end"]) == (60, "2026-01-06T11:00:00.000Z")

    def test_the_default_length(self, anyone):
        assert book(anyone, LONG)["duration"] == 30


class TestTime:
    def test_the_past(self, anyone):
        response = anyone.post("/v2/bookings", json=asked(start="2026-01-05T07:59:59Z"))

        assert refusal(response) == (400, "BadRequestException", "Attempting to book a meeting in the past.")

    def test_inside_the_notice(self, anyone):
        assert message(anyone.post("/v2/bookings", json=asked(start="2026-01-05T09:30:00Z"))) == (400, TOO_SOON)

    def test_outside_the_window(self, anyone):
        assert message(anyone.post("/v2/bookings", json=asked(LIMITED, "2026-01-13T10:00:00Z"))) == (400, TOO_SOON)
        assert book(anyone, LIMITED, "2026-01-12T10:00:00Z")["status"] == "accepted"

    def test_a_limit_of_bookings(self, anyone):
        book(anyone, LIMITED)

        response = anyone.post("/v2/bookings", json=asked(LIMITED, "2026-01-06T12:00:00Z"))

        assert raw(response) == (401, "booking_limit_reached")

    def test_a_limit_of_minutes(self, mockcal, alice):
        alice.patch(
            f"/v2/event-types/{INTRO}",
            json={"bookingLimitsDuration": {"day": 60}},
            headers={"cal-api-version": "2024-06-14"},
        ).raise_for_status()
        book(alice, start="2026-01-06T10:00:00Z")
        book(alice, start="2026-01-06T11:00:00Z")

        response = alice.post("/v2/bookings", json=asked(start="2026-01-06T12:00:00Z"))

        assert raw(response) == (401, "duration_limit_reached")

    def test_a_taken_time(self, anyone):
        book(anyone)

        response = anyone.post("/v2/bookings", json=asked(attendee=BEN))

        assert refusal(response) == (400, "BadRequestException", USER_BUSY)

    def test_outside_working_hours(self, anyone):
        assert message(anyone.post("/v2/bookings", json=asked(start="2026-01-06T16:45:00Z"))) == (400, USER_BUSY)
        assert message(anyone.post("/v2/bookings", json=asked(start="2026-01-10T10:00:00Z"))) == (400, USER_BUSY)

    def test_any_start_within_working_hours_will_do(self, anyone):
        assert book(anyone, start="2026-01-06T10:07:00Z")["end"] == "2026-01-06T10:37:00.000Z"

    def test_touching_bookings_do_not_overlap(self, anyone):
        book(anyone, start="2026-01-06T10:00:00Z")

        assert book(anyone, start="2026-01-06T10:30:00Z")["status"] == "accepted"
        assert book(anyone, start="2026-01-06T09:30:00Z")["status"] == "accepted"

    def test_a_buffer_reaches_both_ways(self, alice):
        alice.patch(
            f"/v2/event-types/{INTRO}", json={"afterEventBuffer": 15}, headers={"cal-api-version": "2024-06-14"}
        ).raise_for_status()
        book(alice, start="2026-01-06T10:00:00Z")

        near = [alice.post("/v2/bookings", json=asked(start=f"2026-01-06T{at}:00Z")) for at in ("09:30", "10:30")]
        far = [alice.post("/v2/bookings", json=asked(start=f"2026-01-06T{at}:00Z")) for at in ("09:15", "10:45")]

        assert [message(one) for one in near] == [(400, USER_BUSY)] * 2
        assert [one.status_code for one in far] == [201, 201]

    def test_another_event_type_of_the_host_is_in_the_way(self, anyone):
        book(anyone, INTRO)

        assert message(anyone.post("/v2/bookings", json=asked(LONG))) == (400, USER_BUSY)

    def test_a_start_with_an_offset_is_converted(self, anyone):
        assert book(anyone, start="2026-01-06T11:00:00+01:00")["start"] == "2026-01-06T10:00:00.000Z"

    def test_a_start_without_a_zone_is_utc(self, anyone):
        assert book(anyone, start="2026-01-06T10:00:00")["start"] == "2026-01-06T10:00:00.000Z"

    def test_a_refused_booking_leaves_nothing(self, anyone, alice):
        anyone.post("/v2/bookings", json=asked(start="2026-01-06T08:00:00Z"))

        assert alice.get("/v2/bookings").json()["data"] == []


class TestOverruling:
    """`allowConflicts` and `allowBookingOutOfBounds`: for hosts alone."""

    def test_a_host_may_book_over_a_conflict(self, alice, stranger):
        book(alice)

        refused = stranger.post("/v2/bookings", json=asked(attendee=BEN, allowConflicts=True))
        twice = alice.post("/v2/bookings", json=asked(attendee=BEN, allowConflicts=True))

        assert message(refused) == (400, USER_BUSY)
        assert twice.status_code == 201

    def test_a_host_may_book_inside_the_notice(self, alice, anyone):
        soon = asked(start="2026-01-05T09:00:00Z", allowBookingOutOfBounds=True)

        assert message(anyone.post("/v2/bookings", json=soon)) == (400, TOO_SOON)
        assert alice.post("/v2/bookings", json=soon).status_code == 201

    def test_nobody_books_the_past(self, alice):
        late = asked(start="2026-01-05T07:00:00Z", allowBookingOutOfBounds=True, allowConflicts=True)

        assert message(alice.post("/v2/bookings", json=late)) == (400, "Attempting to book a meeting in the past.")


class TestRegular:
    """The whole answer."""

    def test_what_is_made(self, anyone):
        booking = book(
            anyone,
            location="https://meet.google.com/abc-def-ghi",
            bookingFieldsResponses={"customField": "customValue"},
            metadata={"userId": "100"},
            guests=["bob@gmail.com"],
        )

        uid = booking["uid"]
        assert len(uid) == 22
        assert booking == {
            "id": booking["id"],
            "uid": uid,
            "title": "Intro between Alice Host and Ann Lee",
            "description": "",
            "hosts": [
                {
                    "id": ALICE,
                    "name": "Alice Host",
                    "email": "alice@example.com",
                    "displayEmail": "alice@example.com",
                    "username": "alice",
                    "timeZone": "UTC",
                }
            ],
            "status": "accepted",
            "cancellationReason": "",
            "cancelledByEmail": "",
            "rescheduledByEmail": None,
            "start": "2026-01-06T10:00:00.000Z",
            "end": "2026-01-06T10:30:00.000Z",
            "duration": 30,
            "eventTypeId": INTRO,
            "eventType": {"id": INTRO, "slug": "intro"},
            "meetingUrl": "https://meet.google.com/abc-def-ghi",
            "location": "https://meet.google.com/abc-def-ghi",
            "absentHost": False,
            "createdAt": "2026-01-05T08:00:00.000Z",
            "updatedAt": "2026-01-05T08:00:00.000Z",
            "rating": None,
            "icsUid": f"{uid}@Cal.com",
            "isPlatformManagedUserBooking": False,
            "attendees": [
                {
                    "name": "Ann Lee",
                    "email": "ann@example.com",
                    "displayEmail": "ann@example.com",
                    "timeZone": "Europe/Rome",
                    "language": "it",
                    "absent": False,
                },
                {
                    "name": "",
                    "email": "bob@gmail.com",
                    "displayEmail": "bob@gmail.com",
                    "timeZone": "Europe/Rome",
                    "language": "en",
                    "absent": False,
                },
            ],
            "guests": ["bob@gmail.com"],
            "bookingFieldsResponses": {
                "name": "Ann Lee",
                "email": "ann@example.com",
                "customField": "customValue",
                "guests": ["bob@gmail.com"],
                "location": {"value": "link", "optionValue": "https://meet.google.com/abc-def-ghi"},
                "displayEmail": "ann@example.com",
                "displayGuests": ["bob@gmail.com"],
            },
            "metadata": {"userId": "100"},
        }

    def test_what_is_read_is_what_was_made(self, anyone):
        booking = book(anyone, guests=["bob@gmail.com"])

        found = anyone.get(f"/v2/bookings/{booking['uid']}").json()["data"]

        assert found == {key: value for key, value in booking.items() if key != "isPlatformManagedUserBooking"}

    def test_the_slot_is_gone(self, mockcal, anyone):
        assert "10:00" in starts(mockcal, INTRO)

        book(anyone)

        assert "10:00" not in starts(mockcal, INTRO)

    def test_notes_are_the_description(self, anyone):
        assert book(anyone, bookingFieldsResponses={"notes": "Bring tea"})["description"] == "Bring tea"

    def test_the_event_types_own_name_is_the_title(self, alice):
        alice.patch(
            f"/v2/event-types/{INTRO}",
            json={"customName": "{Event type title}: {Scheduler first name} with {Organiser} ({Event duration})"},
            headers={"cal-api-version": "2024-06-14"},
        ).raise_for_status()

        assert book(alice)["title"] == "Intro: Ann with Alice Host (30 mins)"

    @pytest.mark.parametrize(
        ("name", "title"),
        [
            ("{company}", "ACME"),
            ("{agree}, {tags}", "true, a,b"),
            ("{name}", "Ann Other"),
            ("[{size}{nothing}]", "[]"),
        ],
    )
    def test_a_stored_name_may_hold_answers(self, mockcal, anyone, name, title):
        fields = [
            {"type": "text", "slug": "company", "label": "Company", "required": True},
            {"type": "boolean", "slug": "agree", "label": "Agree", "required": True},
            {"type": "checkbox", "slug": "tags", "label": "Tags", "required": True, "options": ["a", "b"]},
        ]
        event_type = {"slug": "intro", "bookingFields": fields, "stored": {"eventName": name}}
        mockcal.load({"users": [{"username": "alice", "eventTypes": [event_type]}]})

        answers = {"company": "ACME", "agree": True, "tags": ["a", "b"]}
        name_in_parts = {"firstName": "Ann", "lastName": "Other"}
        booking = book(anyone, bookingFieldsResponses={**answers, "name": name_in_parts})

        assert booking["title"] == title

    def test_the_same_bookings_in_any_served_version(self, mockcal, world):
        for version in ("2024-08-13", "2026-02-25", "2026-05-01"):
            client = mockcal.api(version=version)
            booking = book(client, attendee=ANN, start=f"2026-01-0{7 + len(client.headers) % 2}T10:00:00Z")
            client.post(f"/v2/bookings/{booking['uid']}/cancel", json={})
            assert booking["status"] == "accepted"

    @pytest.mark.parametrize("version", ["2024-09-04", "2026-06-12"])
    def test_a_version_without_bookings_is_404(self, mockcal, world, version):
        response = mockcal.api(version=version).post("/v2/bookings", json=asked())

        assert message(response) == (404, "Cannot POST /v2/bookings")


class TestConfirmation:
    def test_a_booking_may_wait_for_its_host(self, anyone, mockcal):
        booking = book(anyone, CONFIRM)

        assert booking["status"] == "pending"
        assert booking["location"] == "integrations:daily"
        assert "10:00" in starts(mockcal, CONFIRM)

    def test_the_owner_himself_waits_too(self, alice):
        assert book(alice, CONFIRM)["status"] == "pending"

    def test_the_same_request_twice_is_one_booking(self, anyone):
        first = book(anyone, CONFIRM)

        again = book(anyone, CONFIRM)

        assert again["uid"] == first["uid"]

    def test_another_booker_gets_one_of_his_own(self, anyone):
        first = book(anyone, CONFIRM)

        assert book(anyone, CONFIRM, attendee=BEN)["uid"] != first["uid"]

    def test_far_enough_ahead_needs_no_word(self, alice):
        alice.patch(
            f"/v2/event-types/{CONFIRM}",
            json={"confirmationPolicy": {"type": "time", "noticeThreshold": {"count": 24, "unit": "hours"}}},
            headers={"cal-api-version": "2024-06-14"},
        ).raise_for_status()

        assert book(alice, CONFIRM, "2026-01-05T14:00:00Z")["status"] == "pending"
        assert book(alice, CONFIRM, "2026-01-07T14:00:00Z")["status"] == "accepted"

    def test_only_who_writes_from_a_free_address_waits_where_that_decides(self, mockcal, anyone):
        wary = {"slug": "intro", "stored": {"requiresConfirmationForFreeEmail": True}}
        mockcal.load({"users": [{"username": "alice", "eventTypes": [wary]}]})

        assert book(anyone, INTRO, attendee=ANN | {"email": "ann@gmail.com"})["status"] == "pending"
        assert book(anyone, INTRO, attendee=ANN)["status"] == "accepted"

    def test_pending_ones_block_where_the_event_type_says_so(self, alice, mockcal):
        alice.patch(
            f"/v2/event-types/{CONFIRM}",
            json={"confirmationPolicy": {"type": "always", "blockUnconfirmedBookingsInBooker": True}},
            headers={"cal-api-version": "2024-06-14"},
        ).raise_for_status()
        book(alice, CONFIRM)

        response = alice.post("/v2/bookings", json=asked(CONFIRM, attendee=BEN))

        assert message(response) == (400, USER_BUSY)
        assert "10:00" not in starts(mockcal, CONFIRM)


class TestBookerLimit:
    @pytest.fixture
    def limited(self, alice):
        alice.patch(
            f"/v2/event-types/{INTRO}",
            json={"bookerActiveBookingsLimit": {"maximumActiveBookings": 1, "offerReschedule": False}},
            headers={"cal-api-version": "2024-06-14"},
        ).raise_for_status()
        return alice

    def test_no_more_than_so_many(self, limited):
        book(limited)

        response = limited.post("/v2/bookings", json=asked(start="2026-01-07T10:00:00Z"))

        assert refusal(response) == (
            400,
            "BadRequestException",
            "Attendee with this email can't book because the maximum number of active bookings has been reached.",
        )
        assert book(limited, start="2026-01-07T10:00:00Z", attendee=BEN)["status"] == "accepted"

    def test_an_offer_to_move_the_one_there_is(self, limited):
        limited.patch(
            f"/v2/event-types/{INTRO}",
            json={"bookerActiveBookingsLimit": {"maximumActiveBookings": 1, "offerReschedule": True}},
            headers={"cal-api-version": "2024-06-14"},
        ).raise_for_status()
        uid = book(limited)["uid"]

        response = limited.post("/v2/bookings", json=asked(start="2026-01-07T10:00:00Z"))

        assert message(response)[1].endswith(
            f"has been reached. You can reschedule your existing booking ({uid}) to a new timeslot instead."
        )

    def test_a_cancelled_one_does_not_count(self, limited):
        uid = book(limited)["uid"]
        limited.post(f"/v2/bookings/{uid}/cancel", json={"cancellationReason": "ill"}).raise_for_status()

        assert book(limited, start="2026-01-07T10:00:00Z")["status"] == "accepted"


class TestVerification:
    def test_a_code_is_asked_for(self, mockcal, alice):
        alice.patch(
            f"/v2/event-types/{INTRO}",
            json={"requiresBookerEmailVerification": True},
            headers={"cal-api-version": "2024-06-14"},
        ).raise_for_status()

        without = alice.post("/v2/bookings", json=asked())
        wrong = alice.post("/v2/bookings", json=asked(emailVerificationCode="000000"))
        alice.post(
            "/v2/verified-resources/emails/verification-code/request", json={"email": "ann@example.com"}
        ).raise_for_status()
        code = mockcal.outbox()[-1]["code"]
        right = alice.post("/v2/bookings", json=asked(emailVerificationCode=code))

        assert raw(without) == (400, "email_verification_required")
        assert raw(wrong) == (400, "invalid_verification_code")
        assert right.status_code == 201


class TestReservedSlot:
    def test_a_reservation_is_used_up(self, mockcal, anyone):
        slots = mockcal.api(version="2024-09-04")
        held = slots.post(
            "/v2/slots/reservations", json={"eventTypeId": INTRO, "slotStart": "2026-01-06T10:00:00Z"}
        ).json()["data"]["reservationUid"]

        booking = book(anyone, reservedSlotUid=held)

        assert booking["status"] == "accepted"
        assert slots.get(f"/v2/slots/reservations/{held}").json()["data"] is None

    def test_whoever_was_first_has_it(self, mockcal, anyone):
        mockcal.api(version="2024-09-04").post(
            "/v2/slots/reservations", json={"eventTypeId": INTRO, "slotStart": "2026-01-06T10:00:00Z"}
        ).raise_for_status()

        response = anyone.post("/v2/bookings", json=asked(reservedSlotUid="mine"))

        assert response.status_code == 400
        assert response.json()["message"] == response.json()["error"]["message"]
        assert "Someone else reserved this slot before you" in response.json()["message"]
        assert "will be freed up in 300 seconds" in response.json()["message"]

    def test_without_one_reservations_are_not_looked_at(self, mockcal, anyone):
        slots = mockcal.api(version="2024-09-04")
        held = slots.post(
            "/v2/slots/reservations", json={"eventTypeId": INTRO, "slotStart": "2026-01-06T10:00:00Z"}
        ).json()["data"]["reservationUid"]

        assert book(anyone)["status"] == "accepted"
        assert slots.get(f"/v2/slots/reservations/{held}").json()["data"] is not None


class TestRace:
    def test_two_clients_get_one_booking(self, mockcal, world):
        from concurrent.futures import ThreadPoolExecutor

        def attempt(number: int) -> int:
            client = mockcal.api(version="2024-08-13")
            attendee = {"name": "N", "email": f"n{number}@example.com", "timeZone": "UTC"}
            return client.post("/v2/bookings", json=asked(attendee=attendee)).status_code

        with ThreadPoolExecutor(6) as pool:
            statuses = sorted(pool.map(attempt, range(6)))

        assert statuses == [201, 400, 400, 400, 400, 400]


class TestSideEffects:
    def test_a_webhook_and_mails(self, mockcal, alice):
        alice.post(
            "/v2/webhooks",
            json={"active": True, "subscriberUrl": "http://127.0.0.1:9/hook", "triggers": ["BOOKING_CREATED"]},
        ).raise_for_status()

        booking = book(alice, guests=["gus@example.com"])

        (delivery,) = mockcal.deliveries()
        assert delivery["trigger"] == "BOOKING_CREATED"
        assert f'"uid":"{booking["uid"]}"' in delivery["requestBody"]
        assert sorted((mail["template"], *mail["to"]) for mail in mockcal.outbox()) == [
            ("attendee-scheduled", "ann@example.com"),
            ("attendee-scheduled", "gus@example.com"),
            ("organizer-scheduled", "alice@example.com"),
        ]

    def test_a_request_tells_the_host_and_the_booker(self, mockcal, anyone):
        book(anyone, CONFIRM, guests=["gus@example.com"])

        assert sorted((mail["template"], *mail["to"]) for mail in mockcal.outbox()) == [
            ("attendee-awaiting-confirmation", "ann@example.com"),
            ("organizer-request", "alice@example.com"),
        ]

    def test_a_room_and_an_event(self, mockcal, world):
        mockcal.load(
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
                                "selected": True,
                                "destination": True,
                            }
                        ],
                    }
                ]
            }
        )
        alice = mockcal.api("cal_alice", "2024-08-13")

        booking = book(alice)

        assert booking["location"] == f"https://app.cal.com/video/{booking['uid']}"
        references = alice.get(f"/v2/bookings/{booking['uid']}/references").json()["data"]
        assert {one["type"]: one["destinationCalendarId"] for one in references} == {
            "google_calendar": "alice@gmail.example",
            "daily_video": None,
        }
        event_uid = next(one["eventUid"] for one in references if one["type"] == "google_calendar")
        event = alice.get(f"/v2/calendars/google/event/{event_uid}").json()["data"]
        assert event["title"] == "Intro between Alice Host and Ann Lee"
        assert event["start"] == {"time": "2026-01-06T10:00:00.000Z", "timeZone": "UTC"}
