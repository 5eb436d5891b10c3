"""`autograder check`: a course that is not proven is told so, file by file."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.assignment import Assignment, load
from autograder.judge import Judge
from autograder.proof import prove
from conftest import NOTEBOOK, QUICK, REFERENCE, TESTS, write_topic


def findings(judge: Judge, tmp_path: Path, **files: str) -> list[str]:
    return [str(finding) for finding in prove(load(write_topic(tmp_path, **files)), judge, QUICK).findings]


def test_a_sound_topic_has_no_findings(judge: Judge, doubling: Assignment) -> None:
    steps: list[str] = []

    proof = prove(doubling, judge, QUICK, steps.append)

    assert proof.findings == ()
    assert (proof.tests, proof.mutants) == (3, 3)
    assert proof.constant_share == 0
    assert "mutant: adds two" in steps


def test_every_topic_of_the_course_is_proven(judge: Judge, course: tuple[Assignment, ...]) -> None:
    for assignment in course:
        proof = prove(assignment, judge, QUICK)

        assert proof.findings == ()
        assert proof.constant_share <= 0.10


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
        {"tests": TESTS + '@points(1)\ndef test_anything(halve):\n    """It is there."""\n    assert halve\n'},
        "test_anything passes although halve is not written",
    ),
    (
        {"reference": REFERENCE.replace('fails="test_doubles_arrays"', 'fails="test_halves"')},
        "double that doubles the first only is not caught by test_halves; only test_doubles_arrays did",
    ),
    (
        {"reference": REFERENCE.replace("return x // 2", "return x / 2")},
        "halve that rounds down is not caught by test_halves; nothing did",
    ),
    (
        {"reference": REFERENCE.replace("return x // 2", "return y // 2")},
        "halve that rounds down does not even run: NameError",
    ),
    (
        {"tests": TESTS.replace("    assert halve(1) == approx(0.5)\n", "").replace(" and half of one is a half", "")},
        "constant answers earn 40%, more than 20% (most: halve 2, double 0 points)",
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
        "the docstring of halve is not true: it shows no example",
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


@pytest.mark.parametrize(("files", "message"), UNPROVEN, ids=[message for _, message in UNPROVEN])
def test_what_is_not_proven_is_named_with_file_and_fix(
    judge: Judge, tmp_path: Path, files: dict[str, str], message: str
) -> None:
    found = [finding for finding in findings(judge, tmp_path, **files) if message in finding]

    assert len(found) == 1
    assert found[0].startswith(str(tmp_path))
    assert found[0].endswith(".")
