"""`PATCH /v2/event-types/{eventTypeId}`, version 2024-06-14."""

import pytest

from tests.api.event_types.conftest import BODY, VIDEO, V, data
from tests.api.event_types.test_create import EVERYTHING
from tests.conftest import constraints, refusal

GENERIC = (400, "TRPCError", "Bad request: Please check your request data and try again")
DATABASE = (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")
SEATS = {"seatsPerTimeSlot": 4, "showAttendeeInfo": True, "showAvailabilityCount": True}
TWO = [VIDEO, {"type": "phone", "phone": "+37120993151", "public": True}]


@pytest.fixture
def change(alice):
    """Changes an event type of Alice's."""

    def changed(event_type_id, **more):
        return alice.patch(f"/v2/event-types/{event_type_id}", json=more)

    return changed


class TestRefusals:
    def test_an_id_must_be_whole(self, alice):
        response = alice.patch("/v2/event-types/abc", json={"title": 5})

        assert refusal(response) == (400, "BadRequestException", "Validation failed (numeric string is expected)")

    def test_the_body_is_validated_before_the_event_type_is_looked_for(self, change):
        assert set(constraints(change(77, title=5))) == {"title"}

    def test_an_unknown_one(self, change):
        assert refusal(change(77, title="U")) == (404, "NotFoundException", "Event type with id 77 not found")

    def test_somebody_elses_is_as_good_as_unknown(self, bob, make):
        made = make()

        response = bob.patch(f"/v2/event-types/{made['id']}", json={"title": "U"})

        assert refusal(response) == (404, "NotFoundException", "Event type with id 1 not found")

    def test_what_does_not_go_together_is_told_first(self, change):
        assert refusal(change(77, customName="{foo}"))[2] == "Invalid event name variables: {foo}"

    def test_a_taken_slug_is_refused_in_general_words(self, change, make):
        make(slug="a")
        made = make(slug="b")

        assert refusal(change(made["id"], slug="a")) == GENERIC
        assert data(change(made["id"], slug="b"))["slug"] == "b"

    def test_a_foreign_schedule(self, change, make):
        assert refusal(change(make()["id"], scheduleId=99)) == (
            404,
            "NotFoundException",
            "User with ID=101 does not own schedule with ID=99",
        )

    @pytest.mark.parametrize("name", ["title", "slug", "lengthInMinutes", "minimumBookingNotice", "hidden"])
    def test_null_in_a_column_that_needs_a_value(self, alice, change, make, name):
        made = make()

        assert refusal(change(made["id"], **{name: None})) == DATABASE
        assert data(alice.get(f"/v2/event-types/{made['id']}")) == made

    @pytest.mark.parametrize(
        ("stored", "change_", "sentence"),
        [
            ({"seats": SEATS}, {"locations": TWO}, "more than one location provided."),
            (
                {"seats": SEATS},
                {"confirmationPolicy": {"type": "always", "blockUnconfirmedBookingsInBooker": False}},
                "requiresConfirmation is true.",
            ),
            ({"locations": TWO}, {"seats": SEATS}, "more than one location provided."),
            (
                {"seats": SEATS},
                {"seats": {"disabled": True}, "locations": TWO},
                "more than one location provided.",
            ),
        ],
        ids=["locations", "confirmation", "seats", "seats off at the same time"],
    )
    def test_seats_are_checked_against_what_is_stored(self, change, make, stored, change_, sentence):
        made = make(**stored)

        response = change(made["id"], **change_)

        assert refusal(response)[0] == 400
        assert refusal(response)[2] == f"Seats Validation failed: Seats are enabled but {sentence}"

    def test_seats_off_first_and_then_a_second_location(self, change, make):
        made = make(seats=SEATS)

        assert data(change(made["id"], seats={"disabled": True}))["seats"] == {"disabled": True}
        assert data(change(made["id"], locations=TWO))["locations"] == TWO

    @pytest.mark.parametrize(
        "other",
        [{"seats": SEATS}, {"bookerActiveBookingsLimit": {"maximumActiveBookings": 1}}],
        ids=["seats", "booker limit"],
    )
    def test_recurrence_excludes_some(self, alice, change, make, other):
        made = make(recurrence={"interval": 1, "occurrences": 3, "frequency": "weekly"})

        assert refusal(change(made["id"], **other)) == GENERIC
        assert data(alice.get(f"/v2/event-types/{made['id']}")) == made


class TestWhatStays:
    @pytest.mark.parametrize("name", sorted(set(EVERYTHING) - {"slug"}))
    def test_a_change_of_one_leaves_all_others(self, change, make, name):
        made = make(**EVERYTHING)

        changed = data(change(made["id"], **{name: EVERYTHING[name]}))

        assert changed == made

    def test_an_empty_change_changes_nothing(self, change, make):
        made = make(**EVERYTHING)

        assert data(change(made["id"])) == made

    @pytest.mark.parametrize(
        ("given", "shown"),
        [
            ({"title": "U"}, {"title": "U"}),
            ({"lengthInMinutes": 15}, {"lengthInMinutes": 15}),
            ({"lengthInMinutesOptions": [20]}, {"lengthInMinutesOptions": [20]}),
            ({"hidden": False}, {"hidden": False}),
            ({"slug": " -x"}, {"slug": "x", "bookingUrl": "https://cal.com/alice/x"}),
            ({"bookingLimitsCount": {"week": 7}}, {"bookingLimitsCount": {"week": 7}}),
            ({"bookingLimitsCount": {"disabled": True}}, {"bookingLimitsCount": {}}),
            ({"bookingLimitsDuration": {"disabled": True}}, {"bookingLimitsDuration": {}}),
            ({"bookingWindow": {"disabled": True}}, {"bookingWindow": {"disabled": True}}),
            ({"confirmationPolicy": {"disabled": True}}, {"confirmationPolicy": {"disabled": True}}),
            (
                {"confirmationPolicy": {"type": "always"}},
                {"confirmationPolicy": {"type": "always", "blockUnconfirmedBookingsInBooker": False}},
            ),
            ({"bookerActiveBookingsLimit": {"disabled": True}}, {"bookerActiveBookingsLimit": {"disabled": True}}),
            ({"disableCancelling": {"disabled": False}}, {"disableCancelling": {"disabled": False}}),
            ({"disableRescheduling": {"disabled": True}}, {"disableRescheduling": {"disabled": True}}),
            ({"slotInterval": None}, {"slotInterval": None}),
            ({"description": None}, {"description": ""}),
            ({"successRedirectUrl": None}, {"successRedirectUrl": None}),
            ({"scheduleId": None}, {"scheduleId": None}),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_one_change_shows_and_nothing_else(self, change, make, given, shown):
        made = make(**EVERYTHING)

        changed = data(change(made["id"], **given))

        if shown.get("lengthInMinutesOptions"):
            shown = shown | {"metadata": {"multipleDuration": [20]}}
        assert changed == made | shown

    def test_a_custom_name_goes_with_null(self, change, make):
        made = make(customName="{HOST}")

        assert "customName" not in data(change(made["id"], customName=None))

    def test_a_threshold_goes_with_the_policy_that_had_it(self, change, make):
        policy = {"type": "time", "noticeThreshold": {"unit": "minutes", "count": 60}}
        made = make(confirmationPolicy=policy)

        always = data(change(made["id"], confirmationPolicy={"type": "always"}))
        off = data(change(made["id"], confirmationPolicy={"disabled": True}))

        assert always["confirmationPolicy"] == {"type": "always", "blockUnconfirmedBookingsInBooker": False}
        assert off["confirmationPolicy"] == {"disabled": True}

    def test_recurrence_cannot_be_switched_off(self, change, make):
        made = make(recurrence={"interval": 1, "occurrences": 3, "frequency": "weekly"})

        changed = data(change(made["id"], recurrence={"disabled": True}))

        assert changed["recurrence"] == {"interval": 1, "occurrences": 3, "frequency": "weekly", "disabled": False}


class TestGuests:
    def test_disabling_guests_hides_their_field(self, change, make):
        made = make()

        off = data(change(made["id"], disableGuests=True))
        on = data(change(made["id"], disableGuests=False))

        assert off["disableGuests"] is True and guests(off)["hidden"] is True
        assert on["disableGuests"] is False and guests(on)["hidden"] is False

    def test_without_fields_it_rebuilds_the_form(self, change, make):
        made = make(bookingFields=[{"type": "text", "slug": "team", "label": "Team", "required": True}])
        assert "team" in [one["slug"] for one in made["bookingFields"]]

        changed = data(change(made["id"], disableGuests=True))

        assert [one["slug"] for one in changed["bookingFields"]] == [
            "name",
            "email",
            "location",
            "title",
            "notes",
            "guests",
            "rescheduleReason",
        ]

    def test_it_mirrors_the_field_whenever_fields_are_written(self, change, make):
        made = make(bookingFields=[{"slug": "guests", "hidden": True}])
        assert made["disableGuests"] is True

        changed = data(change(made["id"], bookingFields=[{"slug": "notes", "required": True}]))

        assert changed["disableGuests"] is False


def guests(event_type):
    return next(one for one in event_type["bookingFields"] if one["slug"] == "guests")


class TestVideoSettings:
    def test_they_are_written_as_a_whole(self, change, make):
        made = make(
            calVideoSettings={"disableRecordingForGuests": True, "redirectUrlOnExit": "https://example.com/bye"}
        )

        changed = data(change(made["id"], calVideoSettings={"enableAutomaticTranscription": True}))

        assert changed["calVideoSettings"] == {
            "eventTypeId": made["id"],
            "disableRecordingForOrganizer": False,
            "disableRecordingForGuests": False,
            "enableAutomaticRecordingForOrganizer": False,
            "enableAutomaticTranscription": True,
            "disableTranscriptionForGuests": False,
            "disableTranscriptionForOrganizer": False,
            "redirectUrlOnExit": None,
            "createdAt": "2026-01-05T08:00:00.000Z",
            "updatedAt": "2026-01-05T08:00:00.000Z",
            "sendTranscriptionEmails": True,
        }

    def test_who_gets_transcripts_stands_apart(self, change, make):
        made = make()

        changed = data(change(made["id"], calVideoSettings={"sendTranscriptionEmails": False}))

        assert changed["calVideoSettings"] == {"sendTranscriptionEmails": False}

    def test_they_go_with_the_last_cal_video_location(self, change, make):
        made = make(calVideoSettings={"disableRecordingForGuests": True})

        changed = data(change(made["id"], locations=[{"type": "attendeePhone"}]))

        assert changed["calVideoSettings"] == {"sendTranscriptionEmails": True}


class TestSideEffects:
    def test_every_change_deletes_private_links(self, alice, change, make):
        made = make()
        alice.post(f"/v2/event-types/{made['id']}/private-links", json={"maxUsageCount": 3})

        change(made["id"])

        assert data(alice.get(f"/v2/event-types/{made['id']}/private-links")) == []

    def test_a_refused_one_keeps_them(self, alice, change, make):
        made = make()
        alice.post(f"/v2/event-types/{made['id']}/private-links", json={"maxUsageCount": 3})

        change(made["id"], customName="{foo}")

        assert len(data(alice.get(f"/v2/event-types/{made['id']}/private-links"))) == 1

    def test_no_mail_leaves(self, people, change, make):
        change(make()["id"], title="U")

        assert people.outbox() == []


class TestDelete:
    def test_it_answers_with_what_is_gone(self, alice, make):
        made = make()

        response = alice.delete(f"/v2/event-types/{made['id']}")

        assert data(response) == {"id": made["id"], "lengthInMinutes": 60, "slug": "t", "title": "T"}
        assert data(alice.get("/v2/event-types")) == []

    def test_an_unknown_one(self, alice):
        assert refusal(alice.delete("/v2/event-types/77")) == (
            404,
            "NotFoundException",
            "Event type with ID=77 does not exist.",
        )

    def test_somebody_elses(self, alice, bob, make):
        made = make()

        response = bob.delete(f"/v2/event-types/{made['id']}")

        assert refusal(response) == (
            403,
            "ForbiddenException",
            f"User with ID=102 does not own event type with ID={made['id']}",
        )
        assert len(data(alice.get("/v2/event-types"))) == 1

    def test_one_of_a_team(self, teams):
        body = BODY | {"schedulingType": "collective", "hosts": [{"userId": 101}]}
        made = data(teams.api("cal_alice").post("/v2/teams/20/event-types", json=body))

        response = teams.api("cal_alice", V).delete(f"/v2/event-types/{made['id']}")

        assert refusal(response)[:2] == (403, "ForbiddenException")

    def test_what_was_booked_stays_without_it(self, people, alice, make):
        made = make(minimumBookingNotice=0)
        booking = {
            "eventTypeId": made["id"],
            "start": "2026-01-06T10:00:00Z",
            "attendee": {"name": "Ann", "email": "ann@example.com", "timeZone": "Europe/Rome"},
        }
        booked = data(people.api(None, "2024-08-13").post("/v2/bookings", json=booking))

        alice.delete(f"/v2/event-types/{made['id']}")

        kept = data(people.api("cal_alice", "2024-08-13").get(f"/v2/bookings/{booked['uid']}"))
        assert kept["eventTypeId"] is None and kept["eventType"] is None
