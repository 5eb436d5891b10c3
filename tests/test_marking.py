"""A table of marks is written, filled in with any spreadsheet, and read back: nothing lost, nothing taken twice."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from autograder.gradebook import Comment, HandMark, MarkKind
from autograder.marking import Asked, marks_table, read_marks
from autograder.roster import SheetError, sheet_of
from people import HOSTILE

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def mark(points: float, **more: object) -> HandMark:
    told = {"student": "s1", "assignment": "01-doubling", "question": "why", "author": "Eve", "when": NOW, "maximum": 2}
    return HandMark(**{**told, "points": points, "source": "table", **more})  # type: ignore[arg-type]


def answer(student: str = "s1", given: float | None = None, comment: str = "", digest: str = "d1") -> Asked:
    made = None if given is None else mark(given, student=student)
    return Asked(student, "01-doubling", "why", 2.0, digest, "Because.", made, comment)


def filled(answers: list[Asked], *changes: dict[str, str]) -> bytes:
    """The table of these answers, in which a person has changed cells of the first rows."""
    rows = list(csv.DictReader(io.StringIO(marks_table(answers))))
    for row, change in zip(rows, changes, strict=False):
        row.update(change)
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def taken(content: bytes, answers: list[Asked], **options: bool) -> list[tuple[str, float | None, str | None]]:
    found, odd = read_marks(sheet_of(content), answers, **options)
    assert not odd, odd
    return [(each.asked.student, each.points, each.comment) for each in found]


def not_taken(content: bytes, answers: list[Asked]) -> str:
    found, [odd] = read_marks(sheet_of(content), answers)
    assert not found
    return str(odd)


def test_an_untouched_table_gives_nothing() -> None:
    answers = [answer("s1"), answer("s2", 1.5, "Good; but\nshort, =2"), answer("s3", 0)]

    assert taken(filled(answers), answers) == []


def test_points_and_comments_are_taken_as_records() -> None:
    answers = [answer("s1"), answer("s2", 1), answer("s3")]
    content = filled(answers, {"points": "1.5", "comment": "Good."}, {"points": "2"}, {"comment": "Why?"})

    assert taken(content, answers) == [("s1", 1.5, "Good."), ("s2", 2, None), ("s3", None, "Why?")]
    found, _ = read_marks(sheet_of(content), answers)
    given, said = found[0].records("tutor", NOW)
    assert given == mark(1.5, author="tutor", answer="d1") and isinstance(said, Comment)
    assert (given.kind, said.text, said.source) == (MarkKind.POINTS, "Good.", "table")


SPREADSHEETS: dict[str, Callable[[bytes], bytes]] = {
    "semicolons and decimal commas": lambda text: text.replace(b"1.5", b'"1,5"').replace(b",", b";").replace(b'"1;5"', b"1,5"),
    "a byte order mark": lambda text: b"\xef\xbb\xbf" + text,
    "UTF-16": lambda text: text.decode().encode("utf-16"),
    "tabs": lambda text: text.replace(b",", b"\t"),
    "line ends of Unix": lambda text: text.replace(b"\r\n", b"\n"),
    "blank lines at the end": lambda text: text + b"\r\n,,,,,,,,\r\n",
    "one more column": lambda text: text.replace(b"\r\n", b",x\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("saved", SPREADSHEETS.values(), ids=SPREADSHEETS)
def test_any_spreadsheet_may_have_saved_it(saved: Callable[[bytes], bytes]) -> None:
    answers = [answer("s1"), answer("s2")]

    assert taken(saved(filled(answers, {"points": "1.5"})), answers) == [("s1", 1.5, None)]


def test_reading_a_table_twice_takes_it_once() -> None:
    content = filled([answer()], {"points": "1.5", "comment": "Good."})

    assert taken(content, [answer(given=1.5, comment="Good.")]) == []


def test_points_that_somebody_else_gave_meanwhile_stay_unless_asked() -> None:
    content = filled([answer()], {"points": "1"})
    meanwhile = [answer(given=2)]

    assert "since this table was written, Eve gave 2 for s1 01-doubling why; --over puts 1" in not_taken(
        content, meanwhile
    )
    assert taken(content, meanwhile, over=True) == [("s1", 1, None)]


def test_points_for_a_text_that_was_replaced_are_kept_for_that_text() -> None:
    content = filled([answer(digest="d1")], {"points": "1"})

    [found], odd = read_marks(sheet_of(content), [answer(digest="d2")])
    [given] = found.records("tutor", NOW)
    assert not odd and isinstance(given, HandMark) and given.answer == "d1"


BAD = {
    "too many points": ({"points": "2.5"}, "s1 01-doubling why can get 0 to 2 points, and not 2.5"),
    "negative points": ({"points": "-1"}, "can get 0 to 2 points, and not -1"),
    "no number": ({"points": "good"}, "'good' is not a number of points"),
    "infinity": ({"points": "inf"}, "'inf' is not a number of points"),
    "no such student": ({"student": "s9", "points": "1"}, "there is no such answer to grade: s9 01-doubling why"),
}


@pytest.mark.parametrize(("change", "message"), BAD.values(), ids=BAD)
def test_a_row_that_cannot_be_taken_is_told_and_the_others_are_taken(change: dict[str, str], message: str) -> None:
    answers = [answer("s1"), answer("s2")]
    found, [odd] = read_marks(sheet_of(filled(answers, change, {"points": "2"})), answers)

    assert message in str(odd) and str(odd).startswith("Row 2: ")
    assert [(each.asked.student, each.points) for each in found] == [("s2", 2)]


def test_another_table_is_refused() -> None:
    with pytest.raises(SheetError, match=r"has no column 'student'. Use the table that `autograder marks` writes"):
        read_marks(sheet_of(b"name,points\r\nada,1\r\n"), [answer()])


def test_hostile_names_and_comments_come_back_and_no_cell_is_a_formula() -> None:
    answers = [answer(name, comment=name) for name in HOSTILE]
    content = filled(answers, *[{"points": "1"}] * len(answers))
    found, odd = read_marks(sheet_of(content), answers)

    same = {name for name in HOSTILE if name.strip() == "=1+1"}  # which look the same in a table
    assert {each.asked.student for each in found} == set(HOSTILE) - same
    assert len(odd) == len(same) and all("more than one such answer" in str(each) for each in odd)
    for row in csv.reader(io.StringIO(content.decode())):
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)
