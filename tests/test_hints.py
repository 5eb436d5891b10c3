"""Hints that open one after another: how they are written, where students see them, and what they must not tell."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder import release
from autograder.adapters.nbgrader import nbgrader
from autograder.adapters.otter import otter
from autograder.assignment import Assignment, AssignmentError, load
from autograder.intake import handed_in
from autograder.judge import Judge
from autograder.proof import prove
from autograder.proof.hints import leaking_hints
from autograder.release import Role, plan
from conftest import NOTEBOOK, QUICK, ROOT, TESTS, write_topic
from handing_in import submission
from sources import Source

HINTS = Source(
    """\
# double

- What is twice two?
- (test_doubles) Multiplying and adding agree for one number only.
- Think of one operator, and of the
  number on its left.

# halve

- Is half of nine a whole number?
- Two slashes round down.
- Divide by two, with **one** slash.
"""
)


def topic_with(root: Path, hints: str = HINTS, notebook: str = NOTEBOOK, tests: str = TESTS) -> Assignment:
    folder = write_topic(root, notebook=notebook, tests=tests)
    (folder / "hints.md").write_text(hints)
    return load(folder)


# How they are written


def test_hints_are_read_for_each_answer(tmp_path: Path) -> None:
    topic = topic_with(tmp_path)

    assert {answer: len(hints) for answer, hints in topic.hints.items()} == {"double": 3, "halve": 3}
    assert topic.hints["double"][2].text == "Think of one operator, and of the number on its left."
    assert topic.hints["double"][1].text == "Multiplying and adding agree for one number only."
    assert topic.fitting_hints == {"test_doubles": 2}


def test_a_topic_may_have_no_hints(doubling: Assignment) -> None:
    assert doubling.hints == {}
    assert not [slot for slot in plan(doubling) if slot.id.endswith("-hints")]


MISTAKES = [
    (HINTS.replace("# double", "# duble"), "hints.md:1: 'duble' is not an answer here. Did you mean double?"),
    (HINTS.replace("# double", "# xyz"), "hints.md:1: 'xyz' is not an answer here. Name one of: double, halve."),
    (HINTS.replace("# halve", "# double"), "hints.md:8: 'double' appears twice."),
    (HINTS.replace("- Two slashes round down.\n", ""), "hints.md:8: 'halve' has 2 hints, not three."),
    (HINTS + "- One more.\n", "hints.md:8: 'halve' has 4 hints, not three."),
    (HINTS.partition("# halve")[0], "hints.md: 'halve' has no hints. Add `# halve`"),
    ("", "hints.md: 'double' has no hints."),
    (HINTS.replace("- Two slashes round down.", "-"), "hints.md:11: this hint is empty."),
    (HINTS.replace("- Two slashes round down.", "- (test_halves)"), "hints.md:11: this hint is empty."),
    ("Some hints.\n" + HINTS, "hints.md:1: this line belongs to no answer."),
    (HINTS.replace("  number", "number"), "hints.md:6: `number on its left.` is neither a heading nor a list item."),
    (HINTS.replace("test_doubles", "test_dubles"), "hints.md:4: test_dubles is not a visible test of double. Name one of: test_doubles."),
    (HINTS.replace("test_doubles", "test_doubles_arrays"), "hints.md:4: test_doubles_arrays is not a visible test"),
    (HINTS.replace("- Two", "- (cases_halve) Two"), "hints.md:11: cases_halve is not a visible test of halve. Leave the parentheses out."),
    (HINTS.replace("- Think", "- (test_doubles) Think"), "hints.md:5: two hints fit test_doubles."),
    (HINTS.replace("- Think", "- </details> Think"), "hints.md:5: this hint folds itself."),
]  # fmt: skip


@pytest.mark.parametrize(("hints", "message"), MISTAKES, ids=[message for _, message in MISTAKES])
def test_a_mistake_in_the_file_is_told_with_its_line(tmp_path: Path, hints: str, message: str) -> None:
    if message.startswith("hints.md:11: this hint is empty") and "test_halves" in hints:
        tests = TESTS.replace("@points(2)\ndef test_halves", "@visible\n@points(2)\ndef test_halves")
    else:
        tests = TESTS

    with pytest.raises(AssignmentError) as error:
        topic_with(tmp_path, hints, tests=tests)

    assert message in str(error.value)


def test_a_hint_may_begin_with_a_parenthesis(tmp_path: Path) -> None:
    topic = topic_with(tmp_path, HINTS.replace("- Two", "- (Remember the docstring.) Two"))

    assert topic.hints["halve"][1].text.startswith("(Remember the docstring.) Two")


def test_another_hint_changes_the_hash_as_another_text_does(tmp_path: Path, doubling: Assignment) -> None:
    hashes = {topic_with(tmp_path, hints).hash for hints in (HINTS, HINTS.replace("twice two", "two times two"))}

    assert len(hashes | {doubling.hash}) == 3


# What students see


class Nesting(HTMLParser):
    """How deep each text lies in folds, and whether it is a fold's title."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[int, str, str]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append((self.open.count("details"), self.open[-1], " ".join(data.split())))


PROGRAMS = {  # each has the rules by which one of them reads Markdown
    "nbconvert and nbviewer": MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render,
    "JupyterLab, Colab and VS Code": MarkdownIt("commonmark", {"html": True}).render,
}


@pytest.mark.parametrize("rendered", PROGRAMS.values(), ids=PROGRAMS)
def test_each_hint_opens_inside_the_one_before(tmp_path: Path, rendered: Callable[[str], str]) -> None:
    cell = next(slot for slot in plan(topic_with(tmp_path)) if slot.id == "halve-hints")
    page = Nesting()

    page.feed(rendered(cell.source))

    assert page.open == []
    assert page.found == [
        (1, "summary", "Hint 1 of 3"),
        (1, "p", "Is half of nine a whole number?"),
        (2, "summary", "Hint 2 of 3"),
        (2, "p", "Two slashes round down."),
        (3, "summary", "Hint 3 of 3"),
        (3, "p", "Divide by two, with"),
        (3, "strong", "one"),
        (3, "p", "slash."),
    ]


def test_hints_stand_once_between_an_answer_and_its_checks(tmp_path: Path) -> None:
    topic = topic_with(tmp_path)
    ids = [cell.id for cell in release.student(topic).cells]

    at = ids.index("double-hints")
    assert ids[at - 1 : at + 2] == ["double", "double-hints", "double-check-1"]
    for notebook in (release.student(topic), nbgrader(topic), otter(topic), release.reference(topic)):
        assert [cell.cell_type for cell in notebook.cells if "Two slashes" in cell.source] == ["markdown"]
        assert not [cell for cell in notebook.cells if "(test_doubles)" in cell.source]


def test_hints_carry_no_marks_of_a_grader(tmp_path: Path) -> None:
    cells = [cell for cell in release.student(topic_with(tmp_path)).cells if cell.id.endswith("-hints")]

    assert [dict(cell.metadata) for cell in cells] == [{}, {}]


def test_a_notebook_with_hints_comes_back_as_it_is_expected(tmp_path: Path) -> None:
    topic = topic_with(tmp_path)

    whole, without = submission(topic, topic.right), handed_in(topic, topic.right)

    assert whole.remarks == without.remarks == ()
    assert [cell.id for cell in whole.cells if cell.id.endswith("-hints")] == ["double-hints", "halve-hints"]


def told(topic: Assignment, answer: str) -> str:
    """What the visible check of `double` prints in a notebook with this answer."""
    printed = io.StringIO()
    space: dict[str, object] = {"__name__": "notebook"}
    with contextlib.redirect_stdout(printed):
        for slot in plan(topic):
            if slot.role is Role.TOOLS or slot.id == "double-check-1":
                exec(slot.source, space)
            if slot.id == "double":
                exec(answer, space)
    return printed.getvalue()


def test_a_check_that_fails_names_the_hint_that_fits(tmp_path: Path) -> None:
    topic = topic_with(tmp_path)

    assert told(topic, "def double(x):\n    return x + 2").endswith(". Stuck? Open hint 2 in the folded cell above.\n")
    assert "hint" not in told(topic, "def double(x):\n    return 2 * x")


def test_a_check_names_no_hint_before_there_is_an_answer(tmp_path: Path) -> None:
    topic = topic_with(tmp_path)

    assert "double is not written yet" in told(topic, topic.answer("double").stub)
    assert "hint" not in told(topic, topic.answer("double").stub)
    assert "hint" not in told(topic, "")


def test_a_check_without_a_fitting_hint_stays_as_it_was(tmp_path: Path) -> None:
    topic = topic_with(tmp_path, HINTS.replace("(test_doubles) ", ""))

    assert not [slot for slot in plan(topic) if slot.role is Role.VISIBLE and "hint=" in slot.source]
    assert "hint" not in told(topic, "def double(x):\n    return x + 2")


def test_the_judge_grades_notebooks_with_hints(tmp_path: Path, judge: Judge) -> None:
    topic = topic_with(tmp_path)

    verdict = judge.grade(topic, submission(topic, topic.right), QUICK).verdict

    assert verdict.score == topic.by_tests


# What they must not tell


@pytest.mark.parametrize(
    ("hint", "told"),
    [
        ("Write `return numbers / 2 + 0.0`.", "`return numbers/2+0.0`, which is in a right answer of halve"),
        ("It is numbers/2+0.0 then.", "`numbers/2+0.0`"),
        ("It is  numbers /  2+ 0.0, then.", "`numbers/2+0.0`"),
        ("The first number is 7.25.", "7.25, which only hidden tests contain"),
    ],
)
def test_a_hint_that_tells_the_answer_is_found(tmp_path: Path, hint: str, told: str) -> None:
    hints = HINTS.replace("Two slashes round down.", hint)
    topic = topic_with(tmp_path, hints)
    halve = "def halve(numbers):\n    return numbers / 2 + 0.0\n"
    right = [replace(each, source=halve) if each.answer == "halve" else each for each in topic.solutions]

    findings = [str(finding) for finding in leaking_hints(replace(topic, solutions=tuple(right)))]

    assert len(findings) == 1
    assert f"hints.md:11: hint 2 of halve gives away {told}" in findings[0]


def test_a_hint_may_repeat_what_the_notebook_shows(tmp_path: Path) -> None:
    shown = NOTEBOOK + "# %% [markdown]\n# The first is 7.25, and `numbers / 2 + 0.0` is half.\n"
    topic = topic_with(tmp_path, HINTS.replace("Two slashes", "7.25, numbers / 2 + 0.0"), shown)
    halve = "def halve(numbers):\n    return numbers / 2 + 0.0\n"
    right = [replace(each, source=halve) if each.answer == "halve" else each for each in topic.solutions]

    assert list(leaking_hints(replace(topic, solutions=tuple(right)))) == []


def test_check_reports_hints_that_tell_the_answer_and_no_others(tmp_path: Path, judge: Judge) -> None:
    topic = topic_with(tmp_path, HINTS.replace("Two slashes", "Expect 11.5: two slashes"))

    findings = [str(finding) for finding in prove(topic, judge, QUICK).findings]

    assert len(findings) == 1
    assert "hints.md:11: hint 2 of halve gives away 11.5, which only hidden tests contain. Say it" in findings[0]


def test_the_authoring_guide_shows_hints_that_can_be_read(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "authoring.md").read_text()
    notebook, tests, drawn, reference, *_ = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    hints = re.findall(r"```markdown\n(.*?)```", guide.split("Hints\n", 1)[1], re.DOTALL)[0]
    folder = write_topic(tmp_path, notebook, f"{tests}\n\n{drawn}", reference, "04-averages")
    (folder / "hints.md").write_text(hints)

    topic = load(folder)

    assert topic.fitting_hints == {"test_mean_of_three": 2}
    assert list(leaking_hints(topic)) == []


# The course's own


TOPICS = sorted(path.parent.name for path in (ROOT / "assignments").glob("*/hints.md"))
WORDS = 40  # a hint is a nudge, not a lecture


@pytest.mark.parametrize("name", TOPICS)
def test_every_answer_of_the_course_has_three_short_hints_that_tell_nothing(name: str) -> None:
    topic = load(ROOT / "assignments" / name)

    assert list(topic.hints) == [answer.name for answer in topic.answers]
    assert all(len(hints) == 3 for hints in topic.hints.values())
    long = [hint.text for hints in topic.hints.values() for hint in hints if len(hint.text.split()) > WORDS]
    assert not long
    assert [str(finding) for finding in leaking_hints(topic)] == []
