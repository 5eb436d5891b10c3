"""The numbers about questions are those of the textbooks, and a dud among them is found."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder.analysis import ENOUGH, TopicFacts, as_plain, facts_of
from autograder.analysis.statistics import (
    Numbers,
    alpha,
    alpha_between,
    correlation,
    discrimination,
    item_rest,
    spread,
)
from autograder.assignment import Assignment
from autograder.gradebook import HandMark, standings
from autograder.judge import ByHand, Outcome, Ruling, Status, Verdict
from autograder.policy import Policy
from handing_in import WHEN

EXACT = 1e-6


@pytest.fixture(scope="module")
def stats() -> Any:
    return pytest.importorskip("scipy.stats", reason="scipy, a peer, is not installed")


@pytest.fixture(scope="module")
def pingouin() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about its own imports
        return pytest.importorskip("pingouin", reason="pingouin, a peer, is not installed")


def cohort(students: int = 200, seed: int = 1, *, shares: bool = False) -> Numbers:
    """Points of students of different skill for eight questions of different difficulty, and worth different points."""
    chance = np.random.default_rng(seed)
    skill, hard = chance.normal(size=(students, 1)), np.linspace(-1.5, 1.5, 8)
    right = 1 / (1 + np.exp(hard - 1.5 * skill))
    earned = chance.binomial(4, right) / 4 if shares else chance.random((students, 8)) < right
    points: Numbers = earned * np.array([1, 2, 3, 4, 1, 2, 3, 4.0])
    return points


# Against other programs


@pytest.mark.parametrize("shares", [False, True])
@pytest.mark.parametrize("students", [30, 63, 300])
def test_alpha_is_pingouins(pingouin: Any, students: int, shares: bool) -> None:
    import pandas

    points = cohort(students, shares=shares)

    assert alpha(points) == pytest.approx(pingouin.cronbach_alpha(pandas.DataFrame(points))[0], abs=EXACT)


@pytest.mark.parametrize("students", [30, 300])
def test_correlations_are_scipys_and_pingouins(stats: Any, pingouin: Any, students: int) -> None:
    points = cohort(students, shares=True)
    for column in range(8):
        rest = points.sum(axis=1) - points[:, column]

        found = item_rest(points, column)

        assert found == pytest.approx(stats.pearsonr(points[:, column], rest)[0], abs=EXACT)
        assert found == pytest.approx(pingouin.corr(points[:, column], rest)["r"].iloc[0], abs=EXACT)


def test_phi_is_scipys_measure_of_association(stats: Any) -> None:
    right = (cohort(300) > 0).astype(float)
    both = np.array([[((right[:, 0] == a) & (right[:, 1] == b)).sum() for b in (0, 1)] for a in (0, 1)])

    strength = stats.contingency.association(both, method="cramer")

    assert abs(correlation(right[:, 0], right[:, 1]) or 0) == pytest.approx(strength, abs=EXACT)


def test_the_interval_is_that_of_scipys_bootstrap(stats: Any) -> None:
    points = cohort(100, shares=True)

    def statistic(*columns: Numbers) -> float:
        return alpha(np.column_stack(columns)) or 0

    theirs = stats.bootstrap(
        tuple(points.T), statistic, paired=True, vectorized=False, method="percentile", n_resamples=2000, rng=3
    ).confidence_interval
    found = alpha_between(points)

    assert found == pytest.approx((theirs.low, theirs.high), abs=0.01)  # chance of two times 2,000 resamples
    assert found == alpha_between(points) != alpha_between(points, seed=2)


# Against the textbooks


def test_alpha_of_right_and_wrong_is_kr_20() -> None:
    right = (cohort(80) > 0).astype(float)
    p = right.mean(axis=0)

    by_the_book = 8 / 7 * (1 - (p * (1 - p)).sum() / right.sum(axis=1).var())  # Kuder and Richardson, 1937, formula 20

    assert alpha(right) == pytest.approx(by_the_book, abs=EXACT)


def test_discrimination_compares_the_best_27_per_cent_with_the_last() -> None:
    chance = np.random.default_rng(4)
    totals, shares = chance.permutation(100).astype(float), chance.random(100)
    order = np.argsort(totals)

    by_the_book = shares[order[-27:]].mean() - shares[order[:27]].mean()

    assert discrimination(shares, totals) == pytest.approx(by_the_book, abs=EXACT)


def test_discrimination_does_not_depend_on_the_order_of_students_who_are_level() -> None:
    totals = np.array([1.0] * 5 + [2.0] * 5)
    shares = np.array([0, 0, 1, 1, 1, 0, 1, 1, 1, 1.0])

    assert discrimination(shares, totals) == pytest.approx(0.8 - 0.6)
    shuffled = np.random.default_rng(1).permutation(10)
    assert discrimination(shares[shuffled], totals[shuffled]) == pytest.approx(0.8 - 0.6)


def test_where_nothing_varies_there_is_no_number() -> None:
    same = np.ones((40, 3))

    assert (alpha(same), alpha_between(same), item_rest(same, 0)) == (None, None, None)
    assert discrimination(same[:, 0], same.sum(axis=1)) is None
    assert alpha(cohort(40)[:, :1]) is None
    assert spread([1, 2, 3, 4, 5]) == (1, 2, 3, 4, 5)


# Of a whole cohort


def outcomes_of(row: Sequence[float], most: Sequence[float]) -> list[Outcome]:
    """Each question has two tests that pass or fail together; the first has all the points."""
    return [
        Outcome(
            f"{test}_{question}", f"q{question}", Status.PASSED if earned == worth else Status.FAILED,
            earned if test == "one" else 0.0, worth if test == "one" else 0.0, f"Claim {test} {question}.", True,
        )
        for question, (earned, worth) in enumerate(zip(row, most, strict=True))
        for test in ("one", "two")
    ]  # fmt: skip


def verdicts(topic: Assignment, points: Numbers, most: Sequence[float], **evidence: Any) -> list[Verdict]:
    """Verdicts on students who earned these points. `evidence` is what each of them reached at a gate."""
    found = []
    for number, row in enumerate(points):
        first, *others = outcomes_of(row.tolist(), most)
        first = replace(first, evidence={gate: reached[number] for gate, reached in evidence.items()})
        graded = Verdict(f"s{number:03}", topic.name, f"sha{number}", WHEN, topic.hash, Ruling.GRADED)
        found.append(replace(graded, outcomes=(first, *others), seconds=0.1 * (number + 1)))
    return found


def facts(
    topic: Assignment, points: Numbers, most: Sequence[float] = (1, 2, 3, 4, 1, 2, 3, 4), **evidence: Any
) -> TopicFacts:
    return facts_of(standings(verdicts(topic, points, most, **evidence), (topic,), Policy()), topic)


def test_each_question_gets_its_numbers_and_the_topic_its_reliability(doubling: Assignment) -> None:
    points = cohort(60)

    found = facts(doubling, points)

    assert (found.students, found.left_out, found.few) == (60, 0, "")
    assert found.reliability == alpha(points) and found.between == alpha_between(points)
    assert found.measure == "Cronbach's alpha"
    assert found.seconds is not None and found.seconds[0] == pytest.approx(0.1)
    for column, question in enumerate(found.questions):
        assert question.difficulty == pytest.approx((points[:, column] > 0).mean())
        assert question.item_rest == item_rest(points, column)
        assert question.alpha_if_deleted == alpha(np.delete(points, column, axis=1))
        assert question.remarks == ()


def test_questions_that_earn_one_point_or_none_have_a_kr_20(doubling: Assignment) -> None:
    assert facts(doubling, (cohort(60) > 0) * 1.0, (1,) * 8).measure == "KR-20"


def test_below_thirty_students_it_says_too_few_and_gives_no_number_that_chance_decides(doubling: Assignment) -> None:
    found = facts(doubling, cohort(ENOUGH - 1))

    assert found.few == "Too few: 29 of at least 30 students."
    assert found.reliability is None and found.between is None and found.together == ()
    assert all(question.discrimination is None and question.item_rest is None for question in found.questions)
    assert all(0 < question.difficulty < 1 for question in found.questions)
    assert facts(doubling, cohort(ENOUGH)).few == ""


def test_a_question_that_chance_decides_is_flagged_and_no_other(doubling: Assignment) -> None:
    points = cohort(300)
    points[:, 4] = np.random.default_rng(12).random(300) < 0.5

    found = facts(doubling, points)

    assert {question.question for question in found.questions if question.remarks} == {"q4"}
    assert found.questions[4].remarks == (
        "Earning it has hardly anything to do with the rest: chance decides it, or something that is not taught.",
    )


def test_a_question_that_the_best_get_wrong_is_flagged(doubling: Assignment) -> None:
    points = cohort(120)
    points[:, 4] = points[:, 4] == 0

    [remark] = facts(doubling, points).questions[4].remarks

    assert remark.startswith("Who does well elsewhere does worse here.")


def test_questions_that_everybody_or_nobody_gets_right_are_named_but_not_as_duds(doubling: Assignment) -> None:
    points = cohort(60)
    points[:, 0], points[:, 1] = 1, 0

    found = facts(doubling, points)

    assert found.questions[0].remarks == (
        "Nearly everybody earns it (100% of its points), so it tells hardly anybody apart.",
    )
    assert found.questions[1].remarks == (
        "Hardly anybody earns it (0% of its points): is it taught, and can its text be understood?",
    )


def test_tests_that_fail_together_are_found_and_those_of_different_questions_come_first(doubling: Assignment) -> None:
    points = cohort(60)
    points[:, 4] = (points[:, 3] > 0) * 1.0  # who fails q3 fails q4

    found = facts(doubling, points).together

    across = [pair for pair in found if pair.questions == ("q3", "q4")]
    assert found[: len(across)] == tuple(across) and len(across) == 4
    assert across[0].phi == pytest.approx(1)
    failed = int((points[:, 3] == 0).sum())
    assert across[0].both == failed and across[0].chance == pytest.approx(failed**2 / 60)
    assert "one of them may be enough" in across[0].sentence


def test_work_of_another_version_or_without_a_grade_is_left_out_and_counted(doubling: Assignment) -> None:
    those = verdicts(doubling, cohort(40), (1, 2, 3, 4, 1, 2, 3, 4))
    those[0] = replace(those[0], assignment_hash="earlier")
    those[1] = replace(those[1], status=Ruling.REFUSED)

    found = facts_of(standings(those, (doubling,), Policy()), doubling)

    assert (found.students, found.left_out) == (38, 2)


def test_a_question_in_words_counts_once_everybodys_answer_is_graded(doubling: Assignment) -> None:
    those = verdicts(doubling, cohort(30), (1, 2, 3, 4, 1, 2, 3, 4))
    those = [replace(each, by_hand=(ByHand("why", 2.0, "digest"),)) for each in those]
    asked: Any = {"assignment": doubling.name, "question": "why", "author": "t", "when": WHEN, "source": "table"}
    marks = [HandMark(student=each.student, points=1.0, maximum=2.0, answer="digest", **asked) for each in those]

    before, after = (
        facts_of(standings(those, (doubling,), Policy(), given), doubling).questions for given in (marks[1:], marks)
    )

    assert "why" not in [question.question for question in before]
    assert [question.difficulty for question in after if question.question == "why"] == [0.5]


def test_gates_show_what_everybody_reached_beside_the_bound(doubling: Assignment) -> None:
    reached = [{"value": 0.5 + number / 100, "at_least": 0.7} for number in range(40)]
    reached[3] = {"value": float("nan"), "at_least": 0.7}

    [gate] = facts(doubling, cohort(40), accuracy=reached).gates

    assert (gate.gate, gate.at_least, gate.at_most, gate.reached, gate.unmeasured) == ("accuracy", 0.7, None, 20, 1)
    assert gate.sentence == (
        "20 of 40 reach accuracy of at least 0.7; half of them lie between 0.605 and 0.795, the middle is 0.7."
    )


def test_nobody_handed_in_is_no_error(doubling: Assignment) -> None:
    found = facts_of([], doubling)

    assert (found.students, found.questions, found.seconds) == (0, (), None)


def test_names_of_tests_and_their_claims_are_for_instructors(doubling: Assignment) -> None:
    points = cohort(60)
    points[:, 4] = (points[:, 3] > 0) * 1.0

    shared = as_plain(facts(doubling, points), instructors=False)

    assert shared["together"] and not {"tests", "claims"} & shared["together"][0].keys()
