"""Where the real service's answers differ from its published document; docs/differences.md gives each reason.

An entry is an operation id (or a prefix of several, `*` for all) and a pattern of what the schema says is wrong.
"""

import re

# Bookings are one of several shapes, which `tests/api/bookings/test_shapes.py` holds against the document one by one.
BOOKINGS = (
    "BookingsController_2024_08_13_*",
    "BookingGuestsController_2024_08_13_*",
    "BookingLocationController_2024_08_13_*",
    "OrganizationsBookingsController_*",
    "OrganizationsTeamsBookingsController_*",
    "TeamsBookingsController_*",
)
OF_BOOKINGS = (
    (r"^data(/\*)?: .* listed in the 'oneOf' keyword", "null where unset, and a recurring one fits two shapes"),
    (r'status: "success" is not of type "object"', "the status is a text"),
    (r"currentPage: 0 is less than the minimum", "there is no page of nothing"),
)
# The shapes of event types are the same at every level.
EVENT_TYPES = ("EventTypesController*", "TeamsEventTypesController*", "OrganizationsEventTypesController*")
OF_EVENT_TYPES = (
    (r"bookingFields/\*: .* not valid under any", "labels and placeholders are required, unset ones left out"),
    (r'bookingWindow: \{.* is not of type "array"', "a window is an object, or disabled"),
    (r"seats: .* is a required property", "seats that are off are only disabled"),
    (r"locations/\*: .* valid under more than one", "integrations fit two of the document's schemas"),
    (r"(forwardParamsSuccessRedirect|successRedirectUrl|slotInterval|ownerId): .* not valid", "typed as objects"),
    (r'(ownerId|parentEventTypeId): \d+ is not of type "object"', "typed as objects"),
    (r'redirectUrlOnExit: .* is not of type "object"', "typed as an object"),
    (r'(users|hosts)/\*: \{.* is not of type "string"', "users and hosts are objects"),
    (r'team/\w+: null is not of type "string"', "what a team has not set is null"),
    (r'team: "\w+" is a required property', "single ones show the team's id alone"),
    (r"^data: .* listed in the 'oneOf' keyword", "one of two shapes, each with the differences above"),
)
TEAMS = ("TeamsController_*", "OrganizationsTeamsController_*")
OF_TEAMS = (
    (r'^data(/\*|/pendingTeam)?/\w+: null is not of type "(string|number)"', "what a team has not set is null"),
    (r"^data: .* listed in the 'oneOf' keyword", "a team or a pending one, each with the nulls above"),
)
MEMBERSHIPS = (
    "TeamsMembershipsController_*",
    "OrganizationsTeamsMembershipsController_*",
    "OrganizationsMembershipsController_*",
)
OF_MEMBERSHIPS = (
    (r'user/\w+: null is not of type "string"', "what a user has not set is null"),
    (r'^data: \[.* is not of type "object"', "a list is described as one of its elements"),
    (r"attributes/\*: .* valid under more than one", "the types' schemas differ in a text that none of them fixes"),
)
ALLOWED: tuple[tuple[str, str, str], ...] = (
    *((operation, pattern, reason) for operation in TEAMS for pattern, reason in OF_TEAMS),
    *((operation, pattern, reason) for operation in MEMBERSHIPS for pattern, reason in OF_MEMBERSHIPS),
    (
        "OrganizationsAttributesController_getOrganizationAttribute",
        r"^data: null is not of type",
        "an unknown id is answered with null",
    ),
    (
        "OrganizationsAttributesOptionsController_*",
        r'assignedUserIds/\*: \d+ is not of type "string"',
        "user ids are numbers",
    ),
    ("OrganizationsRolesController_*", r"permissions/\*: .* is not one of", "system roles hold more than one can give"),
    (
        "OrganizationsTeamsRolesController_*",
        r"permissions/\*: .* is not one of",
        "system roles hold more than one can give",
    ),
    (
        "OrganizationsOrganizationsController_getOrganizations",
        "currentPage: 0 is less than the minimum",
        "there is no page of nothing",
    ),
    (
        "OrganizationsUsersController_*",
        r'profile: "\w+" is a required property',
        "a member without a profile has an empty one",
    ),
    *((operation, pattern, reason) for operation in EVENT_TYPES for pattern, reason in OF_EVENT_TYPES),
    *((operation, pattern, reason) for operation in BOOKINGS for pattern, reason in OF_BOOKINGS),
    (
        "BookingsController_2024_08_13_reassign*",
        r'^data: "(status|data)" is a required property',
        "the document puts the whole answer into its own `data`",
    ),
    ("*", r'does not match "TIME_FORMAT_HH_MM"', "the pattern is the name of a constant"),
    ("*", r"availability/\*/days: \[.* is not one of", "the enum stands at the list instead of at its elements"),
    (
        "CalendarsController_getCalendars",
        r'destinationCalendar: "\w+" is a required property',
        "without a destination the object is empty",
    ),
    (
        "CalendarsController_getCalendars",
        r'destinationCalendar/id: \d+ is not of type "object"',
        "the id is a number",
    ),
    (
        "SelectedCalendarsController_addSelectedCalendar",
        r'"data" is a required property',
        "selecting a calendar again answers without data",
    ),
    (
        "SchedulesController_2024_06_11_getSchedule",
        r"^data: .* is not valid under any",
        "the same pattern and enum, inside a schema that may be null",
    ),
    (
        "OrganizationsUsersOOOController_*",
        r"/(notes|toUserId): null is not of type",
        "notes and the person redirected to are null when unset",
    ),
    (
        "OrganizationsSchedulesController_getUserSchedule",
        r"^data: .* is not valid under any",
        "the same pattern and enum, inside a schema that may be null",
    ),
    (
        "SchedulesController_2024_06_11_getDefaultSchedule",
        r"^data: (null is not of type|.* is not valid under any)",
        "without a default schedule it is null",
    ),
    (
        "SlotsController_2024_09_04_getAvailableSlots",
        r"listed in the 'oneOf' keyword",
        "the document describes `data` where the whole answer stands, and slots as texts",
    ),
    (
        "SlotsController_2024_09_04_getReservedSlot",
        r"^data: .* is not valid under any",
        "the document puts the whole answer into its own `data`",
    ),
    ("StripeController_check", r'status: "success" is not of type "object"', "the status is a text"),
    (
        "OrganizationsStripeController_check*",
        r'status: "success" is not of type "object"',
        "the status is a text",
    ),
    (
        "OrganizationsConferencingController_*",
        r'userId: null is not of type "number"',
        "a team's app belongs to no user",
    ),
    (
        "UserVerifiedResourcesController_getVerified*",
        r"^data: null is not of type",
        "an unknown id is answered with null",
    ),
    (
        "TeamsVerifiedResourcesController_getVerified*",
        r"^data: null is not of type",
        "an unknown id is answered with null",
    ),
    (
        "OrgTeamsVerifiedResourcesController_getVerified*",
        r"^data: null is not of type",
        "an unknown id is answered with null",
    ),
    ("OAuthClientsController_*", r'/logo: .* is not of type "object"', "a logo is a text, or null"),
    (
        "OAuthClientUsersController_*",
        r"/locale: null is not ",
        "a managed user has no locale until one is sent",
    ),
    ("*", r'/id: "[0-9a-f-]{36}" is not of type "number"', "webhooks have UUIDs, which the document types as numbers"),
    ("WebhooksController_*", r'^data(/userId: null|: "userId") is ', "an organization's webhook belongs to no user"),
    ("*", r'/(payloadTemplate|secret): null is not of type "string"', "what a webhook does not have is null"),
    ("OrganizationTeamWorkflowsController_*", r'^data: \{.* is not of type "array"', "one workflow is an object"),
    (
        "OrganizationTeamWorkflowsController_*",
        r'includeCalendarEvent: (true|false) is not of type "object"',
        "it is a boolean",
    ),
    (
        "OrganizationsRoutingFormsController_*",
        r"(routes|fields): \[.* not valid under any",
        "typed as objects, they are lists",
    ),
    (
        "OrganizationsTeamsRoutingFormsController_*",
        r"(routes|fields): \[.* not valid under any",
        "typed as objects, they are lists",
    ),
    ("*", r'routedToBookingUid: null is not of type "string"', "null until somebody books"),
    ("*", r'/response: ".*" is not of type "object"', "a response may be stored as a text"),
    (
        "*",
        r"^data/slots: .* more than one of the schemas listed in the 'oneOf'",
        "both of the document's schemas for slots are any object",
    ),
)
"""(operation, pattern, reason)"""


# Operations that answer nobody with a success, and why.
REFUSED_TO_ALL: dict[str, str] = {
    "TeamsEventTypesController_createPhoneCall": "it asks for an organization, which its path cannot name",
}


def is_allowed(operation_id: str, problem: str) -> bool:
    return any(
        (operation == "*" or operation_id.startswith(operation.rstrip("*"))) and re.search(pattern, problem)
        for operation, pattern, _ in ALLOWED
    )
