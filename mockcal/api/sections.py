"""Which module answers below which path. A section is imported on its first request."""

SECTIONS: dict[str, tuple[str, ...]] = {
    "/v2/me": ("mockcal.api.me.routes",),
}
"""Path prefix → modules with a `router`."""

TIMERS: dict[str, str] = {}
"""Timer kind → `module:function` that acts when one falls due."""
