"""What an assignment is made of. Frozen: an assignment that was loaded is never changed."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..datasets import Arrays, Dataset, DatasetError
from ..policy import Gate


class AssignmentError(Exception):
    """Raised while an assignment is loaded, when its author made a mistake.

    The message gives the file and line, the fault, and how to mend it.
    """

    def __init__(self, where: Path, fault: str, fix: str, line: int | None = None) -> None:
        self.where, self.line, self.fault, self.fix = where, line, fault, fix
        super().__init__(f"{where}{f':{line}' if line else ''}: {fault} {fix}")


@dataclass(frozen=True)
class Prose:
    """A cell that students read or run, and need not change. A `picture` only draws: no grade depends on it."""

    id: str
    kind: Literal["markdown", "code"]
    source: str
    picture: bool = False


@dataclass(frozen=True)
class Answer:
    """A cell that students write; its name is what it defines."""

    name: str
    stub: str
    line: int

    @cached_property
    def is_variable(self) -> bool:
        """Whether it is a value, such as a trained model, and not a function or a class."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        return not any(isinstance(node, kinds) and node.name == self.name for node in ast.parse(self.stub).body)


@dataclass(frozen=True)
class Essay:
    """A question answered in words, and graded by hand."""

    name: str
    prompt: str
    points: float


Cell = Prose | Answer | Essay


@dataclass(frozen=True)
class Test:
    """One claim about a right answer. Hidden from students unless `visible`."""

    name: str
    needs: tuple[str, ...]
    points: float
    visible: bool
    claim: str
    source: str
    line: int
    before: str = ""  # the answer whose cell takes long, and is not run where this test fails

    @property
    def answer(self) -> str:
        """The answer that earns this test's points: the one that its first parameter names."""
        return self.needs[0]


@dataclass(frozen=True)
class Mutant:
    """A wrong answer that students are known to give, and the tests that must catch it."""

    label: str
    answer: str
    source: str
    fails: tuple[str, ...]
    line: int


@dataclass(frozen=True, eq=False)  # compared and cached by identity: it is loaded once
class Assignment:
    """One topic of the course: what students see, what a right answer does, and right and wrong answers."""

    name: str
    title: str
    folder: Path
    reference: Path
    cells: tuple[Cell, ...]
    tests_source: str
    tests: tuple[Test, ...]
    right: Mapping[str, str]
    mutants: tuple[Mutant, ...]
    equivalents: Mapping[str, str]  # small changes of right answers that are as right, and why
    data: tuple[Dataset, ...] = ()  # what lies beside the notebook
    gates: Mapping[str, Gate] = field(default_factory=dict)  # what a trained model must reach
    retrained: Mapping[str, str] = field(default_factory=dict)  # variables that the grader makes, by which function

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        return tuple(cell for cell in self.cells if isinstance(cell, Answer))

    @cached_property
    def essays(self) -> tuple[Essay, ...]:
        return tuple(cell for cell in self.cells if isinstance(cell, Essay))

    @cached_property
    def max_score(self) -> float:
        """What tests can give. Essays come on top, by hand."""
        return sum(test.points for test in self.tests)

    @cached_property
    def variables(self) -> frozenset[str]:
        """The answers that are values, such as trained models: they cost time when the notebook runs."""
        return frozenset(answer.name for answer in self.answers if answer.is_variable)

    @cached_property
    def without_variables(self) -> Assignment:
        """The same assignment with those tests only that need no variable."""
        return replace(self, tests=tuple(test for test in self.tests if not self.variables & set(test.needs)))

    def functions_among(self, answers: Mapping[str, str]) -> dict[str, str]:
        """Those of some answers that are no variables: a notebook of them runs at once."""
        return {name: source for name, source in answers.items() if name not in self.variables}

    @cached_property
    def early(self) -> Assignment:
        """The same assignment with those tests only that decide whether a cell is run which other tests need."""
        needed = {name for test in self.tests for name in test.needs}
        return replace(self, tests=tuple(test for test in self.tests if test.before in needed))

    @cached_property
    def late(self) -> Assignment:
        """The same assignment with all other tests."""
        early = {test.name for test in self.early.tests}
        if not early:
            return self
        return replace(self, tests=tuple(test for test in self.tests if test.name not in early))

    @property
    def files(self) -> dict[str, bytes]:
        """What lies beside the notebook, by name."""
        return {data.file: data.public() for data in self.data}

    def given(self, name: str) -> Arrays:
        """The arrays of a file that lies beside the notebook."""
        return self._dataset(name).given()

    def hidden(self, name: str, secret: bytes) -> Arrays:
        """The hidden part of a data set, for the cohort with this secret."""
        return self._dataset(name).hidden(secret)

    def fresh(self, function: str, secret: bytes) -> list[NDArray[np.generic]]:
        """Arguments for a function that trains: its parameters name arrays of a training part that nobody has seen."""
        names = self.parameters_of(function)
        for data in self.data:
            arrays = data.fresh(secret) if data.has_recipe else {}
            if set(names) <= set(arrays):
                return [arrays[name] for name in names]
        raise DatasetError(f"no data set here has {', '.join(names)}, which {function} asks for")

    def parameters_of(self, function: str) -> list[str]:
        """The names of a function's parameters without a default, as its stub has them."""
        stub = next(answer.stub for answer in self.answers if answer.name == function)
        node = next(n for n in ast.parse(stub).body if isinstance(n, ast.FunctionDef) and n.name == function)
        names = [argument.arg for argument in node.args.args]
        return names[: len(names) - len(node.args.defaults)]

    def _dataset(self, name: str) -> Dataset:
        for data in self.data:
            if data.name == name:
                return data
        raise LookupError(f"the notebook does not read {name}.npz, so its tests can't either")

    def tests_of(self, answer: str) -> tuple[Test, ...]:
        return tuple(test for test in self.tests if test.answer == answer)

    @cached_property
    def hash(self) -> str:
        """Changes when anything changes that could change a grade."""
        data = [f"{data.file} {data.fingerprint}" for data in self.data]
        gates = [f"{name} {gate}" for name, gate in self.gates.items()]
        retrained = [f"{name} by {function}" for name, function in self.retrained.items()]
        text = "\0".join([self.name, repr(self.cells), self.tests_source, *data, *gates, *retrained])
        return sha256(text.encode()).hexdigest()
