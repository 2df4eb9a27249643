"""Which module answers below which path. A section is imported on its first request."""

SECTIONS: dict[str, tuple[str, ...]] = {
    "/v2/me": ("mockcal.api.me.routes",),
    "/v2/api-keys": ("mockcal.api.api_keys.routes",),
    "/v2/oauth-clients": ("mockcal.api.oauth_clients.routes",),
    "/v2/oauth-clients/{clientId}/users": ("mockcal.api.oauth_clients.users.routes",),
    "/v2/oauth": ("mockcal.api.oauth.routes",),
    "/v2/auth/oauth2": ("mockcal.api.oauth2.routes",),
    "/api/auth/oauth": ("mockcal.api.oauth2.routes_older",),
    "/auth/oauth2": ("mockcal.api.oauth2.routes_consent",),
    "/v2/provider": ("mockcal.api.provider.routes",),
    "/v2/schedules": ("mockcal.api.schedules.routes", "mockcal.api.schedules.routes_2024_04_15"),
    "/v2/slots": ("mockcal.api.slots.routes",),
    "/v2/teams/{teamId}/schedules": ("mockcal.api.teams.schedules.routes",),
    "/v2/organizations/{orgId}/schedules": ("mockcal.api.organizations.schedules.routes",),
    "/v2/organizations/{orgId}/users/{userId}/schedules": ("mockcal.api.organizations.users.schedules.routes",),
    "/v2/organizations/{orgId}/teams/{teamId}/schedules": ("mockcal.api.organizations.teams.schedules.routes",),
    "/v2/organizations/{orgId}/teams/{teamId}/users/{userId}/schedules": (
        "mockcal.api.organizations.teams.users.schedules.routes",
    ),
    "/v2/organizations/{orgId}/ooo": ("mockcal.api.organizations.ooo.routes",),
    "/v2/organizations/{orgId}/users/{userId}/ooo": ("mockcal.api.organizations.users.ooo.routes",),
    "/v2/event-types": ("mockcal.api.event_types.routes",),
    "/v2/organizations/{orgId}/routing-forms": ("mockcal.api.organizations.routing_forms.routes",),
    "/v2/organizations/{orgId}/teams/{teamId}/routing-forms": (
        "mockcal.api.organizations.teams.routing_forms.routes",
    ),
    "/v2/organizations/{orgId}/teams/{teamId}/workflows": ("mockcal.api.organizations.teams.workflows.routes",),
    "/v2/router": ("mockcal.api.router.routes",),
    "/v2/routing-forms": ("mockcal.api.routing_forms.routes",),
    "/v2/calendars": ("mockcal.api.calendars.routes",),
    "/v2/selected-calendars": ("mockcal.api.selected_calendars.routes",),
    "/v2/destination-calendars": ("mockcal.api.destination_calendars.routes",),
    "/v2/conferencing": ("mockcal.api.conferencing.routes",),
    "/v2/stripe": ("mockcal.api.stripe.routes",),
    "/v2/verified-resources": ("mockcal.api.verified_resources.routes",),
    "/v2/teams/{teamId}/verified-resources": ("mockcal.api.teams.verified_resources.routes",),
    "/v2/organizations/{orgId}/teams/{teamId}/conferencing": ("mockcal.api.organizations.teams.conferencing.routes",),
    "/v2/organizations/{orgId}/teams/{teamId}/stripe": ("mockcal.api.organizations.teams.stripe.routes",),
    "/v2/organizations/{orgId}/teams/{teamId}/verified-resources": (
        "mockcal.api.organizations.teams.verified_resources.routes",
    ),
    "/v2/webhooks": ("mockcal.api.webhooks.routes",),
    "/v2/event-types/{eventTypeId}/webhooks": ("mockcal.api.event_types.webhooks.routes",),
    "/v2/teams/{teamId}/event-types/{eventTypeId}/webhooks": ("mockcal.api.teams.event_types.webhooks.routes",),
    "/v2/organizations/{orgId}/webhooks": ("mockcal.api.organizations.webhooks.routes",),
    "/v2/oauth-clients/{clientId}/webhooks": ("mockcal.api.oauth_clients.webhooks.routes",),
}
"""Path prefix → modules with a `router`."""

TIMERS: dict[str, str] = {
    "MEETING_STARTED": "mockcal.events.scheduled:meet",
    "MEETING_ENDED": "mockcal.events.scheduled:meet",
    "AFTER_HOSTS_CAL_VIDEO_NO_SHOW": "mockcal.events.scheduled:check",
    "AFTER_GUESTS_CAL_VIDEO_NO_SHOW": "mockcal.events.scheduled:check",
    "FORM_SUBMITTED_NO_EVENT": "mockcal.events.forms:unbooked",
    "WORKFLOW_REMINDER": "mockcal.events.workflows:remind",
    "reservation-expired": "mockcal.api.slots.reservations:expired",
    "access-token-expired": "mockcal.api.oauth_clients.tokens:expired",
    "oauth2-code-expired": "mockcal.api.oauth2.service:code_expired",
    "oauth2-token-expired": "mockcal.api.oauth2.service:token_expired",
}
"""Timer kind → `module:function` that acts when one falls due."""
