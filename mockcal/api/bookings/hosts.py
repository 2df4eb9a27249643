"""Who hosts a booking: the ones that must, and one of each round-robin group."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from mockcal.api.bookings.refusals import OfTheCore
from mockcal.api.bookings.titles import NAMELESS
from mockcal.api.slots import availability
from mockcal.api.slots.hosts import EventHost, narrowed, of_the_same_booking
from mockcal.http.errors import BadRequest, RawError
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Booking
from mockcal.store.event_types import EventType
from mockcal.store.teams import Team
from mockcal.store.users import User


class UserNotAvailable(OfTheCore, BadRequest):
    internal_code = "no_available_users_found_error"

    def __init__(self, explain: str | None = None) -> None:
        super().__init__("User either already has booking at this time or is not available", explain=explain)


class HostsNotAvailable(OfTheCore, BadRequest):
    internal_code = "no_available_users_found_error"

    def __init__(self, explain: str | None = None) -> None:
        super().__init__(
            "One of the hosts either already has booking at this time or is not available", explain=explain
        )


@dataclass(frozen=True, slots=True)
class Wishes:
    """What narrows a round robin's hosts: ids (None: nothing does), and who is to be the organizer if he is free."""

    host_ids: Collection[int] | None = None
    subset_ids: Collection[int] | None = None
    lead_email: str | None = None


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True)
class Assigned:
    """The hosts of one booking, the organizer first."""

    hosts: Sequence[EventHost]

    @property
    def organizer(self) -> User:
        return self.hosts[0].user

    @property
    def co_hosts(self) -> list[User]:
        return [host.user for host in self.hosts[1:]]

    def title_name(self, tx: Transaction, event_type: EventType) -> str:
        """The team's where several host, else the organizer's."""
        team = tx.get(Team, event_type.team_id)
        if team is not None and (event_type.scheduling_type == "COLLECTIVE" or len(self.hosts) > 1):
            return team.name
        return self.organizer.name or NAMELESS


def assign(
    tx: Transaction,
    event_type: EventType,
    start: datetime,
    end: datetime,
    *,
    candidates: Sequence[EventHost] | None = None,
    wishes: Wishes = NO_WISHES,
    is_unchecked: bool = False,
    old: Booking | None = None,
) -> Assigned:
    """404 for an event type without anybody; 400 when those who must are not free, or nobody of a group is."""
    asked = availability.hosts_of(tx, event_type) if candidates is None else list(candidates)
    everybody = _narrowed(tx, event_type, asked, wishes, old)
    if not everybody:
        raise RawError(404, "eventTypeUser.notFound")
    free = _free(tx, event_type, everybody, start, end, is_unchecked=is_unchecked, old=old)
    fixed = [host for host in everybody if host.fixed]
    if busy := [host for host in fixed if host not in free]:
        raise _not_available(event_type, busy, old)
    chosen = _chosen(tx, event_type, [host for host in free if not host.fixed], wishes)
    if {host.group for host in everybody if not host.fixed} - {host.group for host in chosen}:
        raise _not_available(event_type, [host for host in everybody if host not in free], old)
    return Assigned(_lead_first([*fixed, *chosen], wishes.lead_email))


def is_one(tx: Transaction, event_type: EventType, user_id: int) -> bool:
    return any(host.user.id == user_id for host in availability.hosts_of(tx, event_type))


def _narrowed(
    tx: Transaction, event_type: EventType, everybody: list[EventHost], wishes: Wishes, old: Booking | None
) -> list[EventHost]:
    """Fixed hosts stay in any case; a wish that would leave no other is passed over."""
    if event_type.scheduling_type != "ROUND_ROBIN":
        return everybody
    if wishes.host_ids is not None:
        lead = {host.user_id for host in everybody if host.user.email == wishes.lead_email}
        everybody = narrowed(everybody, lead | set(wishes.host_ids))
    everybody = narrowed(everybody, wishes.subset_ids)
    return of_the_same_booking(tx, event_type, everybody, old)


def _free(
    tx: Transaction,
    event_type: EventType,
    everybody: list[EventHost],
    start: datetime,
    end: datetime,
    *,
    is_unchecked: bool,
    old: Booking | None,
) -> list[EventHost]:
    """Who may overrule conflicts still gets those who are free, if there are any."""
    free = availability.free_hosts(tx, event_type, everybody, start, end, except_uid=old.uid if old else None)
    if not is_unchecked:
        return free
    groups = {host.group for host in free if not host.fixed}
    return [host for host in everybody if host.fixed or host in free or host.group not in groups]


def _chosen(tx: Transaction, event_type: EventType, free: list[EventHost], wishes: Wishes) -> list[EventHost]:
    """One of each group; the wished lead before all others of his."""
    lead = next((host for host in free if host.user.email == wishes.lead_email), None)
    rest = [host for host in free if lead is None or host.group != lead.group]
    chosen = availability.choose_round_robin(tx, event_type, rest) if rest else []
    return [lead, *chosen] if lead else chosen


def _lead_first(hosts: list[EventHost], email: str | None) -> list[EventHost]:
    return sorted(hosts, key=lambda host: host.user.email != email) if email else hosts


def _not_available(event_type: EventType, busy: list[EventHost], old: Booking | None) -> BadRequest:
    """A reschedule is refused in the personal words, a team's too."""
    explain = f"not free: {', '.join(host.user.username or host.user.email for host in busy)}"
    if event_type.team_id is None or old is not None:
        return UserNotAvailable(explain)
    return HostsNotAvailable(explain)
