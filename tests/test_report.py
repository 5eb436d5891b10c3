"""Pages that people read and tables that spreadsheets open; whatever students write is only text in them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from autograder.adapters.verdicts import outcome
from autograder.assignment import Assignment
from autograder.gradebook import Standing, rounded_down, standings
from autograder.judge import Judge, Ruling, Verdict, not_graded
from autograder.policy import CoursePolicy, Policy
from autograder.release import Role, plan
from autograder.report import for_cohort, for_student, standings_csv, table
from conftest import QUICK
from handing_in import WHEN, submission
from pages import Page

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
POLICY = Policy.model_validate({"assignments": {"01-doubling": {"due": (WHEN - timedelta(hours=30)).isoformat()}}})
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


@pytest.fixture(scope="module")
def verdict(judge: Judge, doubling: Assignment) -> Verdict:
    """The arrays of double are wrong, and halve is right."""
    answers = {**doubling.right, "double": doubling.mutants[1].source}
    return judge.grade(doubling, submission(doubling, answers), QUICK).verdict


def stand(*verdicts: Verdict, topic: Assignment) -> list[Standing]:
    return standings(verdicts, (topic,), POLICY)


def test_a_students_page_says_what_to_look_at_and_nothing_hidden(verdict: Verdict, doubling: Assignment) -> None:
    page = for_student(stand(verdict, topic=doubling)[0], POLICY, NOW)
    text = Page(page).text

    assert "3 of 5 points, 40 % after the late penalty" in text
    assert "30.0 hours late: minus 20 %" in text
    assert "failed Each number of an array is doubled." in text
    assert "All checks passed (1)." in text
    assert "01-doubling has 40.0 %; 50 % is needed." in text
    assert "14.5" not in page and "approx" not in page


def test_pages_run_nothing_and_fetch_nothing(verdict: Verdict, doubling: Assignment) -> None:
    everybody = stand(verdict, topic=doubling)
    for page in (for_student(everybody[0], POLICY, NOW), for_cohort(everybody, (doubling,), POLICY, NOW)):
        parsed = Page(page)

        assert "default-src 'none'" in page
        assert not {"script", "iframe", "link", "object", "form"} & set(parsed.tags)
        assert not [value for name, value in parsed.attributes if name in ("src", "href") and "//" in (value or "")]
        assert not [name for name, _ in parsed.attributes if name.startswith("on")]


def test_whatever_a_student_writes_is_only_text(verdict: Verdict, doubling: Assignment) -> None:
    outcomes = tuple(replace(outcome, detail=EVIL, visible=True) for outcome in verdict.outcomes)
    evil = replace(verdict, student=EVIL, remarks=(EVIL,), outcomes=outcomes)
    refused = not_graded(doubling, replace(submission(doubling, {}), student="s2"), Ruling.REFUSED, EVIL)
    everybody = stand(evil, refused, topic=doubling)

    pages = [for_student(each, POLICY, NOW) for each in everybody] + [for_cohort(everybody, (doubling,), POLICY, NOW)]

    for page in pages:
        assert not {"script", "img"} & set(Page(page).tags)
        assert "alert(1)" in Page(page).text


def test_the_cohorts_page_shows_the_hardest_check_first_and_who_needs_a_look(
    verdict: Verdict, doubling: Assignment
) -> None:
    refused = not_graded(
        doubling, replace(submission(doubling, {}), student="s2"), Ruling.REFUSED, "This file is empty."
    )
    text = Page(for_cohort(stand(verdict, refused, topic=doubling), (doubling,), POLICY, NOW)).text

    assert "2 students 0 passed" in text
    assert "refused This file is empty." in text
    assert text.index("Each number of an array is doubled.") < text.index("Twice two is four")
    assert "0 / 1" in text and "1 / 1" in text


def test_an_empty_cohort_has_a_page(doubling: Assignment) -> None:
    assert "0 students" in Page(for_cohort([], (doubling,), POLICY, NOW)).text


def test_the_table_opens_in_a_spreadsheet_as_it_is(verdict: Verdict, doubling: Assignment) -> None:
    names = ["=1+1", "@x", "-rf", "+49", "a,b", 'say "hi"', "plain"]
    everybody = stand(*(replace(verdict, student=name) for name in names), topic=doubling)

    rows = list(csv.DictReader(io.StringIO(standings_csv(everybody))))

    assert sorted(row["student"] for row in rows) == sorted(
        ["'=1+1", "'@x", "'-rf", "'+49", "a,b", 'say "hi"', "plain"]
    )
    assert {(row["01-doubling"], row["course"], row["passed"]) for row in rows} == {("40.00", "40.00", "no")}


FORMULAS = [f"{before}{sign}1" for sign in "=+-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻−"
            for before in ("", "\t", "\r", "\n", " ", "\N{NO-BREAK SPACE}", " \t ", "\ufeff", "\u200b", "\u202e", "\x00", '"')]  # fmt: skip
INSIDE = [f"a{before}{sign}1" for sign in "=+-@＝−"
          for before in (",", ";", "|", "\t", "\n", "\r", "\r\n", "\u2028", "; ", ';"', "；", "，\t", "\x0b")]  # fmt: skip


def cells(written: str) -> list[str]:
    """What a spreadsheet could take for cells, wherever it splits, without what it may skip."""
    read = unicodedata.normalize("NFKC", written)
    return [cell.lstrip(" \ufffd") for cell in re.split(r'[,;|\t\n\r\v\u2028"]', read)]


@pytest.mark.parametrize("text", [*FORMULAS, *INSIDE], ids=ascii)
def test_no_cell_begins_like_a_formula_wherever_a_spreadsheet_splits(text: str) -> None:
    written = table([["student", 40.0], [text, -0.0]])

    assert not [cell for cell in cells(written) if cell.startswith(tuple("=+-@−"))]
    (_, (read, number)) = csv.reader(io.StringIO(written))
    assert (read.count("'"), number) == (1, "0.00")


@pytest.mark.parametrize(
    "text", ["a-b", "ada+fdl@uni.example", "Ada Lovelace", "'=1", "2 = 1 + 1", "a\nb", "Zoë", "a,b", "x; y"]
)
def test_a_text_that_is_no_formula_stays_as_it_is(text: str) -> None:
    assert list(csv.reader(io.StringIO(table([[text]])))) == [[text]]


def test_every_text_of_the_table_is_guarded(verdict: Verdict, doubling: Assignment) -> None:
    odd = [replace(each, marks=(replace(each.marks[0], assignment="=a"),)) for each in stand(verdict, topic=doubling)]

    assert standings_csv(odd).splitlines()[0] == "student,'=a,course,passed"


def test_no_text_turns_a_pages_writing_or_hides_in_it(verdict: Verdict, doubling: Assignment) -> None:
    odd = "a\u202e\u2066\u200f\x1b[2J\x00\u200b\ufeff\u2028<u>"
    outcomes = tuple(replace(outcome, detail=odd, visible=True, claim=odd) for outcome in verdict.outcomes)
    evil = replace(verdict, student=odd, remarks=(odd,), outcomes=outcomes)
    refused = not_graded(doubling, replace(submission(doubling, {}), student="s2"), Ruling.REFUSED, odd)
    topic, policy = replace(doubling, title=odd), POLICY.model_copy(update={"course": CoursePolicy(title=odd)})
    everybody = standings((evil, refused), (topic,), policy)

    for page in [*(for_student(each, policy, NOW) for each in everybody), for_cohort(everybody, (topic,), policy, NOW)]:
        assert "a\ufffd\ufffd\ufffd\ufffd[2J\ufffd\ufffd\ufffd\n&lt;u&gt;" in page
        assert not [c for c in page if c != "\n" and unicodedata.category(c)[0] == "C"]
        assert "u" not in Page(page).tags


def test_a_percentage_is_never_shown_as_more_than_it_is() -> None:
    shown = [rounded_down(percent) for percent in (0.0, 49.96, 50 - 1e-9, 50.0, 99.99, 100.0)]

    assert shown == ["0", "49", "50", "50", "99", "100"]
    assert [rounded_down(49.96, 1), rounded_down(0.1 + 0.2, 2), rounded_down(3 * 60.0 / 3, 1)] == [
        "49.9",
        "0.30",
        "60.0",
    ]


def test_pages_are_the_same_each_time(verdict: Verdict, doubling: Assignment) -> None:
    everybody = stand(verdict, topic=doubling)

    assert for_cohort(everybody, (doubling,), POLICY, NOW) == for_cohort(everybody, (doubling,), POLICY, NOW)
    assert re.search(r"2026-11-20 09:30", for_student(everybody[0], POLICY, NOW))


def ours(topic: Assignment, student: str) -> Verdict:
    return not_graded(topic, replace(submission(topic, {}), student=student), Ruling.OURS, "the disk is full")


def test_what_is_our_fault_is_left_empty_in_the_table(verdict: Verdict, doubling: Assignment) -> None:
    table = standings_csv(stand(verdict, ours(doubling, "s2"), topic=doubling))

    assert table.splitlines() == ["student,01-doubling,course,passed", "s1,40.00,40.00,no", "s2,,,"]


def test_what_is_our_fault_is_left_out_of_means(verdict: Verdict, doubling: Assignment) -> None:
    everybody = stand(verdict, ours(doubling, "s2"), topic=doubling)
    text = Page(for_cohort(everybody, (doubling,), POLICY, NOW)).text

    assert "2 students 0 passed 40 % mean 40 % median 1 to look at" in text
    assert "2 of 2 handed in; mean 40 %, median 40 %" in text
    assert "not graded yet the disk is full" in text
    assert 'aria-label="40 %"' in for_student(everybody[0], POLICY, NOW)
    assert "aria-label" not in for_student(everybody[1], POLICY, NOW)  # no ring, since nothing is known


def test_a_mark_from_an_older_version_of_the_assignment_is_said_to_be_one(
    verdict: Verdict, doubling: Assignment
) -> None:
    changed = replace(doubling, tests_source=doubling.tests_source + "# more")
    everybody = stand(verdict, topic=changed)

    assert "The assignment has changed since this was graded" in Page(
        for_cohort(everybody, (changed,), POLICY, NOW)
    ).text  # fmt: skip
    assert "Graded with an earlier version" in Page(for_student(everybody[0], POLICY, NOW)).text
    assert "earlier version" not in Page(for_student(stand(verdict, topic=doubling)[0], POLICY, NOW)).text


def test_what_nbgrader_graded_is_shown_by_its_cells(verdict: Verdict, doubling: Assignment) -> None:
    slots = [slot for slot in plan(doubling) if slot.role in (Role.VISIBLE, Role.HIDDEN)]
    theirs = replace(verdict, engine="nbgrader", outcomes=tuple(outcome(slot, slot.points) for slot in slots))
    text = Page(for_cohort(stand(theirs, topic=doubling), (doubling,), POLICY, NOW)).text

    assert text.count("1 / 1") == len(slots)
    assert "0 / 0" not in text
