"""Something went wrong, and somebody should look: a delegated credential fails, a booking reached the wrong host."""

from mockcal.events.audience import of_user
from mockcal.events.facts import Facts
from mockcal.events.payloads.reports import delegation_credential_error, wrong_assignment_report
from mockcal.events.webhooks import publish, subscribers
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import Credential
from mockcal.store.bookings import Booking
from mockcal.store.users import User

CREDENTIAL_ERROR = "DELEGATION_CREDENTIAL_ERROR"
WRONG_ASSIGNMENT = "WRONG_ASSIGNMENT_REPORT"


def credential_failed(
    tx: Transaction, credential: Credential, user: User, *, delegation_id: str | None, kind: str, message: str
) -> None:
    """Told to the organization alone."""
    organization_id = of_user(tx, user.id).organization_id
    found = subscribers(tx, CREDENTIAL_ERROR, team_ids=[organization_id] if organization_id else [])
    payload = delegation_credential_error(
        credential, user, organization_id=organization_id, delegation_id=delegation_id, kind=kind, message=message
    )
    publish(tx, CREDENTIAL_ERROR, payload, found)


def wrongly_assigned(
    tx: Transaction, booking: Booking, reporter: User, *, correct_assignee: str | None, notes: str
) -> None:
    facts = Facts(tx, booking)
    payload = wrong_assignment_report(facts, reporter, correct_assignee=correct_assignee, notes=notes)
    publish(tx, WRONG_ASSIGNMENT, payload, facts.subscribers(WRONG_ASSIGNMENT))
