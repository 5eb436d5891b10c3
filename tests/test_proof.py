"""`autograder check`: a course that is not proven is told so, file by file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from autograder.assignment import Assignment, functions_among, load, with_tests, without_variables
from autograder.assignment import Test as GradedTest
from autograder.judge import Judge, Status
from autograder.proof import prove
from autograder.proof.constants import source
from autograder.sandbox import Limits
from conftest import NOTEBOOK, QUICK, REFERENCE, ROOT, TESTS, builds_networks, write_topic
from handing_in import submission


def findings(judge: Judge, tmp_path: Path, **files: str) -> list[str]:
    return [str(finding) for finding in prove(load(write_topic(tmp_path, **files)), judge, QUICK).findings]


def test_a_sound_topic_has_no_findings(judge: Judge, doubling: Assignment) -> None:
    steps: list[str] = []

    proof = prove(doubling, judge, QUICK, steps.append)

    assert proof.findings == ()
    assert (proof.tests, proof.mutants) == (3, 3)
    assert proof.constant_share == 0
    assert "mutant: adds two" in steps


TOPICS = sorted(path.name for path in (ROOT / "assignments").iterdir() if (path / "notebook.py").exists())
TRAINED = "02-first-network"  # proven by a test of its own


@pytest.fixture
def topic(request: pytest.FixtureRequest, course: tuple[Assignment, ...]) -> Assignment:
    return next(topic for topic in course if topic.name == request.param)


@pytest.mark.slow
@pytest.mark.parametrize("topic", [name for name in TOPICS if name != TRAINED], indirect=True)
def test_every_topic_of_the_course_is_proven(judge: Judge, topic: Assignment) -> None:
    """Of what builds networks, one wrong answer in six: the hosted CI runs `autograder check` on them all."""
    if not builds_networks(topic):
        assert prove(topic, judge, Limits(), quick=True).findings == ()
        return
    functions = without_variables(topic)
    assert missed(functions, judge, topic.right, functions.tests) == []
    for mutant in topic.mutants[::6]:
        tests = [test for test in functions.tests if test.name in mutant.fails]
        answers = {**topic.right, mutant.answer: mutant.source}
        assert missed(functions, judge, answers, tests) == [test.name for test in tests], mutant.label


def missed(topic: Assignment, judge: Judge, answers: Mapping[str, str], tests: Sequence[GradedTest]) -> list[str]:
    """The tests that these functions do not pass."""
    handed_in = submission(topic, functions_among(topic, answers))
    judge.strict = True
    verdict = judge.grade(with_tests(topic, tests), handed_in, Limits()).verdict
    judge.strict = False
    return [outcome.test for outcome in verdict.outcomes if outcome.status is not Status.PASSED]


def test_what_takes_a_training_is_left_out_when_it_must_be_quick(judge: Judge, course: tuple[Assignment, ...]) -> None:
    steps: list[str] = []

    proof = prove(next(topic for topic in course if topic.name == TRAINED), judge, Limits(), steps.append, quick=True)

    assert proof.findings == ()
    assert "mutant: has 24 outputs" in steps
    assert "mutant: is a linear network" not in steps


UNPROVEN = [
    (
        {"notebook": NOTEBOOK + "# %% [markdown]\n# assert halve(9) == approx(4.5)\n"},
        "the notebook for students shows the hidden test test_halves of 01-doubling.",
    ),
    (
        {"reference": REFERENCE.replace("return 2 * x\n# %% mutant", "return 3 * x\n# %% mutant", 1)},
        "the right answer double fails test_doubles: got 6, expected 4",
    ),
    (
        {"notebook": NOTEBOOK.replace('raise NotImplementedError("Return half of x.")', "pass")},
        "notebook.py:14: the stub of halve does not raise NotImplementedError, so students can't tell it is not written",
    ),
    (
        {"tests": TESTS + '@points(1)\ndef test_anything(halve):\n    """It is there."""\n    assert halve\n'},
        "test_anything passes although halve is not written",
    ),
    (
        {"reference": REFERENCE.replace('fails="test_doubles_arrays"', 'fails="test_halves"')},
        "double that doubles the first only is not caught by test_halves; only test_doubles_arrays did",
    ),
    (
        {"reference": REFERENCE.replace("return x // 2", "return x * 0.5")},
        "halve that rounds down is not caught by test_halves; nothing did",
    ),
    (
        {"reference": REFERENCE.replace("return x // 2", "return y // 2")},
        "halve that rounds down does not even run: NameError",
    ),
    (
        {
            "reference": REFERENCE.replace(
                "def halve(x):\n    return x // 2", "nowhere\ndef halve(x):\n    return x // 2"
            )
        },
        "halve that rounds down does not even run: NameError: name 'nowhere' is not defined.",
    ),
    (
        {
            "reference": REFERENCE.replace(
                "def halve(x):\n    return x // 2", "def halve(x):\n    return x // 2\ndel halve"
            )
        },
        "halve that rounds down does not even run: halve is not defined.",
    ),
    (
        {
            "tests": TESTS.replace("double(np.array(SECRET)) == approx(doubled(SECRET))", "AFTER").replace(
                "    assert AFTER\n    assert double(np.array([1.0])) == approx([2.0])\n",
                "    for x in (np.array(SECRET), np.array([1.0])):\n        assert double(x) == approx(2 * x)\n",
            )
        },
        "constant answers earn 40%, more than 10% (most: double 2, halve 0 points)",
    ),
    (
        {
            "notebook": NOTEBOOK.replace("import numpy as np", "print(SHOWN)")
            + "# %% picture\nimport numpy as np\nSHOWN = 1\n"
        },
        "the cell that begins 'print(SHOWN)' uses SHOWN, which only a picture cell defines",
    ),
    (
        {
            "notebook": NOTEBOOK + "# %% picture\nscale = 2\n",
            "reference": REFERENCE.replace("    return x / 2\n", "    return sum(x / scale for _ in [0])\n"),
        },
        "the right answer halve uses scale, which only a picture cell defines",
    ),
    (
        {"tests": TESTS.replace("    assert halve(1) == approx(0.5)\n", "").replace(" and half of one is a half", "")},
        "constant answers earn 40%, more than 10% (most: halve 2, double 0 points)",
    ),
    (
        {"reference": REFERENCE[: REFERENCE.index('# %% mutant="rounds down"')]},
        "test_halves catches no mutant, so nothing shows that it can fail",
    ),
    (
        {"notebook": NOTEBOOK.replace(">>> halve(4)\n    2.0", ">>> halve(4)\n    2")},
        "the docstring of halve is not true: ",
    ),
    (
        {"notebook": NOTEBOOK.replace("    >>> halve(4)\n    2.0\n", "")},
        "the docstring of halve is not true: it has no example",
    ),
    (
        {"notebook": NOTEBOOK + "# %% picture\ndouble(None)\n"},
        "with right answers, the cell that begins 'double(None)' says: unsupported operand",
    ),
    (
        {"notebook": NOTEBOOK + "# %%\nimport warnings\nwarnings.warn('spew')\n"},
        "with right answers, the cell that begins 'import warnings' says:",
    ),
]


def test_a_mutant_that_does_not_run_is_no_proof_that_a_test_can_fail(judge: Judge, tmp_path: Path) -> None:
    broken = REFERENCE.replace("def halve(x):\n    return x // 2", "1 / 0\ndef halve(x):\n    return x // 2")

    found = findings(judge, tmp_path, reference=broken)

    assert [finding for finding in found if "test_halves catches no mutant" in finding]


def test_a_local_name_that_a_picture_has_too_is_no_fault(judge: Judge, tmp_path: Path) -> None:
    pictures = NOTEBOOK + "# %% picture\n%matplotlib inline\ny = 1\nprint(y)\n"
    local = REFERENCE.replace("    return x / 2\n", "    y = x / 2\n    return [y for y in [y]][0]\n")

    assert findings(judge, tmp_path, notebook=pictures, reference=local) == []


@pytest.mark.parametrize(
    "value",
    [
        "banana", "information", float("nan"), [float("inf"), -float("inf")], {"nan": (1.5, "inf")}, (), (1,), set(),
        np.array([np.nan, 1.0]), np.array([[1, 2]], dtype=np.uint8), (np.zeros(2), [np.float64(3)]), None, True,
    ],
)  # fmt: skip
def test_a_constant_answers_source_gives_the_value_again(value: object) -> None:
    text = source(value)

    assert text is not None
    np.testing.assert_equal(eval(text), value)
    assert source({"a": object()}) is None


def test_knowing_the_visible_tests_by_heart_is_measured_and_warned_of(judge: Judge, tmp_path: Path) -> None:
    """One of five points is visible; then three of five are, and two hidden ones ask the same again."""
    few = prove(load(write_topic(tmp_path / "few")), judge, QUICK)
    again = TESTS.replace("@points(2)\ndef test_doubles_arrays", "@visible\n@points(2)\ndef test_doubles_arrays")
    again = again.replace("assert halve(9)", "assert halve(9.0)")
    again += '@visible\n@points(1)\ndef test_more(halve):\n    """More."""\n    assert halve(9.0) == 4.5\n    assert halve(1) == 0.5\n'
    many = prove(load(write_topic(tmp_path / "many", tests=again)), judge, QUICK)

    assert (few.visible_share, few.warning) == (0.2, "")
    assert many.visible_share == 1
    assert "by heart earn 100%, more than 35%" in many.warning


@pytest.mark.parametrize(("files", "message"), UNPROVEN, ids=[message for _, message in UNPROVEN])
def test_what_is_not_proven_is_named_with_file_and_fix(
    judge: Judge, tmp_path: Path, files: dict[str, str], message: str
) -> None:
    found = [finding for finding in findings(judge, tmp_path, **files) if message in finding]

    assert len(found) == 1
    assert found[0].startswith(str(tmp_path))
    assert found[0].endswith(".")


def test_an_answer_that_is_handed_to_another_is_proven_as_well(judge: Judge, tmp_path: Path) -> None:
    tests = (
        TESTS
        + '@points(1)\ndef test_both(halve, double):\n    """Both."""\n    assert halve([double, 3]) == approx(3)\n'
    )
    takes = "def halve(x):\n    return x[0](x[1]) / 2 if isinstance(x, list) else x / 2\n# %% mutant"
    mutant = '# %% mutant="ignores the function" fails="test_both"\ndef halve(x):\n    return x[1] if isinstance(x, list) else x / 2 + 0\n'
    reference = REFERENCE.replace("def halve(x):\n    return x / 2\n# %% mutant", takes) + mutant.replace(
        "x[1] if", "x[1] - 1 if"
    )

    proof = prove(load(write_topic(tmp_path, tests=tests, reference=reference)), judge, QUICK)

    assert not [finding for finding in proof.findings if "Opaque" in str(finding) or "fails test_both" in str(finding)]
