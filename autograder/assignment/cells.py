"""The contents of a topic's three files: cells of the notebook, tests, right and wrong answers. All frozen."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from typing import Literal


@dataclass(frozen=True)
class Prose:
    """A cell that students read or run, and need not change. A `picture` only draws: no grade depends on it."""

    id: str
    kind: Literal["markdown", "code"]
    source: str
    picture: bool = False


@dataclass(frozen=True)
class Answer:
    """A cell that students write, named after what it defines."""

    name: str
    stub: str
    line: int

    @cached_property
    def is_variable(self) -> bool:
        """Whether it is a value, such as a trained model, rather than a function or a class."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        return not any(isinstance(node, kinds) and node.name == self.name for node in ast.parse(self.stub).body)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names of its parameters without a default; none if it is not a function."""
        for node in ast.parse(self.stub).body:
            if isinstance(node, ast.FunctionDef) and node.name == self.name:
                names = [argument.arg for argument in node.args.args]
                return tuple(names[: len(names) - len(node.args.defaults)])
        return ()


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
    before: str = ""  # the answer whose cell takes long, and does not run if this test fails
    gates: tuple[str, ...] = ()  # what it measures against a target of the policy
    hidden: tuple[str, ...] = ()  # the data sets whose hidden part it uses
    drawn: bool = False  # its function only says what to call; the right answer says what is expected
    rules: str = ""  # of drawn calls: how results are compared, as source
    shares: str = ""  # "cases": each drawn call earns its share of the points
    assuming: tuple[str, ...] = ()  # answers that count as right, whatever the student wrote

    @property
    def answer(self) -> str:
        """The answer that earns this test's points, named by its first parameter."""
        return self.needs[0]


@dataclass(frozen=True)
class Solution:
    """A right answer; `also` names its style if it is not the first."""

    answer: str
    source: str
    line: int
    also: str = ""


@dataclass(frozen=True)
class Mutant:
    """A known wrong answer, and the tests that must catch it."""

    label: str
    answer: str
    source: str
    fails: tuple[str, ...]
    line: int
