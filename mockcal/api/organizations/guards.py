"""The row of checks before what an organization has, as the operations of its own sections use them."""

from mockcal.auth.guards import (
    Check,
    Guard,
    admin_api,
    authenticated,
    is_org,
    is_team_in_org,
    plan,
    role,
)


def org_guard(
    least: str, *permissions: str, scope: str | None = None, needs: str = "ESSENTIALS", then: tuple[Check, ...] = ()
) -> Guard:
    """Role, or permissions of a custom one; then the plan, the admin API, and what the operation asks `then`.

    Without a scope that serves it, an operation is closed to third-party tokens.
    """
    return Guard(_caller(scope), is_org, role(least, *permissions), plan(needs), admin_api, *then)


def org_team_guard(*permissions: str, scope: str, needs: str | None = "ESSENTIALS") -> Guard:
    """For what belongs to a team: its admins, and the organization's. The team is looked for right after the role."""
    plans = (plan(needs),) if needs else ()
    return Guard(_caller(scope), is_org, role("TEAM_ADMIN", *permissions), is_team_in_org, *plans, admin_api)


def _caller(scope: str | None) -> Check:
    return authenticated(scope) if scope else authenticated(closed=True)
