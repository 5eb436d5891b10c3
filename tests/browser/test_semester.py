"""A semester in a real browser: a student fetches, solves and hands in; an instructor grades; the student reads.

Pictures of each step are kept in the folder that SCREENSHOTS names, or beside pytest's other files.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

if importlib.util.find_spec("playwright") is None:
    pytest.skip("playwright is not installed", allow_module_level=True)

from labs import PATIENCE, Assignments, Desk, Notebook, browsing, chromium, lab, places
from playwright.sync_api import Browser, TimeoutError, expect

from autograder.assignment import Assignment
from autograder.course import load_course
from autograder.release import Role, plan
from conftest import ROOT
from school import Member, student

LINE, NETWORK, WORDS = "03-line-and-loss", "10-cnn", "04-optimizers"
TOPICS = (LINE, WORDS, NETWORK)
TEXT = "An epoch is a pass over all data, so there were 858 updates in each. A batch's gradient is right on average."
TRIES = 5
REMARK = "Well said. What would a larger batch change?"
CONFIG = """\
course: {{title: Deep Learning, id: fdl, exchange: {exchange}}}
gates: {{10-cnn: {{accuracy: {{at_least: 0.70, floor: 0.67}}}}}}
"""
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@dataclass(frozen=True)
class School:
    browser: Browser
    teacher: Member
    desk: Member
    ada: Member
    topics: dict[str, Assignment]
    pictures: Path


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    program = chromium()
    if program is None:
        pytest.skip("neither Chromium nor playwright's browser is installed")
    root = tmp_path_factory.mktemp("semester")
    course = _small_course(root / "course", exchange=root / "exchange")
    pictures = Path(os.environ.get("SCREENSHOTS") or root / "pictures")
    pictures.mkdir(parents=True, exist_ok=True)
    (root / "teacher").mkdir()
    teacher = Member(root / "teacher", course)
    desk = Member(root / "teacher", course / "dist" / "nbgrader")
    ada = student(root, "ada", root / "exchange")
    with browsing(program) as browser:
        yield School(browser, teacher, desk, ada, dict(load_course(course).by_name), pictures)


def _small_course(to: Path, exchange: Path) -> Path:
    """Three topics of ours."""
    for topic in TOPICS:
        shutil.copytree(ROOT / "assignments" / topic, to / "assignments" / topic)
        (to / "reference").mkdir(exist_ok=True)
        for path in (ROOT / "reference").glob(f"{topic}*"):
            shutil.copy(path, to / "reference")
    shutil.copytree(ROOT / "datasets", to / "datasets")
    (to / "grading_config.yml").write_text(CONFIG.format(exchange=exchange))
    return to


def test_from_the_first_fetch_to_the_feedback_nothing_is_done_by_hand(school: School) -> None:
    hand_out(school)
    solve(school)
    grade(school)
    read(school)


def hand_out(school: School) -> None:
    """The instructor makes the course folder, generates each assignment and releases it, in formgrader."""
    with lab(school.teacher, "--instructor") as address:
        desk = Desk(school.browser, address, school.pictures, "1-instructor")
        assert "Formgrader" in desk.items("Nbgrader")
        desk.page.goto(f"{desk.origin}/formgrader")
        for topic in TOPICS:
            press(desk, topic, "assign")
            press(desk, topic, "release")
        desk.keep("released")
        desk.close()


def press(desk: Desk, topic: str, column: str) -> None:
    """Press an icon in formgrader's table of assignments, and read what it says."""
    row = desk.page.locator("tr", has=desk.page.locator("td.name", has_text=topic))
    row.locator(f"td.{column} a").click()
    said = desk.page.locator(".modal.in, .modal.show").first
    said.wait_for()
    expect(said).to_contain_text("Success")
    said.get_by_role("button", name="OK").or_(said.locator("button.close")).first.click()
    expect(said).to_be_hidden()


def solve(school: School) -> None:
    """The student fetches all three, solves 03, begins 10, writes in 04, and hands all of them in."""
    with lab(school.ada) as address:
        desk = Desk(school.browser, address, school.pictures, "2-student")
        assert desk.items("Nbgrader") == ["Assignment List"]
        listed = Assignments(desk)
        listed.row("released", LINE).wait_for()
        desk.keep("assignments")
        for topic in TOPICS:
            listed.press("released", topic, "Fetch", then="fetched")
        solve_line(school, desk)
        begin_network(school, desk)
        write_words(school, desk)
        listed = Assignments(desk)
        for topic in TOPICS:
            listed.press("fetched", topic, "Submit", then="submitted")
        desk.keep("submitted")
        desk.close()


def solve_line(school: School, desk: Desk) -> None:
    topic = school.topics[LINE]
    notebook = Notebook(desk, LINE)
    hint = desk.page.locator(".jp-RenderedMarkdown details", has_text="Hint").first
    hint.locator("summary").first.click()
    expect(hint).to_have_attribute("open", "")
    desk.keep("hint")
    for name, index in places(topic, Role.ANSWER).items():
        notebook.write(index, topic.right[name])
    notebook.run_all()
    notebook.go_to(min(places(topic, Role.ANSWER).values()))
    expect(notebook.cell(min(places(topic, Role.VISIBLE).values()))).to_contain_text("✓")
    desk.keep("checks")
    notebook.save()
    checks = texts(school.ada.folder / LINE / f"{LINE}.ipynb", places(topic, Role.VISIBLE).values())
    assert all("✓" in text and "✗" not in text and "○" not in text for text in checks)
    assert "Success" in notebook.validate()


def texts(path: Path, indices: Iterable[int]) -> list[str]:
    """What cells of a saved notebook show."""
    cells = json.loads(path.read_text())["cells"]
    return [json.dumps(cells[index]["outputs"], ensure_ascii=False) for index in indices]


def begin_network(school: School, desk: Desk) -> None:
    """One right answer: all of them would train for minutes."""
    topic = school.topics[NETWORK]
    notebook = Notebook(desk, NETWORK)
    name, index = next(iter(places(topic, Role.ANSWER).items()))
    notebook.write(index, topic.right[name])
    desk.keep("network")
    notebook.save()


def write_words(school: School, desk: Desk) -> None:
    topic = school.topics[WORDS]
    notebook = Notebook(desk, WORDS)
    [index] = places(topic, Role.WORDS).values()
    slot = plan(topic)[index]
    notebook.write(index, f"{slot.source}\n\n{TEXT}")
    desk.page.keyboard.press("Shift+Enter")
    desk.keep("words")
    notebook.save()


def grade(school: School) -> None:
    """The instructor collects, grades, and marks the essay in formgrader; its points go to the report."""
    with lab(school.teacher, "--instructor") as address:
        desk = Desk(school.browser, address, school.pictures, "3-instructor")
        desk.page.goto(f"{desk.origin}/formgrader")
        for topic in TOPICS:
            press(desk, topic, "collect")
        desk.keep("collected")
        school.teacher.autograder("grade", "dist/nbgrader/submitted")
        school.teacher.autograder("project", "dist/nbgrader", "--by", "tutor")
        for topic in (LINE, NETWORK):
            open_submission(desk, topic)
            outcome = desk.page.get_by_text(re.compile("^✓ ")).first
            outcome.scroll_into_view_if_needed()
            desk.keep(topic)
        mark_words(desk)
        pulled = school.teacher.autograder("pull", "dist/nbgrader", "--by", "tutor")
        assert "1 marks and 1 comments" in pulled
        school.teacher.autograder("report")
        page = (school.teacher.folder / "results" / "students" / "ada.html").read_text()
        assert re.search(r"why 1\.5 / 2 Graded by hand", re.sub(r"(<[^>]*>|\s)+", " ", page))
        desk.page.goto(f"{desk.origin}/formgrader")
        for topic in TOPICS:
            press(desk, topic, "generate-feedback")
            press(desk, topic, "release-feedback")
        desk.keep("feedback-released")
        desk.close()


def open_submission(desk: Desk, topic: str) -> None:
    """Through formgrader's tables to the only submission of an assignment."""
    desk.page.goto(f"{desk.origin}/formgrader/gradebook/{topic}/{topic}")
    desk.page.locator("td a", has_text="Submission #1").click()
    expect(desk.page.locator(".panel-title").first).to_contain_text("Submission 1 / 1")


def mark_words(desk: Desk) -> None:
    open_submission(desk, WORDS)
    expect(desk.page.locator("body")).to_contain_text(TEXT)
    desk.page.wait_for_load_state("networkidle")  # until then formgrader does not listen
    for field, text, kind in (("#why", "1.5", "grade"), ("#why-comment", REMARK, "comment")):
        enter(desk, field, text, kind)
    desk.page.locator("#why").scroll_into_view_if_needed()
    desk.keep(WORDS)


def enter(desk: Desk, field: str, text: str, kind: str) -> None:
    """Write into a field of formgrader's, until it saves that: what is written too early it does not notice."""
    for _ in range(TRIES):
        try:
            with desk.page.expect_response(
                lambda reply: f"/api/{kind}/" in reply.url and reply.ok, timeout=PATIENCE / TRIES
            ):
                desk.page.locator(field).fill("")
                desk.page.locator(field).fill(text)
                desk.page.locator(field).press("Tab")
            return
        except TimeoutError:
            continue
    raise AssertionError(f"formgrader did not save {field}")


def read(school: School) -> None:
    """The student fetches the feedback and reads it."""
    with lab(school.ada) as address:
        desk = Desk(school.browser, address, school.pictures, "4-student")
        listed = Assignments(desk)
        for topic in TOPICS:
            row = listed.row("submitted", topic).first
            row.get_by_role("button", name="Fetch Feedback").click()
            expect(listed.row("submitted", topic).get_by_text("view feedback").first).to_be_visible()
        desk.keep("feedback-fetched")
        desk.close()
    for topic in TOPICS:
        [page] = (school.ada.folder / topic / "feedback").rglob("*.html")
        tab = school.browser.new_page(viewport={"width": 1400, "height": 1000})
        tab.goto(page.as_uri())
        tab.screenshot(path=school.pictures / f"4-student-feedback-{topic}.png")
        shown = tab.locator("body").inner_text()
        assert "### BEGIN HIDDEN" not in shown
        assert f"/ {sum(slot.points for slot in plan(school.topics[topic])):.1f})" in shown.splitlines()[0]
        assert topic != WORDS or REMARK in shown
        tab.close()
