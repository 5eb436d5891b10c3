"""What a check says where something is missing: an answer, another one that it needs, or a `return`.

PYTEST_DONT_REWRITE: the asserts here are those of a course's tests, and pytest would give them words of its own.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder import testing
from autograder.assignment import load
from autograder.judge import Judge
from autograder.release import Role, plan
from autograder.testing import approx, examine
from autograder.testing.displaying import Finding, summary
from autograder.testing.running import trouble
from conftest import NOTEBOOK, QUICK, TESTS, write_topic
from handing_in import submission

NOT_YET = "raise NotImplementedError('Add them up.')"


def findings(answers: str, check: str, hint: int = 2) -> list[Finding]:
    """What a notebook's check finds with these answers."""
    space: dict[str, Any] = {"coursecheck": testing}
    exec(f"{answers}\n{check}\nfound = coursecheck.run(test_it, points=1, hint={hint}).findings", space)
    return list(space["found"])


def test_a_check_that_needs_an_unwritten_answer_names_that_one() -> None:
    answers = f"def build(n):\n    {NOT_YET}\ndef freeze(base):\n    return base\n"
    check = "def test_it(freeze, build):\n    '''It freezes.'''\n    assert freeze(build(3)) == 3"

    [found] = findings(answers, check)

    assert (found.mark, found.problem) == ("\u25cb", "build is not written yet, and this check needs it.")


def test_an_answer_that_calls_an_unwritten_one_is_not_blamed() -> None:
    answers = f"def mse(n):\n    {NOT_YET}\ndef rmse(n):\n    return max(mse(n) for _ in range(2))\n"
    check = "def test_it(rmse):\n    '''A root.'''\n    assert rmse(3) == 3"

    [found] = findings(answers, check)

    assert (found.mark, found.problem) == ("\u25cb", "mse is not written yet, and this check needs it.")


def test_an_unwritten_answer_still_gives_its_own_hint() -> None:
    answers = f"class Box:\n    def open(self):\n        {NOT_YET}\ndef mean(n):\n    {NOT_YET}\n"

    [of_function] = findings(answers, "def test_it(mean):\n    '''A mean.'''\n    assert mean(3) == 3")
    [of_class] = findings(answers, "def test_it(Box):\n    '''A box.'''\n    assert Box().open() == 3")

    assert of_function.problem == "mean is not written yet. Add them up."
    assert of_class.problem == "Box is not written yet. Add them up."


def test_the_judge_names_the_answer_that_a_visible_test_needs(tmp_path: Path, judge: Judge) -> None:
    needs = """

@visible
@points(1)
def test_halves_what_was_doubled(halve, double):
    \"\"\"Half of twice three is three.\"\"\"
    assert halve(double(3)) == approx(3)
"""
    topic = load(write_topic(tmp_path, tests=f"{TESTS}{needs}"))
    handed_in = submission(topic, {**topic.right, "double": topic.answer("double").stub})

    outcomes = judge.grade(topic, handed_in, QUICK).verdict.outcomes

    found = next(each for each in outcomes if each.test == "test_halves_what_was_doubled")
    assert found.message.startswith("double is not written yet, and this check needs it.")


@pytest.mark.parametrize(
    "asserted", ["isinstance(log, dict), 'a dictionary is needed'", "log['a'] == 3", "len(log) == 3"]
)
def test_a_variable_that_was_never_set_is_not_made_yet(asserted: str) -> None:
    [found] = findings("log = ...", f"def test_it(log):\n    '''A log.'''\n    assert {asserted}")

    assert found.mark == "\u25cb"
    assert found.problem == "Not made yet: `log`. Its cell sets it to `...` so far."


def test_a_forgotten_return_is_not_called_unwritten() -> None:
    def frozen(freeze: Any) -> None:
        assert examine(freeze("a base")).parameters == approx(5)

    def twice(double: Any) -> None:
        assert double(2) == approx(4)

    def pair(split: Any) -> None:
        first, _second = split([1, 2])
        assert first == approx(1)

    nothing: Callable[..., None] = lambda *_: None  # noqa: E731
    assert trouble(frozen, {"freeze": nothing})[0] == (
        "`freeze('a base')` gave None, expected a Keras model. Did you forget `return`?"
    )
    assert trouble(twice, {"double": nothing})[0] == "`double(2)` gave None, expected 4. Did you forget `return`?"
    assert trouble(pair, {"split": nothing})[0].endswith(". Did you forget `return`?")


def test_none_is_no_model() -> None:
    def is_one(model: Any) -> None:
        assert examine(model).parameters == approx(5)

    assert trouble(is_one, {"model": None})[0] == "`model` is None, expected a Keras model"


@pytest.mark.parametrize(
    ("result", "expected", "told"),
    [
        ([1, 7, 4, 1], [1, 10, 7, 4, 1, 8], "[1, 7, 4, 1], expected [1, 10, 7, 4, 1, 8]"),
        ([np.int64(1)], np.array([1, 10]), "[1], expected [1, 10]"),
        ([], [1.5], "[], expected [1.5]"),
        (["a"], ["a", "b"], "['a'], expected ['a', 'b']"),
        ([5], 5, "[5], expected one number, 5"),
        ([1.25] * 12, [1.25], "a list of shape (12,), expected shape (1,)"),  # too long for a line
        ([1], list(range(99)), "a list of shape (1,), expected shape (99,)"),
        (["a"], ["a"] * 99, "1 values, expected 99"),
        ([True, False], [True, True], "False at index [1], expected True"),
        (np.array([[False]]), np.array([[True]]), "False at index [0, 0], expected True"),
    ],
)
def test_short_lists_are_shown_whole_and_truths_in_words(result: Any, expected: Any, told: str) -> None:
    def equal(f: Any) -> None:
        assert f() == approx(expected)

    assert trouble(equal, {"f": lambda: result})[0] == f"`f()` gave {told}"


def test_the_end_names_the_answers_that_are_graded_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    summary({"f": ["a"]}, later=6, by_hand={"bugs": 3, "why": 1})

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("6 points come when it is graded.")
    assert lines[-1] == "Written answers are graded by hand: `bugs` (3 points), `why` (1 point)."


def test_the_summary_of_a_notebook_names_its_questions_in_words(tmp_path: Path) -> None:
    essay = '# %% [markdown] answer points=2 name="why"\n# Why?\n'
    topic = load(write_topic(tmp_path, notebook=f"{NOTEBOOK}{essay}"))
    tools, cell = (slot.source for slot in plan(topic) if slot.role in (Role.TOOLS, Role.SUMMARY))
    printed = io.StringIO()

    with redirect_stdout(printed):
        exec(f"{tools}\n{cell}", {})

    assert "Written answers are graded by hand: `why` (2 points)." in printed.getvalue()
