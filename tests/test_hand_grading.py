"""Questions in words: what was written, who graded it, and what it adds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
import pytest

from autograder.assignment import Assignment, AssignmentError, Criterion, load
from autograder.certificate import missing_for
from autograder.gradebook import HandMark, Mark, MarkKind, Standing, standings
from autograder.intake import from_bytes, in_words, own_words
from autograder.judge import ByHand, Judge, Ruling, Verdict, not_graded
from autograder.policy import Policy
from autograder.proof import missing_rubrics
from autograder.release import WRITE_HERE, Secrets, filled, reference
from conftest import NOTEBOOK, QUICK, REFERENCE, write_topic
from handing_in import WHEN, submission, written

PROMPT = "Why?\n\nWrite below this line."
ESSAY = '# %% [markdown] answer points=2 name="why"\n# Why?\n#\n# Write below this line.\n'
RUBRIC = '# %% rubric name="why"\n# 1.5: Because twice two\n#   is four.\n# 0.5: And says so.\n'
NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def topic(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    """The doubling topic with a question in words: 5 points by tests, 2 by hand."""
    folder = tmp_path_factory.mktemp("words")
    return load(write_topic(folder, notebook=NOTEBOOK + ESSAY, reference=REFERENCE + RUBRIC))


@pytest.fixture(scope="module")
def verdict(judge: Judge, topic: Assignment) -> Verdict:
    """Everything right, and something written."""
    return graded(judge, topic, "Because.")


def graded(judge: Judge, topic: Assignment, text: str) -> Verdict:
    words = {"why": f"{PROMPT}\n\n{text}"} if text else {}
    return judge.grade(topic, submission(topic, {**topic.right, **words}), QUICK).verdict


def by_hand(points: float, question: str = "why", **more: object) -> HandMark:
    told = {"student": "s1", "assignment": "01-doubling", "author": "tutor", "when": NOW, "maximum": 2.0}
    return HandMark(**{**told, "source": "table", "question": question, "points": points, **more})  # type: ignore[arg-type]


def standing(topic: Assignment, verdicts: list[Verdict], *marks: HandMark, **policy: object) -> Standing:
    [found] = standings(verdicts, (topic,), Policy.model_validate(policy), marks)
    return found


def mark(topic: Assignment, verdict: Verdict, *marks: HandMark) -> Mark:
    return standing(topic, [verdict], *marks).marks[0]


def test_points_by_hand_are_part_of_the_total_from_the_first_day(topic: Assignment, judge: Judge) -> None:
    blank = mark(topic, graded(judge, topic, ""))

    assert (topic.max_score, topic.by_tests) == (7, 5)
    assert (blank.score, blank.max_score, blank.state, blank.known) == (5, 7, "graded", True)
    assert blank.percent == pytest.approx(100 * 5 / 7)


def test_what_was_written_awaits_hand_grading_and_holds_a_certificate(topic: Assignment, verdict: Verdict) -> None:
    found = standing(topic, [verdict], **{"pass": {"each": 0, "course": 0}})
    [waiting] = found.marks

    assert (waiting.score, waiting.max_score, waiting.state, waiting.known) == (5, 7, "awaiting hand grading", False)
    assert found.missing == ("01-doubling awaits hand grading: why.",)
    assert not found.passed and found.waits and not found.open
    assert "01-doubling awaits hand grading: why." in missing_for(found, Policy())


def test_a_mark_by_hand_adds_to_the_score(topic: Assignment, verdict: Verdict) -> None:
    found = mark(topic, verdict, by_hand(0.5), by_hand(1.5))

    assert (found.score, found.max_score, found.state, found.known) == (6.5, 7, "graded", True)


def test_a_mark_counts_for_the_text_that_was_read(topic: Assignment, judge: Judge, verdict: Verdict) -> None:
    """Who hands in again without a change keeps the mark; a new text waits, and the old mark is shown beside it."""
    read = by_hand(2, answer=verdict.by_hand[0].answer)
    again = replace(graded(judge, topic, "  Because.\n"), submission="2" * 64)
    rewritten = mark(topic, graded(judge, topic, "Since."), read)

    assert mark(topic, again, read).score == 7
    assert (rewritten.score, rewritten.state) == (5, "awaiting hand grading")
    assert rewritten.hands[0].earlier == read


def test_a_mark_can_be_taken_back(topic: Assignment, verdict: Verdict) -> None:
    found = mark(topic, verdict, by_hand(2), by_hand(0, kind=MarkKind.WITHDRAWN))

    assert (found.score, found.state) == (5, "awaiting hand grading")


def test_a_person_can_give_other_points_than_a_test_did(topic: Assignment, verdict: Verdict) -> None:
    """By the name of an answer, a test or a cell of the notebook."""
    for question, changed in {"double": -3, "test_doubles": -1, "double-hidden": -2, "halve-hidden": -2}.items():
        found = mark(topic, verdict, by_hand(2), by_hand(0, question))
        assert found.score == 7 + changed, question
        taken_back = by_hand(0, question, kind=MarkKind.WITHDRAWN)
        assert mark(topic, verdict, by_hand(2), by_hand(0, question), taken_back).score == 7
    assert mark(topic, verdict, by_hand(1, "nothing-like-it")).score == 5


def test_other_points_for_a_test_count_for_that_submission_only(topic: Assignment, verdict: Verdict) -> None:
    given = by_hand(1, "double", answer=verdict.submission[:32])

    assert mark(topic, verdict, given).score == 3
    assert mark(topic, replace(verdict, submission="2" * 64), given).score == 5


def test_extra_points_come_on_top_and_may_exceed_the_maximum(topic: Assignment, verdict: Verdict) -> None:
    extra = by_hand(0.7, kind=MarkKind.EXTRA)
    found = standing(topic, [verdict], by_hand(2), extra)

    assert found.marks[0].score == pytest.approx(7.7)
    assert found.marks[0].percent == pytest.approx(110)
    assert found.percent == 100
    assert mark(topic, verdict, extra).score == pytest.approx(5.7)
    assert mark(topic, verdict, by_hand(2), extra, by_hand(0, kind=MarkKind.EXTRA)).score == 7


def test_points_beyond_the_maximum_that_are_not_extra_do_not_raise_the_percentage(
    topic: Assignment, verdict: Verdict
) -> None:
    assert mark(topic, verdict, by_hand(20)).percent == 100


def test_an_attempt_that_may_become_the_best_is_shown_until_it_is_graded(
    topic: Assignment, judge: Judge, verdict: Verdict
) -> None:
    first = replace(graded(judge, topic, ""), submission="1" * 64, submitted=NOW - timedelta(days=2))
    second = replace(verdict, submission="2" * 64, submitted=NOW - timedelta(days=1))

    assert standing(topic, [second, first]).marks[0].verdict == second
    assert standing(topic, [second, first], by_hand(0)).marks[0].score == 5


def test_a_refused_or_held_upload_waits_for_nobody(topic: Assignment) -> None:
    for ruling in (Ruling.REFUSED, Ruling.HELD, Ruling.OURS):
        found = mark(topic, not_graded(topic, replace(submission(topic, {}), cells=()), ruling, "It is empty."))
        assert (found.waiting, found.score, found.max_score) == ((), 0, 7)


def test_an_essay_that_was_graded_keeps_all_other_rules(topic: Assignment, verdict: Verdict) -> None:
    late = standing(topic, [verdict], by_hand(2), assignments={"01-doubling": {"due": "2026-10-31"}})

    assert (late.marks[0].score, late.marks[0].percent) == (7, 90)


TEXTS = {
    "below the line": (f"{PROMPT}\n\nBecause.", "Because."),
    "in place of nbgrader's words": (f"{PROMPT}\n\nBecause. {WRITE_HERE}", "Because."),
    "instead of the question": ("Because.\n\nIt is.", "Because.\n\nIt is."),
    "in the middle of it": ("Why?\nBecause.\nWrite below this line.", "Because."),
    "left as it was": (f"{PROMPT}\n\n{WRITE_HERE}", ""),
    "spaces only": (f"{PROMPT}\n\n   \n\t", ""),
    "with Windows' line ends": ("Why?\r\n\r\nWrite below this line.\r\nBecause.", "Because."),
}


@pytest.mark.parametrize(("source", "text"), TEXTS.values(), ids=TEXTS)
def test_what_a_student_wrote_is_told_from_the_question(source: str, text: str, topic: Assignment) -> None:
    assert own_words(source, PROMPT) == text
    cells = submission(topic, {"why": source}).cells
    assert in_words(topic, ((cell.id, cell.source) for cell in cells if cell.kind == "markdown")) == {"why": text}


def test_a_question_that_was_deleted_is_blank(topic: Assignment, judge: Judge) -> None:
    notebook = filled(topic, topic.right)
    notebook.cells = [cell for cell in notebook.cells if cell.id != "why"]
    handed_in = from_bytes(written(notebook), "s1", topic, WHEN)

    assert judge.grade(topic, handed_in, QUICK).verdict.by_hand == (ByHand("why", 2, ""),)


def test_an_answer_in_a_cell_of_its_own_below_the_question_counts(topic: Assignment, judge: Judge) -> None:
    notebook = filled(topic, topic.right)
    place = next(number for number, cell in enumerate(notebook.cells) if cell.id == "why")
    notebook.cells.insert(place + 1, nbformat.v4.new_markdown_cell("Because."))
    notebook.cells.insert(place + 2, nbformat.v4.new_code_cell("x = 1  # scratch"))
    handed_in = from_bytes(written(notebook), "s1", topic, WHEN)

    found = judge.grade(topic, handed_in, QUICK).verdict
    assert found.by_hand == graded(judge, topic, "Because.").by_hand
    assert mark(topic, found).state == "awaiting hand grading"


def test_a_rubric_says_what_the_question_gives_points_for(topic: Assignment) -> None:
    assert topic.rubrics == {"why": (Criterion(1.5, "Because twice two is four."), Criterion(0.5, "And says so."))}


MISTAKES = {
    "an unknown question": (RUBRIC.replace('"why"', '"how"'), "there is no question 'how' for this rubric. Name one of: why"),
    "other points": (RUBRIC.replace("1.5", "1"), "the rubric of 'why' gives 1.5 points, and the question 2"),
    "two rubrics": (RUBRIC + RUBRIC, "'why' has two rubrics"),
    "no points": (RUBRIC.replace("1.5: ", ""), "a rubric begins with a criterion's points"),
    "code": ('# %% rubric name="why"\nx = 2\n', "a rubric consists of comments"),
}  # fmt: skip


@pytest.mark.parametrize(("rubric", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_a_rubric_is_named_with_its_place(rubric: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(AssignmentError) as caught:
        load(write_topic(tmp_path, notebook=NOTEBOOK + ESSAY, reference=REFERENCE + rubric))

    assert message in str(caught.value)
    assert "01-doubling.py:" in str(caught.value)


def test_all_our_questions_in_words_have_rubrics(course: tuple[Assignment, ...]) -> None:
    assert all(set(topic.rubrics) == {essay.name for essay in topic.essays} for topic in course)


def test_check_asks_for_a_rubric(topic: Assignment, tmp_path: Path) -> None:
    without = load(write_topic(tmp_path, notebook=NOTEBOOK + ESSAY))

    [finding] = missing_rubrics(without)
    assert "why is graded by hand, and has no rubric" in str(finding)
    assert list(missing_rubrics(topic)) == []


def test_a_rubric_in_a_file_for_students_is_a_leak(topic: Assignment) -> None:
    [found] = Secrets([topic]).shown_in("notes.txt", b"Hint:\n- 1.5: Because twice two is four.\n")
    assert found == "notes.txt shows the rubric of why of 01-doubling."
    assert any("twice two is four" in cell.source for cell in reference(topic).cells)
