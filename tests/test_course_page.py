"""The page for teachers: it says what the sources say, and docs/course.md is that page of our own course."""

from __future__ import annotations

import io
import re
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import nbformat
import numpy as np
import pytest
from PIL import Image

from autograder.assignment import Assignment, AssignmentError, Hint, load
from autograder.build import course_page, figures, opening, teaching, thumbnails
from autograder.course import Course
from autograder.judge import Judge
from autograder.proof.hints import leaking_hints
from autograder.release import Secrets
from conftest import NOTEBOOK, ROOT, build_all, course_of, write_topic

COMMITTED = ROOT / "docs" / "course.md"
AGAIN = "The sources have changed. Run: autograder build --page docs/course.md"
OPENING = """\
# %% [markdown]
# # Doubling
#
# **What you will be able to do**
#
# - double a number,
#   even a large one;
# - halve it again.
#
# **Time:** 5 to 10 minutes, without a GPU. **You need:** fingers,
# ten of them.
"""
PICTURE = """\
# %% [markdown]
# ## See it
#
# Look! The picture shows 0.5 of all numbers. It is red.
# %% picture
import matplotlib.pyplot as plt
plt.plot([1, 2])
plt.show()
# %% picture
plt.title("One"); axis.set(title="Two", xlabel="x")
# %% picture
plt.title("One"); plt.suptitle("Both")
# %% [markdown]
# ## 3. Heading alone
# %% picture
plt.title(f"{2} points")
"""


@pytest.fixture(scope="session")
def page(whole_course: Course) -> str:
    return course_page(whole_course)


def section(page: str, topic: Assignment) -> str:
    """The part of the page about a topic."""
    return next(part for part in page.split("\n## ") if f"`{topic.name}`" in part)


def small(tmp_path: Path, notebook: str = NOTEBOOK) -> Assignment:
    return load(write_topic(tmp_path, notebook=notebook))


def test_the_page_in_the_repo_is_up_to_date(page: str) -> None:
    assert COMMITTED.read_text(encoding="utf-8") == page, AGAIN


def test_every_topic_has_its_section_and_a_line_in_the_overview(page: str, course: tuple[Assignment, ...]) -> None:
    overview = page[page.index("## Overview") : page.index("\n## 1. ")]
    anchors = {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in re.findall("^## (.+)", page, re.M)
    }

    assert [int(number) for number in re.findall(r"^## (\d+)\. ", page, re.M)] == list(range(1, len(course) + 1))
    for number, topic in enumerate(course, 1):
        assert f"\n## {number}. {topic.title}\n" in page
        assert f"| [{number}. {topic.title}](#" in overview
    assert set(re.findall(r"\(#([^)]+)\)", overview)) <= anchors


def test_a_section_has_the_goals_the_time_and_what_is_said_in_class(page: str, course: tuple[Assignment, ...]) -> None:
    for topic in course:
        about, said = opening(topic), section(page, topic)
        for text in (*about.goals, about.time, about.needs, *teaching(topic).said):
            assert text in said


def test_every_topic_says_in_three_or_four_points_what_to_say_in_class(course: tuple[Assignment, ...]) -> None:
    for topic in course:
        assert 3 <= len(teaching(topic).said) <= 4, topic.name


def test_every_known_mistake_appears_beside_its_answer(page: str, course: tuple[Assignment, ...]) -> None:
    for topic in course:
        said = section(page, topic)
        for mutant in topic.mutants:
            assert f"`{mutant.answer}`" in said
            assert mutant.label in said


def test_the_first_mistakes_of_an_answer_stand_open_and_the_others_folded(tmp_path: Path) -> None:
    said = course_page(course_of(small(tmp_path)))

    opened, folded = said.split("<details>")
    assert "- `double` that adds two, or that doubles the first only\n- `halve` that rounds down" in opened
    assert "```python\n# adds two\ndef double(x):\n    return x + 2\n\n# doubles the first only\n" in folded


def test_points_add_up_to_those_of_the_course(page: str, course: tuple[Assignment, ...]) -> None:
    totals = []
    for row in re.findall(r"^\| (?:\[\d|\*\*Together).+\|$", page[: page.index("\n## 1. ")], re.M):
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        totals.append([float(cell or 0) for cell in cells[2:5]])
    of_tests = sum(topic.by_tests for topic in course)
    of_essays = sum(essay.points for topic in course for essay in topic.essays)

    assert np.sum(totals[:-1], axis=0).tolist() == totals[-1]
    assert sum(totals[-1][:2]) == of_tests
    assert totals[-1][2] == of_essays
    for topic, (visible, hidden, by_hand) in zip(course, totals, strict=False):
        assert visible + hidden == topic.by_tests
        assert by_hand == sum(essay.points for essay in topic.essays)


def test_gates_stand_in_their_topics(page: str, whole_course: Course) -> None:
    for topic in whole_course.assignments:
        for name, gate in topic.gates.items():
            assert f"`{name}` {'≥' if gate.at_most is None else '≤'} {gate.bound:g}" in section(page, topic)


def test_the_page_tells_nothing_of_hidden_tests(page: str, course: tuple[Assignment, ...]) -> None:
    """In the code of wrong answers a line such as `for row in rows:` may be that of a test by chance."""
    text = re.sub("^```python\n.*?^```$", "", page, flags=re.M | re.S)
    shown = Secrets(course).shown_in("course.md", text.encode())

    assert "```" not in text
    assert not [line for line in shown if "hidden test" in line]
    assert not re.search(r"^ *assert .*\b(approx|raises|examine|hidden)\(", page, re.M)


def test_the_page_shows_no_right_answer(page: str, course: tuple[Assignment, ...]) -> None:
    for topic in course:
        for solution in topic.solutions:
            if "def " in solution.source:
                assert f"{solution.source.strip()}\n" not in page, (topic.name, solution.answer)


def test_what_is_said_in_class_gives_no_answer_away(course: tuple[Assignment, ...]) -> None:
    """The same search as for hints: no line of a right answer, and no value that only hidden tests contain."""
    for topic in course:
        said = tuple(Hint(text, (), line) for line, text in enumerate(teaching(topic).said, 1))

        assert not list(leaking_hints(replace(topic, hints={"teaching.md": said})))


def test_goals_time_and_needs_are_read_from_the_first_text(tmp_path: Path) -> None:
    about = opening(small(tmp_path, OPENING + NOTEBOOK.split("# # Doubling\n")[1]))

    assert about.goals == ("double a number, even a large one;", "halve it again.")
    assert (about.time, about.short_time) == ("5 to 10 minutes, without a GPU.", "5 to 10 minutes")
    assert about.needs == "fingers, ten of them."


def test_what_a_notebook_does_not_say_is_left_out(tmp_path: Path) -> None:
    topic = small(tmp_path)
    said = course_page(course_of(topic))

    assert opening(topic).goals == ()
    assert "| [1. Doubling](#1-doubling) |  | 1 | 4 |  |  | 3 |" in said
    assert "able to do" not in said
    assert "In class" not in said
    assert "None" not in said


def test_an_author_can_choose_the_mistakes_to_show(tmp_path: Path) -> None:
    topic = small(tmp_path)
    (topic.folder / "teaching.md").write_text("- Say hello,\n  twice.\n- `double` that doubles the first only\n")

    said = course_page(course_of(topic))

    assert "**In class**\n\n- Say hello, twice.\n\n" in said
    assert "- `double` that doubles the first only\n- `halve` that rounds down\n" in said
    assert "**`double`** that also adds two\n" in said


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("`double` that ads two", "Did you mean 'adds two'?"),
        ("`double` that sleeps", "Use the names of mutants in 01-doubling.py."),
        ("`triple` that adds two", "Use the names of mutants in 01-doubling.py."),
    ],
)
def test_a_chosen_mistake_must_be_known(tmp_path: Path, line: str, fix: str) -> None:
    topic = small(tmp_path)
    (topic.folder / "teaching.md").write_text(f"- {line}\n")

    with pytest.raises(AssignmentError) as caught:
        course_page(course_of(topic))

    assert str(caught.value).endswith(f"teaching.md: {line} is not a known mistake. {fix}")


@pytest.mark.parametrize("text", ["Say hello.\n", "# In class\n\n- Say hello.\n", ""])
def test_a_teaching_file_that_is_no_list_is_named(tmp_path: Path, text: str) -> None:
    topic = small(tmp_path)
    (topic.folder / "teaching.md").write_text(text)

    with pytest.raises(AssignmentError, match=r"teaching\.md: this is not a list\. Write `- \*\*Idea"):
        course_page(course_of(topic))


def test_a_figure_is_called_what_its_title_says_or_the_text_before_it_or_the_heading(tmp_path: Path) -> None:
    found = figures(small(tmp_path, NOTEBOOK + PICTURE))

    assert [each.title for each in found] == [
        "The picture shows 0.5 of all numbers",
        "One; Two",
        "Both",
        "Heading alone",
    ]
    assert [each.file for each in found] == [f"figures/01-doubling-{number}.png" for number in (1, 2, 3, 4)]


def width_of(picture: bytes) -> int:
    return Image.open(io.BytesIO(picture)).width


def noise(width: int, height: int) -> str:
    """A picture that compresses badly, as a notebook holds it."""
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, 4), dtype=np.uint8)
    written = io.BytesIO()
    Image.fromarray(pixels, "RGBA").save(written, "PNG")
    return b64encode(written.getvalue()).decode()


def test_a_thumbnail_is_narrow_small_and_always_the_same(tmp_path: Path) -> None:
    topic = small(tmp_path, NOTEBOOK + PICTURE)
    there = figures(topic)
    output = nbformat.v4.new_output("display_data", {"image/png": noise(800, 200)})
    cells = [nbformat.v4.new_code_cell(id=there[1].cell, outputs=[output]), nbformat.v4.new_markdown_cell("text")]
    executed = nbformat.v4.new_notebook(cells=cells)

    made = thumbnails(topic, executed)

    assert list(made) == ["figures/01-doubling-2.png"]
    picture = made["figures/01-doubling-2.png"]
    assert width_of(picture) == 360
    assert len(picture) <= 30_000
    assert thumbnails(topic, executed) == made


def test_a_build_writes_the_page_with_the_figures_that_the_right_answers_draw(tmp_path: Path, judge: Judge) -> None:
    drawing = PICTURE.partition("# %% picture\nplt.title")[0]
    topic = small(tmp_path / "course", NOTEBOOK + drawing)
    to = tmp_path / "dist"

    build_all(topic, to, judge)

    said = (to / "course.md").read_text()
    assert "![The picture shows 0.5 of all numbers](figures/01-doubling-1.png)" in said
    assert width_of((to / "figures" / "01-doubling-1.png").read_bytes()) == 360
    build_all(small(tmp_path / "course"), to, judge)  # the author has removed the figure
    assert not list((to / "figures").iterdir())
    assert "![" not in (to / "course.md").read_text()
