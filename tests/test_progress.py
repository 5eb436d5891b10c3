"""Where a student stands in the middle of a term: what is to come has not failed; and what needs a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from autograder.assignment import Assignment
from autograder.gradebook import Standing, standings
from autograder.judge import ByHand, Outcome, Ruling, Status, Verdict
from autograder.policy import Policy
from autograder.report import Progress, all_progress, for_student, progress_of
from autograder.report.attention import groups, needing, to_grade
from autograder.report.progress import Course, Stage
from pages import Page

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TERM = 6  # assignments; one is due each week, the first two before now


def topics(topic: Assignment, count: int = TERM) -> tuple[Assignment, ...]:
    return tuple(replace(topic, name=f"{n:02}-topic", title=f"Topic {n}") for n in range(1, count + 1))


def policy(count: int = TERM, first: int = -2, **more: Any) -> Policy:
    """Due dates a week apart, the first so many weeks from now."""
    due = {
        f"{n:02}-topic": {"due": (NOW + timedelta(weeks=first + n - 1, hours=1)).isoformat()}
        for n in range(1, count + 1)
    }
    return Policy.model_validate({"assignments": due, **more})


def work(topic: Assignment, student: str, percent: float, early: timedelta = timedelta(weeks=30)) -> Verdict:
    """What somebody handed in, before it was due."""
    points = topic.max_score * percent / 100
    status = Status.PASSED if percent == 100 else Status.FAILED
    outcome = Outcome("test_doubles", "double", status, points, topic.max_score, "Twice two is four.", visible=True)
    when, key = NOW - early, f"{student} {topic.name}"
    return Verdict(student, topic.name, key, when, topic.hash, Ruling.GRADED, outcomes=(outcome,))


def stand(topic: Assignment, percents: Sequence[float | None], rules: Policy, student: str = "ada") -> Standing:
    """Somebody who earned this in the first assignments; None is not handed in."""
    all_of_them = topics(topic, len(rules.assignments))
    found = [
        work(each, student, percent)
        for each, percent in zip(all_of_them, percents, strict=False)
        if percent is not None
    ]
    return standings(found, all_of_them, rules)[0]


def way(topic: Assignment, percents: Sequence[float | None], rules: Policy | None = None) -> Progress:
    rules = rules or policy()
    return progress_of(stand(topic, percents, rules), rules, NOW)


def test_two_perfect_scores_in_mid_term_are_on_track_with_100_per_cent(doubling: Assignment) -> None:
    found = way(doubling, [100, 100])

    assert (found.so_far, found.state) == (100.0, Course.ON_TRACK)
    assert found.final == pytest.approx(100 * 2 / TERM)
    assert found.missing == []
    assert [step.stage for step in found.steps] == [Stage.DONE] * 2 + [Stage.TO_COME] * 4


def test_what_is_due_and_missing_counts_as_nothing(doubling: Assignment) -> None:
    found = way(doubling, [100, None])

    assert (found.so_far, found.state) == (50.0, Course.BEHIND)
    assert found.steps[1].stage is Stage.MISSED
    assert found.missing == ["02-topic was not handed in; 50 % is needed."]


def test_what_was_handed_in_before_it_is_due_counts(doubling: Assignment) -> None:
    assert way(doubling, [100, 100, 70]).so_far == 90.0


def test_an_extension_moves_the_day_from_which_something_is_missing(doubling: Assignment) -> None:
    rules = policy(extensions={"ada": {"02-topic": "2 weeks"}})

    assert way(doubling, [100, None], rules).so_far == 100.0


def test_a_file_that_was_refused_can_be_replaced_until_it_is_due(doubling: Assignment) -> None:
    rules, every = policy(), topics(doubling)
    odd = [replace(work(every[place], "ada", 0), status=Ruling.REFUSED, outcomes=()) for place in (0, 3)]

    found = progress_of(standings([*odd, work(every[1], "ada", 100)], every, rules)[0], rules, NOW)

    assert found.so_far == 50.0
    assert [step.counts for step in found.steps] == [True, True, False, False, False, False]


def test_at_the_end_of_the_course_it_is_passed_or_not(doubling: Assignment) -> None:
    rules = policy(first=-10)

    assert way(doubling, [100] * TERM, rules).state is Course.PASSED
    failed = way(doubling, [100, None, 100, 100, 100, 100], rules)
    assert failed.state is Course.FAILED
    assert failed.so_far == failed.final


def test_who_has_handed_in_everything_before_it_is_due_has_not_failed_yet(doubling: Assignment) -> None:
    assert way(doubling, [100, 100, 100, 100, 100, 20]).state is Course.BEHIND


def test_without_anything_due_or_graded_there_is_no_percentage(doubling: Assignment) -> None:
    rules, every = policy(first=1), topics(doubling)
    ours = replace(work(every[0], "ada", 0), status=Ruling.OURS, outcomes=())

    found = progress_of(standings([ours], every, rules)[0], rules, NOW)

    assert (found.so_far, found.final, found.state) == (None, None, Course.OPEN)


def test_work_that_waits_for_a_person_is_not_counted_against_anybody(doubling: Assignment) -> None:
    rules, every = policy(), topics(doubling)
    essay = replace(work(every[1], "ada", 10), by_hand=(ByHand("why", 5, "digest"),))
    everybody = all_progress(standings([work(every[0], "ada", 100), essay], every, rules), rules, NOW)

    assert (everybody[0].so_far, everybody[0].state) == (100.0, Course.ON_TRACK)
    assert everybody[0].missing == []
    assert [(each.assignment, each.question, each.count) for each in to_grade(everybody)] == [("02-topic", "why", 1)]


# What needs a person


def names(everybody: Sequence[Progress]) -> dict[str, list[str]]:
    return {group.name: [f"{look.student} {look.assignment}" for look in group.looks] for group in groups(everybody)}


def test_what_could_not_be_graded_comes_first(doubling: Assignment) -> None:
    rules, every = policy(), topics(doubling)
    odd = {Ruling.REFUSED: "r", Ruling.HELD: "h", Ruling.OURS: "o"}
    found = [replace(work(every[0], who, 0), status=ruling, outcomes=()) for ruling, who in odd.items()]

    everybody = all_progress(standings([*found, work(every[0], "fine", 100)], every, rules), rules, NOW)

    assert list(names(everybody)) == ["Held", "Not graded yet", "Refused"]
    assert needing(groups(everybody)) == {"r", "h", "o"}


def test_work_unlike_the_same_students_other_work_is_told_and_an_even_weak_student_is_not(doubling: Assignment) -> None:
    rules = policy(first=-10)
    odd = progress_of(stand(doubling, [95, 100, 98, 20, 97, 96], rules, "odd"), rules, NOW)
    weak = progress_of(stand(doubling, [45, 10, 80, 30, 60, 5], rules, "weak"), rules, NOW)

    assert names([odd, weak]) == {"Unlike their other work": ["odd 04-topic"]}


def test_who_handed_in_and_then_no_more_is_told_and_who_only_missed_one_is_not(doubling: Assignment) -> None:
    rules = policy(first=-10)
    gone = progress_of(stand(doubling, [90, 90, 90], rules, "gone"), rules, NOW)
    once = progress_of(stand(doubling, [90, None, 90, 90, 90, 90], rules, "once"), rules, NOW)

    assert names([gone, once]) == {"Stopped": ["gone 04-topic"]}


# The student's page


def student_page(topic: Assignment, percents: Sequence[float | None], rules: Policy) -> str:
    every = topics(topic, len(rules.assignments))
    return " ".join(Page(for_student(way(topic, percents, rules), every, NOW, "Ada Lovelace")).text.split())


def test_in_mid_term_a_student_reads_that_all_is_well_and_what_comes_next(doubling: Assignment) -> None:
    text = student_page(doubling, [100, 100], policy())

    assert "Ada Lovelace ada You are on track. Go on like this." in text
    assert "2 of 6 assignments handed in, 4 still to come." in text
    assert "Not passed" not in text and "17 %" not in text and "33 %" not in text
    assert "So far, nothing is missing. Still to come: 4 assignments." in text
    assert "Dates to come Fri 20 Nov 2026, 10:30 Topic 3 in 60 minutes" in text


def test_a_student_reads_what_to_mend_first_with_its_hint_and_whether_it_still_counts(doubling: Assignment) -> None:
    text = student_page(doubling, [40, 100, 40], policy(late={"closes_after": "3 days"}))

    mend = text[text.index("What to mend next") :]
    assert mend.index("double in Topic 3") < mend.index("double in Topic 1")
    assert "You can hand it in again until Fri 20 Nov 2026, 10:30." in mend
    assert "It is too late for points here, but not for learning." in mend
    assert "Something needs mending" in text
    assert "01-topic has 40.0 %; 50 % is needed." in text


def test_a_file_that_was_refused_is_the_first_thing_to_mend(doubling: Assignment) -> None:
    rules, every = policy(), topics(doubling)
    odd = replace(work(every[2], "ada", 0), status=Ruling.REFUSED, outcomes=(), reason="This file is empty.")

    found = progress_of(standings([odd, work(every[0], "ada", 40)], every, rules)[0], rules, NOW)
    text = " ".join(Page(for_student(found, every, NOW)).text.split())

    assert "What to mend next Your file for Topic 3 This file is empty." in text


def test_a_student_reads_about_late_work_and_extensions(doubling: Assignment) -> None:
    rules = policy(extensions={"ada": {"02-topic": "3 days"}})
    every = topics(doubling)
    late = work(every[0], "ada", 100, timedelta(weeks=2) - timedelta(hours=30))

    found = progress_of(standings([late], every, rules)[0], rules, NOW)
    text = " ".join(Page(for_student(found, every, NOW)).text.split())

    assert "Topic 1: 29 hours late, minus 20 %" in text
    assert "Topic 2: you have 3 days more, until Mon 16 Nov 2026, 10:30." in text
