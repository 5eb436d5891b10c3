"""Pages that people read and tables that spreadsheets open; whatever students write is only text in them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from autograder.adapters.verdicts import outcome
from autograder.analysis import facts_of
from autograder.assignment import Assignment
from autograder.gradebook import Standing, rounded_down, standings
from autograder.judge import Judge, Ruling, Verdict, not_graded
from autograder.policy import CoursePolicy, Policy
from autograder.release import Role, plan
from autograder.report import (
    Findings,
    all_progress,
    for_cohort,
    for_student,
    for_topic,
    progress_of,
    standings_csv,
    table,
)
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


def student_page(standing: Standing, topic: Assignment, policy: Policy = POLICY) -> str:
    return for_student(progress_of(standing, policy, NOW), (topic,), NOW)


def cohort_page(everybody: Sequence[Standing], topic: Assignment, policy: Policy = POLICY) -> str:
    return for_cohort(all_progress(everybody, policy, NOW), (topic,), policy, NOW)


def topic_page(everybody: Sequence[Standing], topic: Assignment, policy: Policy = POLICY) -> str:
    found = Findings(facts_of(everybody, topic))
    return for_topic(topic, all_progress(everybody, policy, NOW), found, policy, NOW)


def stand(*verdicts: Verdict, topic: Assignment) -> list[Standing]:
    return standings(verdicts, (topic,), POLICY)


def test_a_students_page_says_what_to_look_at_and_nothing_hidden(verdict: Verdict, doubling: Assignment) -> None:
    page = student_page(stand(verdict, topic=doubling)[0], doubling)
    text = Page(page).text

    assert "3 of 5 points, 40 % after the late penalty" in text
    assert "30.0 hours late: minus 20 %" in text
    assert "failed Each number of an array is doubled." in text
    assert "All checks passed (1)." in text
    assert "01-doubling has 40.0 %; 50 % is needed." in text
    assert "14.5" not in page and "approx" not in page


def test_pages_fetch_nothing_and_run_nothing_but_the_cohorts_script(verdict: Verdict, doubling: Assignment) -> None:
    everybody = stand(verdict, topic=doubling)
    pages = (student_page(everybody[0], doubling), topic_page(everybody, doubling), cohort_page(everybody, doubling))
    for page in pages:
        parsed = Page(page)

        assert "default-src 'none'" in page and "unsafe" not in page
        assert not {"iframe", "link", "object", "form"} & set(parsed.tags)
        assert not [value for name, value in parsed.attributes if name in ("src", "href") and "//" in (value or "")]
        assert not [name for name, _ in parsed.attributes if name.startswith("on")]
        assert not [name for name, _ in parsed.attributes if name == "style"]
    assert [Page(page).tags.count("script") for page in pages] == [0, 0, 2]


def test_a_pages_policy_names_its_style_and_its_script(verdict: Verdict, doubling: Assignment) -> None:
    everybody = stand(verdict, topic=doubling)
    for page in (student_page(everybody[0], doubling), cohort_page(everybody, doubling)):
        for kind in ("style", "script"):
            for content in re.findall(rf"<{kind}>(.*?)</{kind}>", page, re.DOTALL):
                digest = b64encode(sha256(content.encode()).digest()).decode()

                assert f"{kind}-src 'sha256-{digest}'" in page


def test_whatever_a_student_writes_is_only_text(verdict: Verdict, doubling: Assignment) -> None:
    outcomes = tuple(replace(outcome, detail=EVIL, visible=True) for outcome in verdict.outcomes)
    evil = replace(verdict, student=EVIL, remarks=(EVIL,), outcomes=outcomes)
    refused = not_graded(doubling, replace(submission(doubling, {}), student="s2"), Ruling.REFUSED, EVIL)
    everybody = stand(evil, refused, topic=doubling)

    pages = [student_page(each, doubling) for each in everybody] + [cohort_page(everybody, doubling)]

    for page in pages:
        assert "img" not in Page(page).tags and "<script>alert" not in page
        assert "alert(1)" in Page(page).text


def test_the_page_of_an_assignment_shows_the_hardest_check_first(verdict: Verdict, doubling: Assignment) -> None:
    text = Page(topic_page(stand(verdict, topic=doubling), doubling)).text

    assert text.index("Each number of an array is doubled.") < text.index("Twice two is four")
    assert "0 / 1" in text and "1 / 1" in text


def test_the_cohorts_page_says_who_needs_a_look(verdict: Verdict, doubling: Assignment) -> None:
    refused = not_graded(
        doubling, replace(submission(doubling, {}), student="s2"), Ruling.REFUSED, "This file is empty."
    )
    text = Page(cohort_page(stand(verdict, refused, topic=doubling), doubling)).text

    assert text.startswith("Cohort: Course Course The cohort at a glance. For instructors only. 2 students")
    assert "1 to look at" in text
    assert re.search(r"Refused: 1 .* s2 01-doubling This file is empty\.", text)


def test_an_empty_cohort_has_a_page(doubling: Assignment) -> None:
    assert "0 students" in Page(cohort_page([], doubling)).text
    assert "Nothing is graded yet." in Page(topic_page([], doubling)).text


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

    for page in [*(student_page(each, topic, policy) for each in everybody), cohort_page(everybody, topic, policy)]:
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

    assert cohort_page(everybody, doubling) == cohort_page(everybody, doubling)
    assert re.search(r"2026-11-20 09:30", student_page(everybody[0], doubling))


def ours(topic: Assignment, student: str) -> Verdict:
    return not_graded(topic, replace(submission(topic, {}), student=student), Ruling.OURS, "the disk is full")


def test_what_is_our_fault_is_left_empty_in_the_table(verdict: Verdict, doubling: Assignment) -> None:
    table = standings_csv(stand(verdict, ours(doubling, "s2"), topic=doubling))

    assert table.splitlines() == ["student,01-doubling,course,passed", "s1,40.00,40.00,no", "s2,,,"]


def test_what_is_our_fault_is_left_out_of_means(verdict: Verdict, doubling: Assignment) -> None:
    everybody = stand(verdict, ours(doubling, "s2"), topic=doubling)
    text = Page(cohort_page(everybody, doubling)).text

    assert "2 students 1 not passed 1 nothing yet 40 % mean so far 40 % median so far 1 to look at" in text
    assert "2 of 2 handed in; mean 40 %, median 40 %" in text
    assert "Not graded yet: 1" in text and "s2 01-doubling the disk is full" in text
    assert 'aria-label="40 %"' in student_page(everybody[0], doubling)
    assert "aria-label" not in student_page(everybody[1], doubling)  # no ring, since nothing is known


def test_a_mark_from_an_older_version_of_the_assignment_is_said_to_be_one(
    verdict: Verdict, doubling: Assignment
) -> None:
    changed = replace(doubling, tests_source=doubling.tests_source + "# more")
    everybody = stand(verdict, topic=changed)

    assert "The assignment has changed since this was graded" in Page(
        cohort_page(everybody, changed)
    ).text  # fmt: skip
    assert "Graded with an earlier version" in Page(student_page(everybody[0], doubling)).text
    assert "earlier version" not in Page(student_page(stand(verdict, topic=doubling)[0], doubling)).text


def test_what_nbgrader_graded_is_shown_by_its_cells(verdict: Verdict, doubling: Assignment) -> None:
    slots = [slot for slot in plan(doubling) if slot.role in (Role.VISIBLE, Role.HIDDEN)]
    theirs = replace(verdict, engine="nbgrader", outcomes=tuple(outcome(slot, slot.points) for slot in slots))
    text = Page(topic_page(stand(theirs, topic=doubling), doubling)).text

    assert text.count("1 / 1") == len(slots)
    assert "0 / 0" not in text
