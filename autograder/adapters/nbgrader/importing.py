"""Read a source notebook of nbgrader: the instructor's version, with solutions and hidden tests."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..importing import (
    VALUE,
    Asked,
    Check,
    Given,
    ImportingError,
    Item,
    NotCarried,
    Pictures,
    Source,
    Text,
    Words,
    regions,
)

_SOLUTION = ("BEGIN SOLUTION", "END SOLUTION")
_HIDDEN = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
_SCHEME = ("BEGIN MARK SCHEME", "END MARK SCHEME")
_RAISE = "raise NotImplementedError()"
_AUTOTEST = re.compile(r"^(\s*)#.*?AUTOTEST(.*)$")
_RELEASED = re.compile(r"# YOUR CODE HERE\s*\n\s*raise NotImplementedError\(\)")
_BY_CHANCE = re.compile(r"cell-[0-9a-f]{8,}$")  # a program chose the name
_GIVES = (ast.Name, ast.BinOp, ast.IfExp)  # kinds of a last line that may be a part of the points
_YOUR_CODE = "Write your code between the two lines of backquotes. It is graded by hand."
_YOUR_WORDS = "Write your answer here. It is graded by hand."


def marks_of(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    """nbgrader's marks of a cell; none if it has none."""
    marks = cell.get("metadata", {}).get("nbgrader", {})
    return marks if isinstance(marks, dict) else {}


def read_source(path: Path, notebook: Mapping[str, Any]) -> Source:
    """What the notebook holds, or ImportingError."""
    reader = _Reader(path)
    items = tuple(item for cell in notebook["cells"] for item in reader.items(cell))
    lost = [*reader.lost, *(NotCarried(f"the picture {name}", why) for name, why in reader.pictures.missing.items())]
    return Source(path, "nbgrader", items, tuple(lost), tuple(reader.todo))


class _Reader:
    """Reads cell by cell; `lost` is what has no place in a topic, and `todo` is for a person."""

    def __init__(self, path: Path) -> None:
        self.pictures = Pictures(path.parent)
        self.lost: list[NotCarried] = []
        self.todo: list[str] = []
        self._path, self._number = path, 0

    def items(self, cell: Mapping[str, Any]) -> Iterator[Item]:
        self._number += 1
        marks, source = marks_of(cell), cell["source"]
        where = str(marks.get("grade_id") or "")
        where = f"question {self._number}" if not where or _BY_CHANCE.match(where) else where
        points = _points(marks)
        text = self.pictures.into(source, cell.get("attachments", {})) if cell["cell_type"] == "markdown" else source
        if cell["cell_type"] == "raw":
            self.lost.append(NotCarried(f"the raw cell {where}", "topics have text and code only", source))
        elif marks.get("task"):
            scheme = regions(text, *_SCHEME)
            yield Words(where, scheme.outside.strip() or _YOUR_WORDS, points, scheme.inside)
        elif marks.get("grade") and marks.get("solution"):
            yield self._by_hand(cell["cell_type"], where, text, points)
        elif marks.get("solution"):
            yield from self._asked(cell["cell_type"], where, text)
        elif marks.get("grade"):
            if _may_give_a_part(source):
                told = "may give a part of its points, by its last line; here it gives all or none"
                self.todo.append(f"The check {where} {told}.")
            yield from _checks(where, source, points)
        else:
            self._refuse_secrets(text)
            yield Given(text) if cell["cell_type"] == "code" else Text(text)

    def _refuse_secrets(self, text: str) -> None:
        """nbgrader refuses marks in cells that are not marked, and so do we: students would read what they hide."""
        for begin, _ in (_SOLUTION, _HIDDEN, _SCHEME):
            if begin in text:
                fix = "Mark the cell in nbgrader, or remove the line."
                raise ImportingError(f"{self._path}: a cell that students get contains {begin!r}. {fix}\n{text}")

    def _by_hand(self, kind: str, where: str, text: str, points: float) -> Words:
        found = regions(text, *_SOLUTION)
        kept = found.outside.strip() if found.count else ""
        if kind == "markdown":
            return Words(where, kept or _YOUR_WORDS, points, found.inside if found.count else text)
        self.todo.append(f"{where} is code graded by hand: students write it into a text cell, and nothing runs it.")
        return Words(where, f"{_YOUR_CODE}\n\n```python\n{kept}\n```", points, code=found.all)

    def _asked(self, kind: str, where: str, text: str) -> Iterator[Item]:
        if kind == "markdown":
            self.lost.append(NotCarried(f"the answer in words {where}", "it is worth no points", text))
            yield Text("*Your answer, which is not graded.*")
            return
        if _RELEASED.search(text):
            fix = "Import the instructor's version, from nbgrader's folder `source`."
            raise ImportingError(f"{self._path} has no solutions: it is what students get. {fix}")
        found = regions(text, *_SOLUTION, _RAISE)
        lines = [line for line in found.replaced.splitlines() if line != _RAISE]  # at the top, it would end the cell
        yield Asked(where, found.all, "\n".join(lines) if found.count else "")


def _points(marks: Mapping[str, Any]) -> float:
    told = marks.get("points")
    return float(told) if isinstance(told, int | float) and told > 0 else 0.0


def _checks(where: str, source: str, points: float) -> Iterator[Check]:
    """A cell of tests: what students see, and what they don't. If both check something, each has half the points."""
    seen, unseen = list[str](), list[str]()
    hidden = False
    for line in source.splitlines():
        if _HIDDEN[0] in line or _HIDDEN[1] in line:
            hidden = _HIDDEN[0] in line
        elif found := _AUTOTEST.match(line):
            out_of_sight = hidden or "HASHED" in line[: found.start(2)]
            (unseen if out_of_sight else seen).extend(_values(found[1], found[2]))
        else:
            (unseen if hidden else seen).append(line)
    both = _tests_something(seen) and _tests_something(unseen)
    share = points / 2 if both else points
    if _tests_something(seen) or not unseen:
        yield Check(where, "\n".join(seen), share, hidden=False)
    elif seen:
        unseen = [*seen, *unseen]
    if unseen:
        name, claim = (f"{where}_hidden", _claim(seen)) if both else (where, "")
        yield Check(name, "\n".join(unseen), share, hidden=True, claim=claim)


def _may_give_a_part(source: str) -> bool:
    """Whether a cell of tests ends with a value: nbgrader takes a number there for the points."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return False
    return bool(body) and isinstance(body[-1], ast.Expr) and isinstance(body[-1].value, _GIVES)


def _claim(lines: list[str]) -> str:
    """The docstring of what students see of a cell."""
    try:
        return ast.get_docstring(ast.parse("\n".join(lines))) or ""
    except SyntaxError:
        return ""


def _values(indent: str, expressions: str) -> Iterator[str]:
    for expression in filter(None, (each.strip() for each in expressions.split(";"))):
        yield f"{indent}{VALUE}({expression})"


def _tests_something(lines: list[str]) -> bool:
    """Whether some lines can fail: an assertion, an error raised on purpose, or a call that may make one."""
    code = [line.strip() for line in lines if not line.strip().startswith(("#", "def ", "import ", "from "))]
    return any(re.match(r"(assert|raise)\b|[\w.]*(assert|test)\w*\(|" + VALUE, line) for line in code)
