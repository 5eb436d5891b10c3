"""Records are added and never changed, in SQLite and in PostgreSQL alike."""

from __future__ import annotations

import math
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from pydantic import JsonValue
from sqlalchemy import create_engine, inspect

from autograder.gradebook import Comment, Decision, DecisionKind, Gradebook, GradebookError, GradebookFault, HandMark
from autograder.judge import Ruling
from old_gradebook import VERDICT, numbered, rows

NOW = datetime(2026, 11, 20, 8, 45, 30, 125_000, tzinfo=UTC)
PROGRAMS = Path(__file__).with_name("gradebook_programs.py")
MARK = HandMark(
    student="s1",
    assignment="01-doubling",
    question="why",
    points=2.5,
    maximum=4,
    author="Ada",
    source="formgrader",
    when=NOW,
)
COMMENT = Comment(student="s1", assignment="01-doubling", text="Well argued.", author="Ada", source="table", when=NOW)
EXCUSE = Decision(
    student="s1", assignment="01-doubling", kind=DecisionKind.EXCUSE, author="Ada", reason="was ill", when=NOW
)
HOSTILE = "'; drop table marks; --\r\n<script>😀</script>\N{RIGHT-TO-LEFT OVERRIDE}%s {0} :name \\"


def override(points: float, **changes: object) -> Decision:
    return replace(EXCUSE, kind=DecisionKind.OVERRIDE, question="double", value=points, **changes)  # type: ignore[arg-type]


def undo(decision: Decision, **changes: object) -> Decision:
    return replace(EXCUSE, kind=DecisionKind.UNDO, undoes=decision.number, reason="by mistake", **changes)  # type: ignore[arg-type]


def test_what_was_recorded_is_there_when_the_book_is_opened_again(any_database: str) -> None:
    with Gradebook(any_database) as book:
        book.record(VERDICT, NOW)
    with Gradebook(any_database) as book:
        assert list(book.verdicts()) == [VERDICT]
        assert book.settled() == {VERDICT.key}


def test_of_two_verdicts_on_one_submission_the_newer_counts_and_both_are_kept(any_database: str) -> None:
    newer = replace(VERDICT, outcomes=())
    with Gradebook(any_database) as book:
        book.record(VERDICT, NOW)
        book.record(newer, NOW)

        assert list(book.verdicts()) == [newer]
        assert list(book.history()) == [VERDICT, newer]


def test_a_verdict_that_is_ours_settles_nothing(any_database: str) -> None:
    ours = replace(VERDICT, status=Ruling.OURS, outcomes=(), reason="the disk is full")
    with Gradebook(any_database) as book:
        book.record(ours, NOW)

        assert book.settled() == set()
        assert list(book.verdicts()) == [ours]


def test_ids_and_texts_of_any_kind_are_only_data(any_database: str) -> None:
    odd = replace(VERDICT, student=HOSTILE, remarks=(f"{HOSTILE}\0",))
    with Gradebook(any_database) as book:
        book.record(odd, NOW)

        assert list(book.verdicts()) == [odd]


def test_two_books_on_one_database_at_once(any_database: str) -> None:
    with Gradebook(any_database) as first, Gradebook(any_database) as second:
        for number in range(1, 11):
            (first if number % 2 else second).record(numbered(number), NOW)

        assert len(list(first.verdicts())) == 10


def test_the_book_survives_a_crash_after_each_record(tmp_path: Path) -> None:
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as book:
        assert book.durability() == {"journal_mode": "wal", "synchronous": 2}


@pytest.mark.parametrize("points", [2.5, 0, -1, 0.1 + 0.2, 1e300])
def test_a_mark_comes_back_as_it_was_given(any_database: str, points: float) -> None:
    given = replace(MARK, points=points, comment=HOSTILE)
    with Gradebook(any_database) as book:
        numbered = book.record_mark(given)
    with Gradebook(any_database) as book:
        [found] = book.marks()

    assert found == given == numbered
    assert found.number == numbered.number == 1


@pytest.mark.parametrize("question", ["", "why"])
def test_a_comment_comes_back_as_it_was_written(any_database: str, question: str) -> None:
    written = replace(COMMENT, question=question, text=HOSTILE)
    with Gradebook(any_database) as book:
        numbered = book.record_comment(written)
    with Gradebook(any_database) as book:
        [found] = book.comments()

    assert found == written
    assert found.number == numbered.number == 1


VALUES: tuple[JsonValue, ...] = (
    None, True, 2.5, 10**30, "3 days", f"{HOSTILE}\0\ud800", [], {"points": [1, None], "ü": {"deep": False}},
)  # fmt: skip


def test_a_decision_comes_back_as_it_was_made(any_database: str) -> None:
    kinds = [kind for kind in DecisionKind if kind is not DecisionKind.UNDO]
    made = [
        replace(EXCUSE, kind=kind, value=value, reason=HOSTILE, question=f"q{number}")
        for kind in kinds
        for number, value in enumerate(VALUES)
    ]
    with Gradebook(any_database) as book:
        numbers = [book.record_decision(each).number for each in made]
    with Gradebook(any_database) as book:
        found = book.decisions()

    assert found == made
    assert [each.number for each in found] == numbers == list(range(1, len(made) + 1))
    assert [type(each.value) for each in found] == [type(each.value) for each in made]
    assert {type(each.kind) for each in found} == {DecisionKind}


def test_the_newest_mark_and_comment_on_each_question_count_and_all_are_kept(any_database: str) -> None:
    marks = [
        MARK, replace(MARK, question="how"), replace(MARK, student="s2"), replace(MARK, assignment="02-other"),
        replace(MARK, points=3, author="Bo", source="table", when=NOW - timedelta(days=1)),
    ]  # fmt: skip
    comments = [COMMENT, replace(COMMENT, question="why"), replace(COMMENT, text="")]
    with Gradebook(any_database) as book:
        for mark in marks:
            book.record_mark(mark)
        for comment in comments:
            book.record_comment(comment)

        assert book.marks() == marks[1:]  # newest by recording, whatever the clocks say
        assert book.mark_history() == marks
        assert book.comments() == comments[1:]
        assert book.comment_history() == comments


def test_what_is_recorded_later_changes_nothing_that_is_there(any_database: str) -> None:
    tables = ("verdicts", "marks", "comments", "decisions")
    with Gradebook(any_database) as book:
        first = book.record_decision(override(3))
        book.record(VERDICT, NOW)
        book.record_mark(MARK)
        book.record_comment(COMMENT)
        before = {table: rows(any_database, table) for table in tables}

        book.record(replace(VERDICT, outcomes=()), NOW)
        book.record_mark(replace(MARK, points=0))
        book.record_comment(replace(COMMENT, text=""))
        book.record_decision(override(4))
        book.record_decision(undo(first))

    for table in tables:
        assert len(before[table]) == 1
        assert rows(any_database, table)[:1] == before[table]
        assert len(rows(any_database, table)) > 1


def test_a_decision_that_was_undone_is_not_in_force_but_stays_in_the_history(any_database: str) -> None:
    with Gradebook(any_database) as book:
        excused = book.record_decision(EXCUSE)
        undone = book.record_decision(undo(excused))

        assert book.decisions() == []
        assert book.decision_history() == [EXCUSE, undone]


def test_the_undoing_can_be_undone(any_database: str) -> None:
    with Gradebook(any_database) as book:
        undone = book.record_decision(undo(book.record_decision(EXCUSE)))
        book.record_decision(undo(undone))

        assert book.decisions() == [EXCUSE]


def test_if_the_newest_decision_is_undone_the_one_before_it_counts_again(any_database: str) -> None:
    with Gradebook(any_database) as book:
        book.record_decision(override(3))
        newest = book.record_decision(override(4))
        book.record_decision(EXCUSE)  # of another kind
        assert book.decisions() == [override(4), EXCUSE]

        book.record_decision(undo(newest))

        assert book.decisions() == [override(3), EXCUSE]


def test_a_decision_can_take_the_place_of_one_that_it_undoes(any_database: str) -> None:
    with Gradebook(any_database) as book:
        excused = book.record_decision(EXCUSE)
        instead = book.record_decision(override(4, undoes=excused.number))

        assert book.decisions() == [instead]


@pytest.mark.parametrize("changes", [{"undoes": 99}, {"student": "s2"}, {"assignment": "02-other"}], ids=str)
def test_only_a_decision_on_the_same_work_can_be_undone(any_database: str, changes: dict[str, object]) -> None:
    with Gradebook(any_database) as book:
        excused = book.record_decision(EXCUSE)

        with pytest.raises(
            GradebookError, match=r"There is no decision \d+ on .* of s\d to undo\. Look for its number"
        ):
            book.record_decision(replace(undo(excused), **changes))  # type: ignore[arg-type]
        assert book.decisions() == [EXCUSE]


def test_who_undoes_says_what() -> None:
    with pytest.raises(GradebookError, match="Give the number of the decision to take back"):
        replace(EXCUSE, kind=DecisionKind.UNDO)


def test_what_no_database_keeps_is_replaced_in_texts(any_database: str) -> None:
    with Gradebook(any_database) as book:
        book.record_comment(replace(COMMENT, text="a\0b\udc80c"))
        book.record_mark(replace(MARK, comment="\ud83d"))
        book.record_decision(replace(EXCUSE, reason="\0"))

        assert [each.text for each in book.comments()] == ["a\ufffdb\ufffdc"]
        assert [each.comment for each in book.marks()] == ["\ufffd"]
        assert [each.reason for each in book.decisions()] == ["\ufffd"]


@pytest.mark.parametrize("name", ["student", "assignment", "question", "author", "source"])
@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", "has no {name}"),
        ("x" * 201, "The {name} 'xxxxxxxxxxxxxxxxxxxx'... is longer than 200 characters"),
        ("s\0", "can't be stored. Remove them"),
        ("s\ud800", "can't be stored. Remove them"),
    ],
)
def test_a_name_that_would_be_stored_as_another_is_not_taken(name: str, value: str, message: str) -> None:
    with pytest.raises(GradebookError, match=message.format(name=name)):
        replace(MARK, **{name: value})  # type: ignore[arg-type]


def test_the_longest_name_is_kept_whole(any_database: str) -> None:
    long = replace(MARK, **dict.fromkeys(("student", "assignment", "question", "author", "source"), "😀" * 200))  # type: ignore[arg-type]
    with Gradebook(any_database) as book:
        book.record_mark(long)

        assert book.marks() == [long]


@pytest.mark.parametrize(("points", "maximum"), [(math.nan, 1), (math.inf, 1), (1, math.nan), (1, math.inf), (1, -1)])
def test_a_mark_is_two_numbers(points: float, maximum: float) -> None:
    with pytest.raises(GradebookError, match=r"s1, 01-doubling, why: .* can't be a mark\. Give two numbers"):
        replace(MARK, points=points, maximum=maximum)


@pytest.mark.parametrize("hours", [-11, 0, 5.75, 14])
def test_times_come_back_in_utc_wherever_they_were_written(any_database: str, hours: float) -> None:
    there = NOW.astimezone(timezone(timedelta(hours=hours)))
    with Gradebook(any_database) as book:
        book.record(VERDICT, there)
        book.record_mark(replace(MARK, when=there))
        book.record_comment(replace(COMMENT, when=there))
        book.record_decision(replace(EXCUSE, when=there))

        times = [each.when for each in (*book.marks(), *book.comments(), *book.decisions())]
    assert [(time, time.tzinfo) for time in times] == [(NOW, UTC)] * 3
    [recorded] = {row[6] for row in rows(any_database)}
    assert recorded == (NOW if "postgresql" in any_database else "2026-11-20 08:45:30.125000")


def test_a_time_without_a_zone_is_nobodys(any_database: str) -> None:
    for record in (MARK, COMMENT, EXCUSE):
        with pytest.raises(ValueError, match="needs a time zone"):
            replace(record, when=NOW.replace(tzinfo=None))
    with Gradebook(any_database) as book, pytest.raises(GradebookFault, match="needs a time zone"):
        book.record(VERDICT, NOW.replace(tzinfo=None))


def test_programs_that_write_at_once_lose_nothing(any_database: str) -> None:
    done = subprocess.run([sys.executable, PROGRAMS, "write", any_database], capture_output=True, text=True)

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    with Gradebook(any_database) as book:
        marks, comments, decisions = book.mark_history(), book.comment_history(), book.decision_history()
        assert (len(book.marks()), len(book.comments()), len(book.decisions())) == (20, 20, 0)
    assert len(marks) == len(comments) == len(decisions) // 2 == 6 * 20
    assert len({each.number for each in decisions}) == len(decisions)
    assert {(each.student, each.points) for each in marks} == {(f"s{n}", a) for n in range(20) for a in range(6)}


def test_a_fault_of_the_database_is_told_without_a_students_data(any_database: str) -> None:
    with Gradebook(any_database) as book:
        engine = create_engine(any_database)
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE marks")
        assert not inspect(engine).has_table("marks")
        engine.dispose()

        with pytest.raises(GradebookFault, match=r"the gradebook can't be used: .*marks") as caught:
            book.record_mark(replace(MARK, student="Zora", comment="a secret"))
    assert "Zora" not in str(caught.value) and "secret" not in str(caught.value)
