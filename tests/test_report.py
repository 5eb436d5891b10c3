"""Pages that people read and tables that spreadsheets open; whatever students write is only text in them."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from autograder.adapters.verdicts import outcome
from autograder.assignment import Assignment
from autograder.gradebook import Standing, standings
from autograder.judge import Judge, Ruling, Verdict, not_graded
from autograder.policy import Policy
from autograder.release import Role, plan
from autograder.report import for_cohort, for_student, standings_csv
from conftest import QUICK
from handing_in import WHEN, submission

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
POLICY = Policy.model_validate({"assignments": {"01-doubling": {"due": (WHEN - timedelta(hours=30)).isoformat()}}})
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


class Page(HTMLParser):
    """The tags and texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "br", "img", "link"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.texts.append(" ".join(data.split()))

    @property
    def text(self) -> str:
        return " ".join(text for text in self.texts if text)


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
