"""Load a topic's files: the notebook, its tests, the right and wrong answers, and hints if there are any."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

from ..datasets import Dataset, DatasetError, find
from ..policy import Policy
from ..translation import SOURCE
from .assignment import Assignment
from .cells import Answer, Cell, Essay
from .data import Data
from .errors import AssignmentError
from .hints import read_hints
from .notebook import read_cells, strings_in, title_of
from .percent import line_of
from .reference import read_reference
from .tests import read_tests
from .translating import in_language

_POLICY = Path("grading_config.yml")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*$")


def load(folder: Path, policy: Policy | None = None, cohort: str = "") -> Assignment:
    """Load an assignment from `assignments/<name>` and `reference/<name>.py`, or raise AssignmentError.

    The policy provides the gates and the place of real data, which both affect grades. Without a policy, the gates are
    unknown, and no trained model can pass. The policy's language is that of the texts.
    """
    name = folder.name
    if not _NAME.match(name):
        raise AssignmentError(folder, "a topic's folder needs a name like 03-line-and-loss.", "Rename it.")
    root = folder.parent.parent
    cells = read_cells(folder / "notebook.py")
    answers = [cell.name for cell in cells if isinstance(cell, Answer)]
    tests = read_tests(folder / "tests.py", answers)
    essays = tuple(cell for cell in cells if isinstance(cell, Essay))
    reference = read_reference(root / "reference" / f"{name}.py", answers, {test.name for test in tests.tests}, essays)
    rules = policy or Policy()
    assignment = Assignment(
        name=name,
        title=title_of(folder / "notebook.py", cells),
        folder=folder,
        reference=root / "reference" / f"{name}.py",
        cells=cells,
        tests_source=tests.source,
        tests=tests.tests,
        solutions=reference.solutions,
        mutants=reference.mutants,
        exempt=MappingProxyType(dict(tests.exempt)),
        equivalents=MappingProxyType(dict(reference.equivalents)),
        rubrics=MappingProxyType(dict(reference.rubrics)),
        hints=MappingProxyType(read_hints(folder / "hints.md", answers, tests.tests)),
        data=Data(tuple(_data_sets(folder, cells, rules)), tests.hidden_sets),
        gates=MappingProxyType(rules.gates.get(name, {})),
        retrained=MappingProxyType(rules.retrain.get(name, {})),
        limits=rules.limits,
        cohort=cohort,
    )
    _check_trainings(assignment)
    if policy is not None:
        _check_gates(assignment)
    return assignment if rules.course.language == SOURCE else in_language(assignment, rules.course.language)


def _check_trainings(assignment: Assignment) -> None:
    """A cell that waits for a test, or that the grader runs itself, is a variable; and a function makes the latter."""
    functions = {answer.name for answer in assignment.answers} - assignment.variables
    for test in assignment.tests:
        if test.before and (test.before not in assignment.variables or assignment.variables & set(test.needs)):
            fault = f"{test.name} can't come before {test.before!r}."
            fix = "Only the cell of a variable can wait for a test of functions, such as @before('model')."
            raise AssignmentError(assignment.tests_file, fault, fix, test.line)
    for name, function in assignment.retrained.items():
        if name not in assignment.variables or function not in functions:
            fault = f"retrain.{assignment.name} can't use {function!r} to make {name!r}."
            fix = "Name a variable and a function that the notebook asks for, such as {model: train}."
            raise AssignmentError(_POLICY, fault, fix)


def _check_gates(assignment: Assignment) -> None:
    """Every gate that a test uses is in the policy, and every gate in the policy is used by a test."""
    for test in assignment.tests:
        for gate in test.gates:
            if gate not in assignment.gates:
                fault = f"{test.name} uses the gate {gate!r}, which the policy does not have."
                fix = f"Add it to {_POLICY}: `gates: {{{assignment.name}: {{{gate}: 0.9}}}}`."
                raise AssignmentError(assignment.tests_file, fault, fix, test.line)
    for gate in assignment.gates:
        if not any(gate in test.gates for test in assignment.tests):
            fault = f"no test uses gates.{assignment.name}.{gate}."
            fix = f"Call reach({gate!r}, ...) in a test of {assignment.tests_file}, or drop the gate."
            raise AssignmentError(_POLICY, fault, fix)


def _data_sets(folder: Path, cells: tuple[Cell, ...], policy: Policy) -> Iterator[Dataset]:
    """The data that the notebook reads: each file that it names and that has a recipe, or is in datasets/."""
    notebook = folder / "notebook.py"
    for name in dict.fromkeys(name for cell in cells for name in strings_in(cell)):
        try:
            data = find(folder.parent.parent, name, policy.datasets.get(name.removesuffix(".npz")))
        except DatasetError as error:
            fix = "Write the recipe, or correct the name."
            raise AssignmentError(notebook, str(error), fix, line_of(notebook, name)) from None
        if data is not None:
            yield data
