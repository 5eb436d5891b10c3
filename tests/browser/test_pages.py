"""The cohort's page in a real browser: sorted, searched and read, by mouse and by keyboard; and nothing hostile runs."""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

if importlib.util.find_spec("playwright") is None:
    pytest.skip("playwright is not installed", allow_module_level=True)

from labs import browsing, chromium
from playwright.sync_api import Browser, Page, expect

from autograder.analysis import facts_of, mistakes_of
from autograder.assignment import Assignment
from autograder.gradebook import standings
from autograder.judge import Outcome, Ruling, Status, Verdict
from autograder.policy import Policy
from autograder.report import Findings, all_progress, for_cohort, for_student, for_topic
from autograder.roster import Person
from people import HOSTILE

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PEOPLE = (("ada", "Ada Lovelace", "A", 100), ("zoe", "Zoë Müller", "B", 40), ("bob", "Bob d'Arc", "A", 80))
EVIL = (
    *HOSTILE,
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "\u2028alert(1)//",
    "javascript:alert(1)",
    "&lt;b&gt;",
)
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        pytest.skip("neither Chromium nor playwright's browser is installed")
    with browsing(program) as started:
        yield started


def verdict(topic: Assignment, student: str, percent: float) -> Verdict:
    status = Status.PASSED if percent == 100 else Status.FAILED
    outcome = Outcome(
        "test_doubles", "double", status, topic.max_score * percent / 100, topic.max_score, "It doubles.", True
    )
    when = NOW - timedelta(days=30)
    return Verdict(student, topic.name, f"{student}{topic.name}", when, topic.hash, Ruling.GRADED, outcomes=(outcome,))


def pages(
    topic: Assignment, people: list[Person], percents: list[float], folder: Path, title: str = "Doubling"
) -> Path:
    """The pages of a small cohort, as `autograder report` lays them out; its second assignment is missing for all."""
    policy = Policy.model_validate({"assignments": {name: {"due": "2026-11-01"} for name in (topic.name, "02-more")}})
    every = (replace(topic, title=title), replace(topic, name="02-more", title=title))
    found = [verdict(topic, person.id, percent) for person, percent in zip(people, percents, strict=True)]
    progress = all_progress(standings(found, every, policy), policy, NOW)
    findings = Findings(
        facts_of([each.standing for each in progress], topic), mistakes_of(found, topic, (), lambda _: None)
    )
    named = {person.id: person for person in people}
    for name, page in (
        ("index", for_cohort(progress, every, policy, NOW, named)),
        (f"assignments/{topic.name}", for_topic(every[0], progress, findings, policy, NOW, named)),
        ("students/one", for_student(progress[0], every, NOW, people[0].name)),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return folder / "index.html"


def opened(browser: Browser, path: Path, **options: Any) -> tuple[Page, list[str]]:
    """A tab with a page, and whatever should not happen in it."""
    happened: list[str] = []
    tab = browser.new_page(**options)
    tab.on("dialog", lambda dialog: (happened.append(dialog.message), dialog.dismiss()))
    tab.on("console", lambda message: happened.append(message.text))
    tab.on("pageerror", lambda error: happened.append(str(error)))
    tab.on("request", lambda asked: happened.append(asked.url) if asked.url[:5] != "file:" else None)
    tab.goto(path.as_uri())
    return tab, happened


@pytest.fixture(scope="module")
def index(doubling: Assignment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    people = [Person(who, name, "", section) for who, name, section, _ in PEOPLE]
    return pages(doubling, people, [percent for *_, percent in PEOPLE], tmp_path_factory.mktemp("cohort"))


def rows(tab: Page) -> list[str]:
    return tab.locator("#rows tr th a").all_inner_texts()


def test_students_are_found_by_name_id_and_section_without_accents(browser: Browser, index: Path) -> None:
    tab, happened = opened(browser, index)
    assert rows(tab) == ["Ada Lovelace", "Bob d'Arc", "Zoë Müller"]

    for words, found in (("zoe mull", ["Zoë Müller"]), ("BOB", ["Bob d'Arc"]), ("nobody", [])):
        tab.fill("#find", words)
        assert rows(tab) == found

    assert tab.inner_text("#count") == "0 of 3 students."
    tab.fill("#find", "")
    tab.select_option("#section", "A")
    assert rows(tab) == ["Ada Lovelace", "Bob d'Arc"]
    tab.select_option("#state", label="not passed (3)")
    assert len(rows(tab)) == 2
    assert not happened


def test_the_table_is_sorted_by_mouse_and_by_keyboard_and_says_how(browser: Browser, index: Path) -> None:
    tab, happened = opened(browser, index)

    tab.get_by_role("button", name="So far").click()
    assert rows(tab) == ["Ada Lovelace", "Bob d'Arc", "Zoë Müller"]
    assert tab.get_attribute("th[data-key=soFar]", "aria-sort") == "descending"
    tab.keyboard.press("Enter")
    assert rows(tab) == ["Zoë Müller", "Bob d'Arc", "Ada Lovelace"]
    assert tab.get_attribute("th[data-key=name]", "aria-sort") is None
    assert not happened


def test_a_number_at_the_top_shows_the_students_that_it_counts(browser: Browser, index: Path) -> None:
    tab, happened = opened(browser, index)

    tab.get_by_role("link", name="not passed").click()

    expect(tab.locator("#state")).to_have_value("not passed")
    expect(tab.locator("#count")).to_have_text("3 students.")
    assert not happened


def test_a_mark_says_what_it_is_and_leads_to_the_feedback(browser: Browser, index: Path) -> None:
    tab, _ = opened(browser, index, viewport={"width": 1400, "height": 900})
    first = tab.locator("#rows tr").first

    assert first.locator("td.each a").all_inner_texts() == ["100", "–"]
    assert first.get_by_role("link", name="missing").get_attribute("href") == "feedback/ada/02-more.html"
    assert first.locator("svg").get_attribute("aria-label") == "Trend: 100, missing"


def test_many_students_are_shown_in_parts_and_on_paper_all_at_once(
    browser: Browser, doubling: Assignment, tmp_path: Path
) -> None:
    people = [Person(f"s{number:03}") for number in range(250)]
    tab, happened = opened(browser, pages(doubling, people, [50.0] * 250, tmp_path))
    assert len(rows(tab)) == 40

    tab.locator("#more").scroll_into_view_if_needed()
    expect(tab.locator("#rows tr")).to_have_count(80)  # whoever scrolls there sees more
    tab.locator("#more").press("Enter")
    assert len(rows(tab)) == 250
    assert re.fullmatch("s[0-9]{3}", tab.evaluate("document.activeElement.textContent"))
    tab.fill("#find", "s1")
    tab.fill("#find", "")
    assert len(rows(tab)) == 40
    tab.pdf()
    assert len(rows(tab)) == 250
    assert not happened


@pytest.mark.parametrize("width", [390, 1400])
def test_whatever_anybody_is_called_it_is_only_text(
    browser: Browser, doubling: Assignment, tmp_path: Path, width: int
) -> None:
    ids = [f"{number} {name}"[:100].replace("\0", "") for number, name in enumerate(EVIL)]
    people = [Person(who, name, "", name) for who, name in zip(ids, EVIL, strict=True)]
    path = pages(doubling, people, [70.0] * len(people), tmp_path, EVIL[17] + EVIL[-5])

    for each in sorted(tmp_path.rglob("*.html")):
        tab, happened = opened(browser, each, viewport={"width": width, "height": 900})
        assert not happened, each
        assert not tab.evaluate("document.documentElement.scrollWidth > innerWidth"), each
        assert tab.locator("script").count() == (2 if each == path else 0)
        if each == path:
            assert len(rows(tab)) == len(EVIL)
            tab.fill("#find", "<script>")
            assert len(rows(tab)) == 3
        tab.close()


def test_axe_finds_nothing_serious(browser: Browser, index: Path) -> None:
    """Runs where AXE names axe.min.js, as CONTRIBUTING.md says."""
    if not (axe := os.environ.get("AXE")):
        pytest.skip("AXE does not name axe.min.js")
    from axe import found

    for page in sorted(index.parent.rglob("*.html")):
        for scheme in ("light", "dark"):
            problems = list(found(browser, Path(axe).read_text(), page, scheme))
            assert not [each for each in problems if each["impact"] in ("serious", "critical")], page
