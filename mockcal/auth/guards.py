"""What a route needs of its caller, as dependencies that refuse in the real order and words.

A `Guard` is a row of checks that run left to right, as the real API's guards do, before path, query and body are validated.
A route names one in its signature and gets the `Access` that the checks found out:

    OrgAdmin = Annotated[Access, Depends(Guard(authenticated(), is_org, role("ORG_ADMIN"), plan("ESSENTIALS"), admin_api))]
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, NoReturn

from fastapi import Depends
from sqlalchemy import select
from starlette.requests import Request

from mockcal.auth import roles, tokens
from mockcal.auth.caller import (
    Caller,
    Kind,
    authenticate,
    bearer_client,
    credentials,
    main_organization,
)
from mockcal.auth.permissions import LEGACY_SCOPES, bits, missing_scopes, names
from mockcal.http.call import Call, call_of
from mockcal.http.errors import Forbidden, HttpError, NotFound, RecordNotFound, Unauthorized
from mockcal.http.params import loose_id
from mockcal.http.rate_limits import Rule, caller_key, limit_operation
from mockcal.http.transactions import begun
from mockcal.sandbox.transaction import Transaction
from mockcal.store.oauth import OAuthClient
from mockcal.store.teams import (
    ManagedOrganization,
    Membership,
    OrganizationSettings,
    PlatformBilling,
    Profile,
    Team,
)
from mockcal.store.users import User

PLANS = ("FREE", "STARTER", "ESSENTIALS", "SCALE", "PER_ACTIVE_USER", "ENTERPRISE")


@dataclass(slots=True)
class Access:
    """What guards found out. Only what a route's checks load is there; `user` is whom a `…/users/{userId}` route acts as."""

    tx: Transaction
    call: Call
    path: dict[str, str]
    maybe_caller: Caller | None = None
    scoped: bool = False  # a third-party token holds the very scope that the operation names
    org: Team | None = None
    team: Team | None = None
    user: User | None = None
    member: Membership | None = None
    managed: Team | None = None  # the organization that a `…/organizations/{managedOrganizationId}` route is about
    client: OAuthClient | None = None

    @property
    def caller(self) -> Caller:
        assert self.maybe_caller is not None, "this guard authenticates nobody"
        return self.maybe_caller

    @property
    def organization(self) -> Team:
        assert self.org is not None, "this guard looks for no organization"
        return self.org

    @property
    def org_id(self) -> int | None:
        return loose_id(self.path["orgId"]) if "orgId" in self.path else None

    @property
    def team_id(self) -> int | None:
        return loose_id(self.path["teamId"]) if "teamId" in self.path else None


Check = Callable[[Access], None]


class Guard:
    """A dependency that runs its checks in order and yields what they found."""

    def __init__(self, *checks: Check) -> None:
        self.checks = checks

    async def __call__(self, request: Request) -> Access:
        call = call_of(request)
        access = Access(begun(call), call, request.path_params)
        for check in self.checks:
            check(access)
        return access


class InsufficientScope(Forbidden):
    def __init__(self, missing: list[str], held: tuple[str, ...]) -> None:
        super().__init__(
            "insufficient_scope: token does not have the required scopes. "
            f"Required: {', '.join(missing)}. Token has: {', '.join(held)}"
        )


class ClosedToThirdParties(Forbidden):
    def __init__(self) -> None:
        super().__init__("insufficient_scope: this endpoint is not available for third-party OAuth tokens")


class MissingClientPermission(Forbidden):
    def __init__(self, client_id: str, missing: list[str]) -> None:
        super().__init__(
            f"PermissionsGuard - oAuth client with id={client_id} does not have the required "
            f"permissions={', '.join(missing)}. Go to platform dashboard settings and add the required permissions to "
            "the oAuth client."
        )


class NoPermissionCarrier(Forbidden):
    def __init__(self) -> None:
        super().__init__(
            "PermissionsGuard - no authentication provided. Provide either authorization bearer token containing "
            "managed user access token or oAuth client id in 'x-cal-client-id' header."
        )


class NoClientForToken(Forbidden):
    def __init__(self, token: str) -> None:
        super().__init__(f"PermissionsGuard - no oAuth client found for access token={token}")


class NotAnOrg(Forbidden):
    def __init__(self, org_id: int | None) -> None:
        super().__init__(
            f"IsOrgGuard - provided organization id={org_id} does not represent any existing organization."
        )


class TeamNotInOrg(NotFound):
    def __init__(self, team_id: int | None) -> None:
        super().__init__(f"IsTeamInOrg - Team ({team_id}) not found.")


class RolesRefusal(Forbidden):
    """Too low a role, or no membership at all."""

    def __init__(self, text: str) -> None:
        super().__init__(f"RolesGuard - {text}")


class PlanRefusal(Forbidden):
    def __init__(self, text: str) -> None:
        super().__init__(f"PlatformPlanGuard - {text}")


class NoAdminApi(Forbidden):
    def __init__(self) -> None:
        super().__init__(
            "IsAdminAPIEnabledGuard - Organization does not have Admin API access, please contact "
            "https://cal.com/sales to upgrade"
        )


class UserNotInOrg(Forbidden):
    def __init__(self, user_id: int, org_id: int | None) -> None:
        super().__init__(f"IsUserInOrg - user with id={user_id} is not part of the organization with id={org_id}.")


class UserNotInOrgTeam(Forbidden):
    def __init__(self, user_id: int, team_id: int | None, org_id: int | None) -> None:
        super().__init__(
            f"IsUserInOrgTeam - user with id=({user_id}) is not part of the team with id=({team_id}) in the "
            f"organization with id=({org_id})"
        )


class MembershipNotInOrg(NotFound):
    def __init__(self, membership_id: int) -> None:
        super().__init__(f"IsMembershipInOrg - Membership ({membership_id}) not found.")


class OrganizationNotManaged(Forbidden):
    def __init__(self, managed_id: int, manager_id: int | None) -> None:
        super().__init__(
            f"IsManagedOrgInManagerOrg - Managed organization with id={managed_id} is not owned by manager organization "
            f"with id={manager_id}."
        )


class OrganizationRolesRefusal(Forbidden):
    def __init__(self, text: str) -> None:
        super().__init__(f"OrganizationRolesGuard - {text}")


class UnknownOAuthClient(NotFound):
    def __init__(self) -> None:
        super().__init__("OAuthClientGuard - OAuth client not found.")


class ForeignOAuthClient(Forbidden):
    def __init__(self, client_id: str, org_id: int) -> None:
        super().__init__(
            f"OAuthClientGuard - forbidden. oAuth client with id={client_id} does not belong to the organization "
            f"with id={org_id}."
        )


class NoSession(Unauthorized):
    def __init__(self) -> None:
        super().__init__("NextAuthStrategy - Authentication token is missing or invalid.")


def authenticated(*scopes: str, kinds: tuple[Kind, ...] | None = None, closed: bool = False) -> Check:
    """401 without a caller. `scopes` are what a third-party token needs (none named: any will do); `closed` refuses those."""

    def check(access: Access) -> None:
        access.maybe_caller = caller = authenticate(access.tx, access.call, access.path, kinds)
        if caller.kind is Kind.THIRD_PARTY:
            _check_scopes(access, caller, scopes, closed=closed)

    return check


def optionally_authenticated(*scopes: str) -> Check:
    """Nobody when no whole credential came; an invalid one is refused all the same."""

    def check(access: Access) -> None:
        if not credentials(access.call, access.path).nothing:
            authenticated(*scopes)(access)

    return check


def permission(*needed: str) -> Check:
    """403 when the platform client behind a managed token or behind client credentials lacks a permission."""

    def check(access: Access) -> None:
        client = access.caller.client
        if client is not None:
            _require_permissions(client, needed)

    return check


def permission_first(*needed: str) -> Check:
    """The same where it stands before authentication: 403, not 401, for a call without credentials."""

    def check(access: Access) -> None:
        sent = credentials(access.call, access.path)
        if not sent.bearer and not sent.client_id_in_header:
            if sent.session:
                return
            raise NoPermissionCarrier
        if sent.bearer and not (sent.client_id_in_header and sent.secret):
            _check_bearer(access, sent.bearer, needed)
            return
        client = access.tx.get(OAuthClient, sent.client_id)
        if client is not None:
            _require_permissions(client, needed)

    return check


def is_org(access: Access) -> None:
    """403 for an id that is no organization."""
    org = access.tx.get(Team, access.org_id)
    if org is None or not org.is_organization:
        raise NotAnOrg(access.org_id)
    access.org = org


def role(least: str, *permissions: str) -> Check:
    """403 below `least` (ORG_ADMIN, TEAM_MEMBER, …); `permissions` of a custom role serve in its place."""

    def check(access: Access) -> None:
        caller = access.caller
        if not caller.is_system_admin and not _by_permissions(access, permissions):
            _require_role(access, least)

    return check


def is_team_in_org(access: Access) -> None:
    """404 for a team that is not the organization's."""
    team = access.tx.get(Team, access.team_id)
    if team is None or team.parent_id != access.org_id:
        raise TeamNotInOrg(access.team_id)
    access.team = team


def plan(least: str) -> Check:
    """403 when a platform organization's plan is below `least`; other organizations pass."""

    def check(access: Access) -> None:
        org = access.org or access.tx.get(Team, access.org_id)
        if org is not None and org.is_platform:
            _require_plan(access.tx, org, least)

    return check


def admin_api(access: Access) -> None:
    """403 for an organization without a settings row; platform organizations pass."""
    org = access.org
    assert org is not None
    if not org.is_platform and access.tx.get(OrganizationSettings, org.id) is None:
        raise NoAdminApi


def is_user_in_org(access: Access) -> None:
    """403 unless `{userId}` has a profile in the organization; from then on the route acts as that user."""
    user_id = loose_id(access.path["userId"])
    profile = select(Profile).where(Profile.user_id == user_id, Profile.organization_id == access.org_id)
    user = access.tx.get(User, user_id)
    if user is None or access.tx.first(profile) is None:
        raise UserNotInOrg(user_id, access.org_id)
    access.user = user


def is_user_in_org_team(access: Access) -> None:
    """403 unless `{userId}` is a member of the organization's team; the route acts as that user."""
    user_id = loose_id(access.path["userId"])
    user = access.tx.get(User, user_id)
    if user is None or roles.membership(access.tx, user_id, access.team_id) is None:
        raise UserNotInOrgTeam(user_id, access.team_id, access.org_id)
    access.user = user


def is_membership_in_org(access: Access) -> None:
    """404 unless `{membershipId}` is one of the organization itself."""
    membership_id = loose_id(access.path["membershipId"])
    found = access.tx.get(Membership, membership_id)
    if found is None or found.team_id != access.org_id:
        raise MembershipNotInOrg(membership_id)
    access.member = found


def is_managed_by_org(access: Access) -> None:
    """403 unless `{managedOrganizationId}` is one that the organization manages."""
    managed_id = loose_id(access.path["managedOrganizationId"])
    link = access.tx.get(ManagedOrganization, managed_id)
    if link is None or link.manager_organization_id != access.org_id:
        raise OrganizationNotManaged(managed_id, access.org_id)
    access.managed = access.tx.get(Team, managed_id)


def organization_roles(*allowed: str) -> Check:
    """The platform routes' own role check, against the organization that the request is made for."""

    def check(access: Access) -> None:
        caller = access.caller
        org_id = caller.organization_id or main_organization(access.tx, caller.user)
        if org_id is None:
            raise OrganizationRolesRefusal("No organization associated with the user.")
        access.org = access.tx.get(Team, org_id)
        if access.org is None or not access.org.is_platform:
            raise OrganizationRolesRefusal("Organization is not a platform (SHP).")
        found = roles.membership(access.tx, caller.user_id, org_id)
        if found is None:
            raise RecordNotFound
        if not found.accepted:
            raise OrganizationRolesRefusal("User has not accepted membership in the organization.")
        if found.role not in allowed:
            raise OrganizationRolesRefusal(f"User must have one of the roles: {', '.join(allowed)}.")

    return check


def own_oauth_client(access: Access) -> None:
    """404 for an unknown `{clientId}`, 403 for another organization's."""
    client = access.tx.get(OAuthClient, access.path["clientId"])
    if client is None:
        raise UnknownOAuthClient
    org_id = access.caller.organization_id or main_organization(access.tx, access.caller.user)
    if client.organization_id != org_id:
        raise ForeignOAuthClient(client.id, org_id or 0)
    access.client = client


def at_most(limit: int, name: str, *, milliseconds: int = 60_000) -> Check:
    """429 for the call after so many of one operation; it stands before authentication, as every rate limit does."""
    rule = Rule(name, limit, ttl=milliseconds, block=milliseconds)

    def check(access: Access) -> None:
        limit_operation(access.call, rule, caller_key(access.call))

    return check


def session_only(access: Access) -> None:
    """401 unless a browser session came."""
    sent = credentials(access.call, access.path)
    if not sent.session:
        raise NoSession
    try:
        access.maybe_caller = authenticate(access.tx, _without_headers(access.call), {}, None)
    except HttpError:
        raise NoSession from None


def _without_headers(call: Call) -> Call:
    kept = {name: value for name, value in call.headers.items() if name == "cookie"}
    return Call(call.sandbox, call.prefix, call.method, call.original_url, call.url, kept, call.client_host)


def _check_scopes(access: Access, caller: Caller, needed: tuple[str, ...], *, closed: bool) -> None:
    full = not caller.scopes or bool(set(caller.scopes) & LEGACY_SCOPES)
    if full:
        return
    if closed:
        raise ClosedToThirdParties
    if missing := missing_scopes(needed, caller.scopes):
        raise InsufficientScope(missing, caller.scopes)
    access.scoped = bool(needed)


def _check_bearer(access: Access, bearer: str, needed: tuple[str, ...]) -> None:
    """API keys and third-party tokens have no client whose permissions could be missing."""
    if bearer.startswith("cal_"):
        return
    client = bearer_client(access.tx, bearer)
    if client is not None:
        _require_permissions(client, needed)
    elif not _is_third_party(access, bearer):
        raise NoClientForToken(bearer)


def _is_third_party(access: Access, bearer: str) -> bool:
    return tokens.read(access.tx.sandbox, bearer) is not None


def _require_permissions(client: OAuthClient, needed: tuple[str, ...]) -> None:
    if missing := names(bits(needed) & ~client.permissions):
        raise MissingClientPermission(client.id, missing)


def _by_permissions(access: Access, permissions: tuple[str, ...]) -> bool:
    team = access.tx.get(Team, access.team_id or access.org_id)
    if not permissions or team is None or not roles.has_pbac(access.tx, team):
        return False
    return roles.grants(access.tx, access.caller.user_id, team, permissions)


def _require_role(access: Access, least: str) -> None:
    level, _, minimum = least.partition("_")
    org_id, team_id, user_id = access.org_id, access.team_id, access.caller.user_id
    in_org = roles.membership(access.tx, user_id, org_id)
    in_team = roles.membership(access.tx, user_id, team_id)
    if org_id is None:
        held = in_team or _refuse_role(f"User is not a member of the team with id={team_id}.")
    elif team_id is None:
        held = in_org or _refuse_role(f"User is not a member of the organization with id={org_id}.")
    else:
        held = _within_both(access, level, in_org, in_team)
    if access.scoped or roles.is_at_least(held.role, minimum):
        access.member = held
        return
    org_part = f" organization with id={org_id}" if org_id is not None else ""
    team_part = f" team with id={team_id}" if team_id is not None else ""
    _refuse_role(f"user with id={user_id} does not have the minimum required role={least} within{org_part}{team_part}.")


def _within_both(access: Access, level: str, in_org: Membership | None, in_team: Membership | None) -> Membership:
    """The membership whose role counts where both organization and team are in the path."""
    if in_org is None:
        _refuse_role(f"User is not part of the organization with id={access.org_id}.")
    if level == "ORG" or roles.is_at_least(in_org.role, "ADMIN"):
        return in_org
    return in_team or _refuse_role(
        f"User is not part of the team with id={access.team_id} and/or, is not an admin nor an owner of the "
        f"organization with id={access.org_id}."
    )


def _refuse_role(text: str) -> NoReturn:
    raise RolesRefusal(text)


def _require_plan(tx: Transaction, org: Team, least: str) -> None:
    billing = tx.get(PlatformBilling, org.id)
    if billing is None or not billing.subscription_id:
        raise PlanRefusal(f"No platform subscription found for organization with id={org.id}.")
    held = billing.plan.upper()
    if held not in PLANS:
        raise PlanRefusal(
            f"Invalid platform billing plan provided. Current plan: {billing.plan}, Minimum plan: {least}"
        )
    if PLANS.index(held) < PLANS.index(least):
        raise PlanRefusal(
            f"organization with id={org.id} does not have required plan for this operation. Minimum plan is {least} "
            f"while the organization has {held}."
        )


Anyone = Annotated[Access, Depends(Guard())]
"""No credentials asked for, none looked at."""
