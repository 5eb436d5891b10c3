"""Verdicts are kept for ever; standings follow from them under the policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from autograder.assignment import Assignment
from autograder.gradebook import Gradebook, Mark, Standing, standings
from autograder.judge import Judge, Ruling, Status, Verdict, not_graded
from autograder.policy import Policy
from conftest import QUICK
from handing_in import submission

DUE = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def right(judge: Judge, doubling: Assignment) -> Verdict:
    return judge.grade(doubling, submission(doubling, doubling.right), QUICK).verdict


@pytest.fixture(scope="module")
def half_right(judge: Judge, doubling: Assignment) -> Verdict:
    """Three of five points."""
    return judge.grade(doubling, submission(doubling, {"double": doubling.right["double"]}), QUICK).verdict


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'gradebook.db'}"


def policy(**changes: object) -> Policy:
    base = {"assignments": {"01-doubling": {"due": DUE.isoformat()}}}
    return Policy.model_validate({**base, **changes})


def standing(verdicts: list[Verdict], doubling: Assignment, rules: Policy | None = None) -> Standing:
    [found] = standings(verdicts, (doubling,), rules or policy())
    return found


def mark(verdicts: list[Verdict], doubling: Assignment, rules: Policy | None = None) -> Mark:
    return standing(verdicts, doubling, rules).marks[0]


def at(verdict: Verdict, moment: datetime, number: int = 0) -> Verdict:
    return replace(verdict, submitted=moment, submission=f"{number:064d}" if number else verdict.submission)


def test_in_time_counts_in_full(right: Verdict, doubling: Assignment) -> None:
    found = mark([at(right, DUE)], doubling)

    assert (found.percent, found.penalty, found.state) == (100, 0, "graded")


@pytest.mark.parametrize(
    ("late", "percent"),
    [
        (timedelta(minutes=15), 100),  # the grace period
        (timedelta(minutes=16), 90),
        (timedelta(days=1), 90),
        (timedelta(days=1, seconds=1), 80),
        (timedelta(days=5), 50),
        (timedelta(days=5, seconds=1), 0),  # closed
    ],
)
def test_lateness_costs_by_the_day(right: Verdict, doubling: Assignment, late: timedelta, percent: float) -> None:
    rules = policy(late={"closes_after": "5 days"})

    assert mark([at(right, DUE + late)], doubling, rules).percent == percent


def test_a_penalty_is_of_the_assignments_points_and_never_below_zero(half_right: Verdict, doubling: Assignment) -> None:
    rules = policy(late={"lose_per_day": 25})

    assert mark([at(half_right, DUE + timedelta(days=2))], doubling, rules).percent == 10
    assert mark([at(half_right, DUE + timedelta(days=3))], doubling, rules).percent == 0


def test_an_extension_moves_the_date_for_one_student(right: Verdict, doubling: Assignment) -> None:
    rules = policy(extensions={"s1": {"01-doubling": "2 days"}})
    late = at(right, DUE + timedelta(days=1))

    found = standings([late, replace(late, student="s2")], (doubling,), rules)

    assert [each.marks[0].percent for each in found] == [100, 90]


def test_changing_the_late_rule_needs_no_new_verdict(right: Verdict, doubling: Assignment) -> None:
    late = [at(right, DUE + timedelta(days=1))]

    assert mark(late, doubling, policy(late={"lose_per_day": 30})).percent == 70
    assert mark(late, doubling, policy(late={"lose_per_day": 0})).percent == 100


def test_the_best_or_the_last_attempt_counts(right: Verdict, half_right: Verdict, doubling: Assignment) -> None:
    attempts = [at(right, DUE - timedelta(days=2), 1), at(half_right, DUE - timedelta(days=1), 2)]

    best, last = mark(attempts, doubling), mark(attempts, doubling, policy(attempts="last"))

    assert (best.percent, last.percent) == (100, 60)
    assert best.attempts == last.attempts == 2


def test_the_best_attempt_is_the_best_after_lateness(right: Verdict, half_right: Verdict, doubling: Assignment) -> None:
    attempts = [at(half_right, DUE, 1), at(right, DUE + timedelta(days=3), 2)]

    assert mark(attempts, doubling, policy(late={"lose_per_day": 20})).percent == 60


def test_what_was_not_handed_in_is_missing(right: Verdict, doubling: Assignment) -> None:
    [found] = standings([right], (doubling, replace(doubling, name="02-other")), policy())

    assert (found.percent, found.marks[1].state, found.passed) == (50, "missing", False)
    assert found.missing[0] == "02-other was not handed in; 50 % is needed."


def test_refused_and_ours_are_told_apart(doubling: Assignment) -> None:
    refused = not_graded(doubling, submission(doubling, {}), Ruling.REFUSED, "This file is empty.")
    ours = not_graded(doubling, submission(doubling, {}), Ruling.OURS, "disk full")

    assert mark([refused], doubling).state == "refused"
    assert mark([ours], doubling).state == "not graded yet"
    assert standing([ours], doubling).missing[0] == ("01-doubling is not graded yet, through no fault of the student.")


def test_an_attempt_that_is_ours_is_not_hidden_by_an_older_score(right: Verdict, doubling: Assignment) -> None:
    ours = at(replace(right, status=Ruling.OURS, outcomes=()), DUE, 9)

    assert mark([right, ours], doubling).state == "not graded yet"


@pytest.mark.parametrize("attempts", ["best", "last"])
def test_an_upload_that_is_held_hides_no_earlier_verdict(
    url: str, right: Verdict, doubling: Assignment, attempts: str
) -> None:
    held = at(replace(right, status=Ruling.HELD, outcomes=(), submission="f" * 64), DUE, 9)
    rules = policy(attempts=attempts)

    assert mark([held], doubling, rules).state == "held"
    assert standing([held], doubling, rules).open
    assert standing([held], doubling, rules).missing[0] == (
        "01-doubling could not be graded by itself: the instructor looks at it."
    )
    for order in ([right, held], [held, right]):
        found = mark(order, doubling, rules)
        assert (found.state, found.percent, found.attempts) == ("graded", 100, 1)
    with Gradebook(url) as book:
        book.record(held, NOW)
        assert book.settled() == {held.key}  # not tried again by itself


def ours_on(verdict: Verdict) -> Verdict:
    return replace(verdict, status=Ruling.OURS, outcomes=())


@pytest.mark.parametrize("attempts", ["best", "last"])
def test_a_verdict_that_is_ours_never_outlives_a_later_real_one(
    right: Verdict, doubling: Assignment, attempts: str
) -> None:
    """Whether it names the upload, was recorded without its hash, or the student handed in again meanwhile."""
    nameless = replace(ours_on(right), submission="")
    for ours in (ours_on(right), nameless, ours_on(at(right, DUE, 7))):
        found = mark([ours, right], doubling, policy(attempts=attempts))

        assert (found.state, found.percent, found.attempts) == ("graded", 100, 1)
        assert mark([right, ours], doubling).state == "not graded yet"


def test_a_later_verdict_lifts_one_that_is_ours_in_the_book_too(url: str, right: Verdict, doubling: Assignment) -> None:
    nameless = replace(ours_on(right), submission="")
    with Gradebook(url) as book:
        for verdict, settled in ((nameless, set()), (right, {right.key}), (nameless, set()), (right, {right.key})):
            book.record(verdict, NOW)

            assert book.settled() == settled
            state = "graded" if settled else "not graded yet"
            assert mark(list(book.verdicts()), doubling).state == state


def test_only_the_newest_verdict_on_a_submission_settles_it(url: str, right: Verdict) -> None:
    other_tests = replace(right, assignment_hash="other tests")
    with Gradebook(url) as book:
        for newest, settled in ((right, {right.key}), (ours_on(right), set()), (other_tests, {other_tests.key})):
            book.record(newest, NOW)

            assert book.settled() == settled


def test_what_another_engine_graded_is_not_settled_for_the_judge(url: str, right: Verdict) -> None:
    with Gradebook(url) as book:
        book.record(right, NOW)
        book.record(replace(right, engine="nbgrader"), NOW)

        assert book.settled("nbgrader") == {right.key}
        assert book.settled("judge") == book.settled("otter") == set()


def test_a_mark_is_of_the_points_that_could_be_had_when_it_was_given(right: Verdict, doubling: Assignment) -> None:
    smaller = replace(doubling, tests=doubling.tests[:1], tests_source="changed")
    larger = replace(doubling, tests=doubling.tests * 2, tests_source="changed")

    for changed in (smaller, larger):
        found = mark([right], changed)
        assert (found.score, found.max_score, found.percent, found.outdated) == (5, 5, 100, True)
    assert not mark([right], doubling).outdated


def test_no_mark_is_over_a_hundred_per_cent(right: Verdict, doubling: Assignment) -> None:
    generous = replace(right, outcomes=tuple(replace(outcome, score=9) for outcome in right.outcomes))

    assert mark([generous], doubling).percent == 100


def test_a_mean_that_is_the_pass_mark_passes_whatever_binary_fractions_make_of_it(
    half_right: Verdict, doubling: Assignment
) -> None:
    topics = tuple(replace(doubling, name=name) for name in ("a", "b", "c"))
    weights = {name: {"weight": 0.1} for name in ("a", "b", "c")}
    verdicts = [replace(half_right, assignment=topic.name, assignment_hash=topic.hash) for topic in topics]

    [found] = standings(verdicts, topics, policy(assignments=weights, **{"pass": {"course": 60, "each": 60}}))

    assert found.percent != 60  # or the test shows nothing
    assert found.passed


def test_the_whole_is_not_judged_while_a_part_is_not_graded(right: Verdict, doubling: Assignment) -> None:
    found = standing([ours_on(right)], doubling)

    assert found.open and not found.passed
    assert found.missing == ("01-doubling is not graded yet, through no fault of the student.",)


def test_passing_needs_every_required_assignment_and_the_whole(
    right: Verdict, half_right: Verdict, doubling: Assignment
) -> None:
    other = replace(doubling, name="02-other")
    both = [right, replace(half_right, assignment="02-other")]

    def found(**rules: object) -> Standing:
        return standings(both, (doubling, other), policy(**rules))[0]

    assert found().percent == 80 and found().passed
    assert found(**{"pass": {"each": 61}}).missing == ("02-other has 60.0 %; 61 % is needed.",)
    assert found(**{"pass": {"course": 81}}).missing == ("The course has 80.0 %; 81 % is needed.",)
    heavy = found(assignments={"02-other": {"weight": 3, "required": False}}, **{"pass": {"each": 61, "course": 70}})
    assert heavy.percent == 70 and heavy.passed


def test_a_score_is_the_sum_of_what_passed(half_right: Verdict) -> None:
    assert (half_right.score, half_right.max_score) == (3, 5)
    assert [outcome.status for outcome in half_right.outcomes] == [Status.PASSED, Status.PASSED, Status.FAILED]
