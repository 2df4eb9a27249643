"""Which module answers below which path. A section is imported on its first request."""

SECTIONS: dict[str, tuple[str, ...]] = {
    "/v2/me": ("mockcal.api.me.routes",),
    "/v2/schedules": ("mockcal.api.schedules.routes", "mockcal.api.schedules.routes_2024_04_15"),
    "/v2/teams/{teamId}/schedules": ("mockcal.api.teams.schedules.routes",),
    "/v2/organizations/{orgId}/schedules": ("mockcal.api.organizations.schedules.routes",),
    "/v2/organizations/{orgId}/users/{userId}/schedules": ("mockcal.api.organizations.users.schedules.routes",),
    "/v2/organizations/{orgId}/teams/{teamId}/schedules": ("mockcal.api.organizations.teams.schedules.routes",),
    "/v2/organizations/{orgId}/teams/{teamId}/users/{userId}/schedules": (
        "mockcal.api.organizations.teams.users.schedules.routes",
    ),
    "/v2/organizations/{orgId}/ooo": ("mockcal.api.organizations.ooo.routes",),
    "/v2/organizations/{orgId}/users/{userId}/ooo": ("mockcal.api.organizations.users.ooo.routes",),
}
"""Path prefix → modules with a `router`."""

TIMERS: dict[str, str] = {}
"""Timer kind → `module:function` that acts when one falls due."""
