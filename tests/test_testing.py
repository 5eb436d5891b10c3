"""What test files use, and what runs them in a notebook."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
import pytest

from autograder import testing
from autograder.judge.budget import OutOfTime
from autograder.sandbox import Ended, Nonsense, OutOfMemory, SandboxError, TimedOut
from autograder.testing import approx, latest_mismatch, raises
from autograder.testing.comparison import difference


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (0.1 + 0.2, 0.3),
        (np.float32(0.1), np.float32(0.1)),
        (3, 3.0),
        ([1, (2, 3.0)], [1, (2, 3)]),
        (np.ones((2, 3)), [[1, 1, 1], [1, 1, 1]]),
        ({"a": 1.0, "b": [2]}, {"a": 1, "b": [2]}),
        (float("inf"), float("inf")),
        (np.array([np.nan, 1]), [np.nan, 1]),
        (np.array([True, False]), np.array([True, False])),
        ("word", "word"),
        (["a", 1.0], ["a", 1]),
        (None, None),
    ],
)
def test_approx_accepts_what_is_equal_within_the_tolerance(actual: Any, expected: Any) -> None:
    assert actual == approx(expected)
    assert latest_mismatch() == ""


@pytest.mark.parametrize(
    ("actual", "expected", "why"),
    [
        (0.3001, 0.3, "got 0.3001, expected 0.3"),
        (float("nan"), 1.0, "got nan"),
        (True, 1, "got True, expected 1"),
        (1 + 0j, 1, "got (1+0j)"),
        ("1", 1, "got '1'"),
        (None, 1, "got None"),
        (np.ones((3, 1)), np.ones(3), "got shape (3, 1), expected shape (3,)"),
        (np.array([1.0]), 1.0, "got shape (1,), expected shape ()"),
        (np.float64(np.inf), 5.0, "got np.float64(inf)"),
        (5.0, float("inf"), "got 5.0"),
        ([1.0, 2.0], [1.0, float("-inf")], "got 2 at 1, expected -inf"),
        ([1, 2, 3], [1, 2, 4], "got 3 at 2, expected 4"),
        ([[1, 2], [3, 9]], [[1, 2], [3, 4]], "got 9 at (1, 1), expected 4"),
        (np.array([1, None], dtype=object), [1, 2], "expected [1, 2]"),
        ({"a": 1}, {"b": 1}, "expected {'b': 1}"),
        (np.array([200], dtype=np.uint8), [456], "got 200 at 0, expected 456"),
        ([1, "b"], ["a", "b"], "got 1 at 0, expected 'a'"),
    ],
)
def test_approx_says_how_a_value_differs(actual: Any, expected: Any, why: str) -> None:
    assert not actual == approx(expected)  # noqa: SIM201  (the other comparison explains itself in other words)
    assert why in latest_mismatch()
    assert actual != approx(expected)
    assert latest_mismatch() == ""


def test_an_array_is_compared_as_a_whole_and_not_element_by_element() -> None:
    assert (np.array([1.0, 2.0]) == approx([1, 2])) is True


def test_an_object_that_claims_to_equal_everything_does_not_pass() -> None:
    class Equal(float):
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = float.__hash__

    assert not difference(3.0, 3, 1e-6, 1e-9)
    assert difference(Equal(4), 3, 1e-6, 1e-9)


def test_raises_wants_the_error_and_not_just_any() -> None:
    with raises(ValueError):
        raise ValueError
    with pytest.raises(AssertionError, match="no error was raised; expected ValueError"), raises(ValueError):
        pass
    with pytest.raises(KeyError), raises(ValueError):
        raise KeyError


def test_what_should_differ_is_told_in_its_own_words_and_leaves_nothing_behind() -> None:
    third = 0.1 + 0.2
    assert not (third != approx(0.3))  # noqa: SIM202
    assert latest_mismatch().endswith("expected anything else")
    assert np.zeros(2) != approx([0, 1])
    assert latest_mismatch() == ""


@pytest.mark.parametrize("end", [TimedOut, Ended, OutOfMemory, Nonsense, OutOfTime, SandboxError])
def test_an_answer_that_hangs_or_ends_its_process_never_passes_as_an_error(end: type[Exception]) -> None:
    with pytest.raises(end), raises(Exception):
        raise end("the box is gone")


def test_an_answer_that_is_not_written_never_passes_as_an_error() -> None:
    with pytest.raises(NotImplementedError), raises(Exception):
        raise NotImplementedError


def in_a_notebook(cell: str, answers: str = "") -> dict[str, Any]:
    space: dict[str, Any] = {}
    exec(f"from autograder import testing as coursecheck\n{answers}\n{cell}", space)
    return space


CHECK = '''
def test_doubles(double):
    """Twice two is four."""
    from autograder.testing import approx
    assert double(2) == approx(4)
def test_is_quick(double):
    """It says nothing."""
    assert double(1) == 2, "that was not two"
earned = coursecheck.run(test_doubles, test_is_quick, points=[1, 2.5])
'''


@pytest.mark.parametrize(
    ("answers", "earned", "said"),
    [
        ("def double(x): return 2 * x", 3.5, "✓ Twice two is four.\n✓ It says nothing.\n"),
        ("def double(x): return x + 2", 1.0, "✗ It says nothing.\n    After `double(1)`: that was not two\n"),
        ("def double(x): return 5", 0.0, "✗ Twice two is four.\n    `double(2)` gave 5, expected 4\n"),
        ("def double(x): raise NotImplementedError('Do it.')", 0.0, "double is not written yet. Do it.\n"),
        ("def double(x): return x['a']", 0.0, "`double(2)` raised TypeError: 'int' object is not subscriptable"),
        ("def double(x): raise SystemExit(3)", 0.0, "`double(2)` raised SystemExit: 3"),
        ("", 0.0, "double is not defined: run the cell that defines it"),
    ],
)
def test_run_prints_each_claim_and_returns_the_points(
    answers: str, earned: float, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    space = in_a_notebook(CHECK, answers)

    assert space["earned"] == earned
    assert said in capsys.readouterr().out


def test_run_keeps_warnings_and_stderr_away_from_nbgrader(capsys: pytest.CaptureFixture[str]) -> None:
    noisy = "def double(x):\n    import sys, warnings\n    warnings.warn('hm')\n    sys.stderr.write('ouch')\n    return 2 * x"
    space = in_a_notebook(CHECK, noisy)

    assert space["earned"] == 3.5
    assert capsys.readouterr().err == ""


def test_run_raises_while_nbgrader_validates_so_that_the_reason_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")

    with pytest.raises(AssertionError, match=r"gave 5, expected 4; After `double\(1\)`: that was not two"):
        in_a_notebook(CHECK, "def double(x): return 5")


def test_what_travels_is_one_source_that_defines_all_that_its_modules_define() -> None:
    source, space = testing.joined_source(), dict[str, object]()

    exec(compile(source, "tools", "exec"), space)

    tree = ast.parse(source)
    first = next(i for i, node in enumerate(tree.body[1:], 1) if not isinstance(node, ast.Import | ast.ImportFrom))
    assert not [node for node in tree.body[first:] if isinstance(node, ast.Import | ast.ImportFrom)]
    assert set(testing.__all__) - {"joined_source", "Call", "Domain", "Draw"} <= space.keys()
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert len(names) == len(set(names))
    assert "autograder" not in {
        alias.name.split(".")[0] for node in tree.body[:first] if isinstance(node, ast.Import) for alias in node.names
    }
    assert "'''" not in source  # a notebook holds it between such marks
