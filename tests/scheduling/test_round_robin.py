"""Who takes a round-robin booking."""

from datetime import UTC, datetime

from mockcal.scheduling.round_robin import Candidate, choose, shortfall

EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 4, tzinfo=UTC)
ALICE, BOB, CAROL = 1, 2, 3


def test_whoever_was_booked_longest_ago():
    assert choose([Candidate(ALICE, last_booked=LATE), Candidate(BOB, last_booked=EARLY)]).user_id == BOB


def test_whoever_never_was_comes_first():
    assert choose([Candidate(ALICE, last_booked=EARLY), Candidate(BOB)]).user_id == BOB


def test_between_equals_the_order_of_hosts_decides():
    assert choose([Candidate(BOB), Candidate(ALICE)]).user_id == BOB


def test_priority_comes_before_fairness():
    assert choose([Candidate(ALICE, priority=3, last_booked=LATE), Candidate(BOB, priority=1)]).user_id == ALICE


def test_no_priority_is_a_medium_one():
    assert choose([Candidate(ALICE, priority=1), Candidate(BOB), Candidate(CAROL, priority=2)]).user_id == BOB


def test_weight_comes_before_priority():
    group = [Candidate(ALICE, priority=4, booked=3), Candidate(BOB, booked=1)]

    assert choose(group, group=group).user_id == BOB


def test_shares_follow_the_weights():
    group = [Candidate(ALICE, weight=300, booked=2), Candidate(BOB, weight=100, booked=2)]

    assert [shortfall(one, group) for one in group] == [1, -1]
    assert choose(group, group=group).user_id == ALICE


def test_before_any_booking_the_heaviest_begins():
    group = [Candidate(ALICE, weight=100), Candidate(BOB, weight=200)]

    assert choose(group, group=group).user_id == BOB


def test_the_busy_of_the_group_count_towards_its_total():
    alice, bob, carol = (
        Candidate(ALICE, weight=100, booked=1),
        Candidate(BOB, weight=100, booked=1),
        Candidate(CAROL, weight=400, booked=0),
    )

    assert choose([alice, carol], group=[alice, bob, carol]).user_id == CAROL
