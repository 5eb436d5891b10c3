"""One topic of the course, put together. Frozen: a loaded assignment never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from ..policy import Gate, LimitsPolicy
from ..translation import Wording
from .cells import Answer, Cell, Essay, Mutant, Solution, Test
from .data import Data
from .hints import Hint, numbers_of_fitting
from .rubrics import Rubrics


@dataclass(frozen=True, eq=False)  # compared and cached by identity: it is loaded once
class Assignment:
    """One topic of the course: what students see, the tests, and right and wrong answers."""

    name: str
    title: str
    folder: Path
    reference: Path
    cells: tuple[Cell, ...]
    tests_source: str
    tests: tuple[Test, ...]
    solutions: tuple[Solution, ...]
    mutants: tuple[Mutant, ...]
    exempt: Mapping[str, str]  # answers without drawn calls, and why
    equivalents: Mapping[str, str]  # small changes to right answers that keep them right, and why
    rubrics: Rubrics = field(default_factory=dict)  # what questions in words give points for
    hints: Mapping[str, tuple[Hint, ...]] = field(default_factory=dict)  # of each answer, from a nudge to the idea
    data: Data = field(default_factory=Data)
    gates: Mapping[str, Gate] = field(default_factory=dict)  # what a trained model must reach
    retrained: Mapping[str, str] = field(default_factory=dict)  # variables the grader makes, and the function for each
    limits: LimitsPolicy = field(default_factory=LimitsPolicy)  # of the time that grading it may take
    cases: Mapping[str, str] = field(default_factory=dict)  # drawn calls as text, where other graders need them
    cohort: str = ""  # the fingerprint of the secret that decides the hidden data
    original: Assignment | None = None  # as its author wrote it, if this is a translation
    wording: Wording = field(default_factory=Wording)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        return tuple(cell for cell in self.cells if isinstance(cell, Answer))

    @cached_property
    def essays(self) -> tuple[Essay, ...]:
        return tuple(cell for cell in self.cells if isinstance(cell, Essay))

    @cached_property
    def right(self) -> Mapping[str, str]:
        """The source of the right answer to each answer cell."""
        return {solution.answer: solution.source for solution in self.solutions if not solution.also}

    @cached_property
    def styles(self) -> Mapping[str, Mapping[str, str]]:
        """Other right answers: for each style, the source of the answers written in it."""
        found: dict[str, dict[str, str]] = {}
        for solution in self.solutions:
            if solution.also:
                found.setdefault(solution.also, {})[solution.answer] = solution.source
        return found

    @cached_property
    def max_score(self) -> float:
        """The points of all tests and of all questions that are graded by hand."""
        return self.by_tests + sum(essay.points for essay in self.essays)

    @cached_property
    def by_tests(self) -> float:
        """The points that tests can give."""
        return sum(test.points for test in self.tests)

    @cached_property
    def variables(self) -> frozenset[str]:
        """The answers that are values, such as trained models: they take time when the notebook runs."""
        return frozenset(answer.name for answer in self.answers if answer.is_variable)

    @cached_property
    def trains(self) -> bool:
        """Whether its tests ask for a trained network, which a GPU would help."""
        return bool(self.gates) and any(self.variables & set(test.needs) for test in self.tests)

    @property
    def notebook_file(self) -> Path:
        return self.folder / "notebook.py"

    @property
    def tests_file(self) -> Path:
        return self.folder / "tests.py"

    @property
    def hints_file(self) -> Path:
        return self.folder / "hints.md"

    @cached_property
    def fitting_hints(self) -> Mapping[str, int]:
        """For each visible test that a hint fits, the number of that hint."""
        return numbers_of_fitting(self.hints)

    def answer(self, name: str) -> Answer:
        """The answer cell that defines `name`."""
        return next(answer for answer in self.answers if answer.name == name)

    def tests_of(self, answer: str) -> tuple[Test, ...]:
        return tuple(test for test in self.tests if test.answer == answer)

    @cached_property
    def hash(self) -> str:
        """Changes whenever something changes that could change a grade. It is the same in every language."""
        if self.original is not None:
            return self.original.hash
        data = [f"{data.file} {data.fingerprint}" for data in self.data.sets]
        gates = [f"{name} {gate}" for name, gate in self.gates.items()]
        retrained = [f"{name} by {function}" for name, function in self.retrained.items()]
        shown = [repr(self.cells), *([repr(self.hints)] if self.hints else [])]
        sources = [*shown, self.tests_source, *self.right.values()]
        told = [self.limits.model_dump_json(), self.cohort, *(f"{each.name} counts" for each in self.essays)]
        text = "\0".join([self.name, *sources, *data, *gates, *retrained, *told])
        return sha256(text.encode()).hexdigest()
