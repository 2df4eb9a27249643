"""Which module answers below which path of the control plane; each is imported on its first request."""

SECTIONS: dict[str, tuple[str, ...]] = {
    "/_mock/health": ("mockcal.control.health",),
    "/_mock/versions": ("mockcal.control.health",),
    "/_mock/openapi.json": ("mockcal.control.health",),
    "/_mock/reset": ("mockcal.control.state",),
    "/_mock/snapshots": ("mockcal.control.state",),
    "/_mock/fixtures": ("mockcal.control.fixtures",),
    "/_mock/clock": ("mockcal.control.clock",),
    "/_mock/requests": ("mockcal.control.journal",),
    "/_mock/faults": ("mockcal.control.faults",),
    "/_mock/webhooks": ("mockcal.control.webhooks",),
    "/_mock/outbox": ("mockcal.control.outbox",),
    "/_mock/sandboxes": ("mockcal.control.sandboxes",),
    "/_mock/oauth2": ("mockcal.control.oauth2",),
    "/_mock/explain": ("mockcal.control.explain",),
    "/_mock/checkout": ("mockcal.control.checkout",),
    "/_mock/providers": ("mockcal.control.providers",),
}
