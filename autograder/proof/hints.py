"""Hints may say how to find an answer, but neither write it down nor tell what hidden tests expect."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from ..assignment import Assignment, Hint, Test, needed_by
from .findings import Finding

_SHORTEST = 12  # characters; shorter code, such as `m * x + b`, is an idea as well as an answer
_NUMBER = re.compile(r"\d+(?:[,_]\d{3})*(?:\.\d+)?")
_BESIDE_SIGNS = re.compile(r"\s*([^\w\s])\s*")
_VALUE = re.compile(r"(?:return |[\w, ]+=(?!=))(.+)")


def leaking_hints(assignment: Assignment) -> Iterator[Finding]:
    """A finding for each hint that gives a line of a right answer away, or a value that only hidden tests know."""
    if not assignment.hints:
        return
    shown = "\n".join(_shown(assignment))
    code = _code_of_answers(assignment, _squeezed(shown))
    hidden = _Constants(_hidden_sources(assignment))
    known = _numbers(shown)
    for answer, hints in assignment.hints.items():
        for number, hint in enumerate(hints, 1):
            told = next(iter([*_told_code(hint, code), *hidden.told_by(hint, known, shown)]), "")
            if told:
                fault = f"hint {number} of {answer} gives away {told}."
                yield Finding(f"{assignment.hints_file}:{hint.line}", fault, "Say it in words, without the answer.")


class _Constants:
    """The numbers and strings in the source of tests. Small numbers, such as 2 or 0.5, are no secret."""

    def __init__(self, trees: Iterable[ast.AST]) -> None:
        self.numbers: set[float] = set()
        self.strings: set[str] = set()
        for tree in trees:
            told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and id(node) not in told:
                    self._add(node.value)

    def _add(self, value: object) -> None:
        if isinstance(value, str) and len(value.strip()) >= _SHORTEST:
            self.strings.add(value.strip())
        elif isinstance(value, int | float) and _telling(abs(value)):
            self.numbers.add(abs(float(value)))

    def told_by(self, hint: Hint, known: set[float], shown: str) -> list[str]:
        """What the hint tells of them that students have not read elsewhere."""
        numbers = sorted(_numbers(hint.text) & self.numbers - known)
        strings = sorted(text for text in self.strings if text in hint.text and text not in shown)
        told = [f"{number:g}" for number in numbers] + [repr(text) for text in strings]
        return [f"{each}, which only hidden tests contain" for each in told]


def _telling(number: float) -> bool:
    """Whether a number is one that nobody writes by chance: three digits, or two of a decimal."""
    digits = f"{number:.10g}".partition("e")[0].replace(".", "").strip("0")
    return len(digits) >= (3 if float(number).is_integer() else 2)


def _numbers(text: str) -> set[float]:
    return {float(found.replace(",", "").replace("_", "")) for found in _NUMBER.findall(text)}


def _shown(assignment: Assignment) -> Iterator[str]:
    """What students can read anyway: the notebook, and the visible tests with all that they use."""
    yield assignment.notebook_file.read_text(encoding="utf-8")
    module = ast.parse(assignment.tests_source)
    for test in assignment.tests:
        if test.visible:
            yield "\n".join([test.source, *map(ast.unparse, needed_by(module, test.name))])


def _hidden_sources(assignment: Assignment) -> Iterator[ast.AST]:
    """The hidden tests, and what they use of their file."""
    module = ast.parse(assignment.tests_source)
    hidden: list[Test] = [test for test in assignment.tests if not test.visible]
    for test in hidden:
        yield from [ast.parse(test.source), *needed_by(module, test.name)]


def _code_of_answers(assignment: Assignment, shown: str) -> dict[str, str]:
    """Each line of a right answer, in any style, and the value in it, with the answer that it is from."""
    found: dict[str, str] = {}
    for solution in assignment.solutions:
        for line in map(_squeezed, solution.source.splitlines()):
            value = _VALUE.fullmatch(line)
            for code in [line, *([value[1]] if value else [])]:
                if _is_secret(code) and code not in shown:
                    found.setdefault(code, solution.answer)
    return found


def _is_secret(code: str) -> bool:
    """Whether a piece of code is long enough to be told from an idea. Words alone are English as well."""
    return len(code) > _SHORTEST and not code.startswith("#") and bool(re.search(r"[^\w\s.]", code))


def _told_code(hint: Hint, code: dict[str, str]) -> list[str]:
    text = _squeezed(hint.text)
    longest = sorted((each for each in code if each in text), key=len, reverse=True)
    return [f"`{each}`, which is in a right answer of {code[each]}" for each in longest]


def _squeezed(text: str) -> str:
    """Text in which the spaces of code do not matter."""
    return _BESIDE_SIGNS.sub(r"\1", " ".join(text.split()))
