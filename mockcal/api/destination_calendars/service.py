"""Choosing where bookings are written to."""

from mockcal.api.calendars import connections
from mockcal.api.destination_calendars.schemas import ChooseDestination, ShownDestination
from mockcal.http.errors import NotFound
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import DestinationCalendar
from mockcal.store.users import User


class CalendarNotFound(NotFound):
    def __init__(self, external_id: str) -> None:
        super().__init__(f"Could not find calendar {external_id}")


def choose(tx: Transaction, user: User, body: ChooseDestination) -> ShownDestination:
    """404 unless it is a connected calendar of the user that can be written."""
    for connection in connections.connections(tx, user):
        for calendar in connection.calendars:
            if (calendar.integration, calendar.external_id) != (body.integration, body.external_id):
                continue
            if body.delegation_credential_id or calendar.read_only:
                continue
            email = connection.primary.email if connection.primary else None
            return _show(connections.set_destination(tx, user, calendar, email))
    raise CalendarNotFound(body.external_id)


def _show(row: DestinationCalendar) -> ShownDestination:
    return ShownDestination(
        user_id=row.user_id,
        integration=row.integration,
        external_id=row.external_id,
        credential_id=row.credential_id,
    )
