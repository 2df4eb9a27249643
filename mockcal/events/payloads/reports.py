"""DELEGATION_CREDENTIAL_ERROR and WRONG_ASSIGNMENT_REPORT: something went wrong, and somebody should look."""

from mockcal.events.facts import Facts
from mockcal.http.answers import Instant, Wire
from mockcal.store.apps import Credential
from mockcal.store.users import User


class CredentialFailure(Wire):
    type: str
    message: str


class FailedCredential(Wire):
    id: int | None
    type: str
    app_id: str
    delegation_credential_id: str | None


class CredentialUser(Wire):
    id: int | None
    email: str
    organization_id: int | None


class DelegationCredentialError(Wire):
    error: CredentialFailure
    credential: FailedCredential
    user: CredentialUser


class ReportedEventType(Wire):
    id: int | None
    title: str
    slug: str
    team_id: int | None


class ReportedBooking(Wire):
    uid: str
    id: int | None
    title: str
    start_time: Instant
    end_time: Instant
    status: str
    event_type: ReportedEventType | None


class Reporter(Wire):
    id: int | None
    email: str
    name: str | None


class ReportedHost(Wire):
    email: str
    name: str


class Report(Wire):
    reported_by: Reporter
    routing_reason: str | None
    guest: str
    host: ReportedHost
    correct_assignee: str | None
    additional_notes: str


class WrongAssignmentReport(Wire):
    booking: ReportedBooking
    report: Report


def delegation_credential_error(
    credential: Credential,
    user: User,
    *,
    organization_id: int | None,
    delegation_id: str | None,
    kind: str,
    message: str,
) -> DelegationCredentialError:
    return DelegationCredentialError(
        error=CredentialFailure(type=kind, message=message),
        credential=FailedCredential(
            id=credential.id,
            type=credential.type,
            app_id=credential.app_id,
            delegation_credential_id=delegation_id,
        ),
        user=CredentialUser(id=user.id, email=user.email, organization_id=organization_id),
    )


def wrong_assignment_report(
    facts: Facts, reporter: User, *, correct_assignee: str | None, notes: str
) -> WrongAssignmentReport:
    booking, row = facts.booking, facts.event_type
    event_type = row and ReportedEventType(id=row.id, title=row.title, slug=row.slug, team_id=row.team_id)
    return WrongAssignmentReport(
        booking=ReportedBooking(
            uid=booking.uid,
            id=booking.id,
            title=booking.title,
            start_time=booking.start_time,
            end_time=booking.end_time,
            status=booking.status,
            event_type=event_type,
        ),
        report=Report(
            reported_by=Reporter(id=reporter.id, email=reporter.email, name=reporter.name),
            routing_reason=None,
            guest=facts.booker.email if facts.booker else "",
            host=ReportedHost(email=facts.organizer_email, name=facts.organizer_name),
            correct_assignee=correct_assignee,
            additional_notes=notes,
        ),
    )
