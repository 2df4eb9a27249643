"""Who may read and change bookings."""

from typing import Annotated

from fastapi import Depends

from mockcal.api.bookings import find
from mockcal.api.bookings.lookup import may_access
from mockcal.auth.guards import (
    Access,
    Check,
    Guard,
    admin_api,
    at_most,
    authenticated,
    is_org,
    is_team_in_org,
    is_user_in_org,
    optionally_authenticated,
    permission,
    permission_first,
    plan,
    role,
)
from mockcal.http.errors import Forbidden
from mockcal.sandbox.transaction import Transaction


class NoAccess(Forbidden):
    """Said of unknown bookings too."""

    def __init__(self, user_id: int, uid: str) -> None:
        super().__init__(f"BookingPbacGuard - user with id={user_id} does not have access to booking with uid={uid}")


def booking_access(access: Access) -> None:
    """403 unless the booking is the caller's own, or of somebody whose admin he is."""
    uid = access.path["bookingUid"]
    if not _has_access(access.tx, access, uid):
        raise NoAccess(access.caller.user_id, uid)


def booking_exists(access: Access) -> None:
    """403 in the same words for an unknown booking; what the caller may do with a known one is asked later."""
    uid = access.path["bookingUid"]
    if find.by_uid(access.tx, uid) is None:
        raise NoAccess(access.caller.user_id, uid)


def _has_access(tx: Transaction, access: Access, uid: str) -> bool:
    booking = find.by_uid(tx, uid)
    return booking is not None and may_access(tx, access.caller.user, booking)


def _reader(*checks: Check) -> Guard:
    return Guard(permission_first("BOOKING_READ"), authenticated("BOOKING_READ"), *checks)


def _people(level: str, *checks: Check) -> Guard:
    """Where authentication comes first: attendees, guests and locations."""
    return Guard(authenticated(level), permission(level), *checks)


MaybeCaller = Annotated[Access, Depends(Guard(optionally_authenticated()))]
BookingReader = Annotated[Access, Depends(_reader())]
BookingInsider = Annotated[Access, Depends(_reader(booking_access))]
BookingWriter = Annotated[Access, Depends(Guard(permission_first("BOOKING_WRITE"), authenticated("BOOKING_WRITE")))]

AttendeeReader = Annotated[Access, Depends(_people("BOOKING_READ", booking_access))]
AttendeeWriter = Annotated[Access, Depends(_people("BOOKING_WRITE", booking_exists))]
AttendeeAdder = Annotated[
    Access, Depends(_people("BOOKING_WRITE", at_most(5, "booking_attendees_add"), booking_exists))
]
GuestAdder = Annotated[Access, Depends(_people("BOOKING_WRITE", at_most(5, "booking_guests_add")))]
DetailWriter = Annotated[Access, Depends(_people("BOOKING_WRITE"))]

OrgBookings = Annotated[
    Access,
    Depends(
        Guard(
            authenticated("ORG_BOOKING_READ"),
            is_org,
            role("ORG_ADMIN", "booking.readOrgBookings"),
            plan("ESSENTIALS"),
            admin_api,
        )
    ),
]
OrgUserBookings = Annotated[
    Access,
    Depends(
        Guard(
            authenticated("ORG_BOOKING_READ"),
            is_org,
            role("ORG_ADMIN", "booking.readOrgBookings"),
            is_user_in_org,
            plan("ESSENTIALS"),
            admin_api,
        )
    ),
]
OrgTeamBookings = Annotated[
    Access,
    Depends(
        Guard(
            authenticated("TEAM_BOOKING_READ"),
            is_org,
            role("TEAM_ADMIN", "booking.readTeamBookings"),
            is_team_in_org,
            plan("ESSENTIALS"),
            admin_api,
        )
    ),
]
TeamBookings = Annotated[
    Access, Depends(Guard(authenticated("TEAM_BOOKING_READ"), role("TEAM_ADMIN", "booking.readTeamBookings")))
]
