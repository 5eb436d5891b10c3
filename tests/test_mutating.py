"""Small changes to right answers: each is a program that differs in one place, and those that no test sees are told."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from autograder.assignment import AssignmentError, load
from autograder.judge import Judge
from autograder.proof import survey
from autograder.proof.mutating import slips
from conftest import QUICK, REFERENCE, TESTS, write_topic

SOURCE = '''
def f(x, k=1):
    """Sum the first 3."""
    if x < 0 and k:
        raise ValueError(f"{x} is less than 0")
    out = np.sum(x[1:], axis=0) * 2.0
    out += abs(k)
    out.sort()
    return np.subtract(out, -k)
'''


def names(source: str) -> set[str]:
    return {slip.name.removeprefix("f: ") for slip in slips("f", source)}


@pytest.mark.parametrize(
    "change",
    [
        "def f(x, k=1): → def f(x, k=2):",
        "if x < 0 and k: → if x < 0 or k:",
        "if x < 0 and k: → if x <= 0 and k:",
        "if x < 0 and k: → if False:",
        "out = np.sum(x[1:], axis=0) * 2.0 → out = np.sum(x[1:], axis=0) / 2.0",
        "out = np.sum(x[1:], axis=0) * 2.0 → out = np.sum(x[1:]) * 2.0",
        "out = np.sum(x[1:], axis=0) * 2.0 → out = np.sum(x[0:], axis=0) * 2.0",
        "out += abs(k) → out -= abs(k)",
        "out += abs(k) → out += k",
        "out.sort() → pass",
        "return np.subtract(out, -k) → return np.subtract(-k, out)",
        "return np.subtract(out, -k) → return np.subtract(out, k)",
    ],
)
def test_the_usual_slips_are_made(change: str) -> None:
    assert change in names(SOURCE)


def test_docstrings_and_the_texts_of_errors_stay_as_they_are() -> None:
    for slip in slips("f", SOURCE):
        assert "Sum the first 3." in slip.source
        assert "is less than 0" in slip.source


@pytest.mark.parametrize("call", ["max(x, k)", "np.maximum(x, 0)", "np.array_equal(x, k)"])
def test_arguments_whose_order_makes_no_difference_are_not_swapped(call: str) -> None:
    first, second = call.rstrip(")").split("(")[1].split(", ")
    source = f"def f(x, k):\n    return {call}"

    assert not any(f"({second}, {first})" in name for name in names(source))
    assert "return g(x, k) → return g(k, x)" in names("def f(x, k):\n    return g(x, k)")


def test_every_slip_is_another_program_with_a_name_of_its_own() -> None:
    made = slips("f", SOURCE)

    assert len({slip.name for slip in made}) == len({slip.source for slip in made}) == len(made) > 20
    for slip in made:
        ast.parse(slip.source)


def test_what_no_test_notices_is_told_with_what_to_do(judge: Judge, tmp_path: Path) -> None:
    weak = TESTS.replace("    assert halve(1) == approx(0.5)\n", "").replace(
        "halve(9) == approx(4.5)", "halve(0) == approx(0)"
    )
    found = survey(load(write_topic(tmp_path, tests=weak)), judge, QUICK)

    assert "no test notices halve: return x / 2 → return x * 2." in [finding.fault for finding in found.findings]
    assert found.tried == found.caught + len(found.findings)
    assert found.share < 1


def test_an_argued_change_is_no_finding_and_a_needless_argument_is_one(judge: Judge, tmp_path: Path) -> None:
    longer = REFERENCE.replace(
        "def halve(x):\n    return x / 2\n# %% mutant", "def halve(x):\n    return float(x / 2)\n# %% mutant"
    )
    argued = (
        "# %% equivalent\n# halve: return float(x / 2) → return x / 2\n# It is a float already.\n"
        "# %% equivalent\n# halve: return float(x / 2) → return float(x * 2)\n# This is not true.\n"
    )

    before = survey(load(write_topic(tmp_path / "a", reference=longer)), judge, QUICK)
    after = survey(load(write_topic(tmp_path / "b", reference=longer + argued)), judge, QUICK)

    assert [f.fault for f in before.findings] == ["no test notices halve: return float(x / 2) → return x / 2."]
    assert after.argued == 1
    assert [f.fault.split(" is listed")[0] for f in after.findings] == [
        "'halve: return float(x / 2) → return float(x * 2)'"
    ]


def test_an_argument_without_a_reason_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match="needs its name and a reason"):
        load(write_topic(tmp_path, reference=REFERENCE + "# %% equivalent\n# halve: return x / 2 → return x / 3\n"))
