"""Read a source notebook of otter's: the one that `otter assign` turns into what students get."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from ..importing import Asked, Check, Given, ImportingError, Item, NotCarried, Pictures, Source, Text, Words
from .checks import NoCheck, check
from .solutions import given, solved, started

_FENCED = re.compile(r"\A\s*```otter\s*\n(.*)\n```\s*\Z", re.DOTALL)
_MARK = re.compile(r"\A\s*#\s*(ASSIGNMENT CONFIG|(?:BEGIN|END)\s+(?:QUESTION|PROMPT|SOLUTION|TESTS))\b", re.IGNORECASE)
_SOLUTION = re.compile(r"# ?(?:BEGIN )?SOLUTION\b")
_YOUR_CODE = "Write your code between the two lines of backquotes. It is graded by hand."
_YOUR_WORDS = "Write your answer here. It is graded by hand."
_INCLUDED = "otter_include"  # tags a text inside a solution that students see


def mark_of(cell: Mapping[str, Any]) -> tuple[str, str]:
    """otter's mark in a cell, such as BEGIN QUESTION, and the settings below it; nothing if it has none."""
    source = str(cell["source"])
    if cell["cell_type"] == "markdown" and (fenced := _FENCED.match(source)):
        source = fenced[1]
    elif cell["cell_type"] != "raw":
        return "", ""
    found = _MARK.match(source)
    return (" ".join(found[1].upper().split()), source.strip().partition("\n")[2]) if found else ("", "")


def read_source(path: Path, notebook: Mapping[str, Any]) -> Source:
    """What the notebook holds, or ImportingError."""
    reader = _Reader(path)
    items = tuple(item for cell in notebook["cells"] for item in reader.items(cell))
    if reader.question is not None:
        raise ImportingError(f"{path}: the question {reader.question.name} has no `# END QUESTION`. Add it.")
    lost = [*reader.lost, *(NotCarried(f"the picture {name}", why) for name, why in reader.pictures.missing.items())]
    return Source(path, "otter", items, tuple(lost), tuple(reader.todo))


@dataclass
class _Question:
    """A question while its cells are read."""

    name: str
    manual: bool
    points: Any
    all_or_nothing: bool
    prompts: list[str] = field(default_factory=list)
    solutions: list[str] = field(default_factory=list)  # in words
    code: list[str] = field(default_factory=list)
    tests: list[Mapping[str, Any]] = field(default_factory=list)


class _Reader:
    """Reads cell by cell; `lost` is what has no place in a topic, and `todo` is for a person."""

    def __init__(self, path: Path) -> None:
        self.pictures = Pictures(path.parent)
        self.lost: list[NotCarried] = []
        self.todo: list[str] = []
        self.question: _Question | None = None
        self._path, self._block = path, ""

    def items(self, cell: Mapping[str, Any]) -> Iterator[Item]:
        mark, settings = mark_of(cell)
        if mark == "ASSIGNMENT CONFIG":
            self._configured(self._settings(settings))
        elif mark == "BEGIN QUESTION":
            told = self._settings(settings)
            name = re.sub(r"\W+", "_", str(told.get("name", "question")))
            aon = bool(told.get("all_or_nothing"))
            self.question = _Question(name, bool(told.get("manual")), told.get("points"), aon)
        elif mark == "END QUESTION":
            yield from self._ended()
        elif mark:
            self._block = mark.removeprefix("BEGIN ") if mark.startswith("BEGIN") else ""
        elif cell["cell_type"] == "raw":
            self.lost.append(NotCarried("a raw cell", "topics have text and code only", cell["source"]))
        elif self.question is None or not self._block:
            yield self._plain(cell)
        else:
            yield from self._inside(self.question, cell)

    def _settings(self, text: str) -> dict[str, Any]:
        try:
            told = yaml.safe_load(text) or {}
        except yaml.YAMLError:
            raise ImportingError(f"{self._path}: otter's settings can't be read. Correct them:\n{text}") from None
        return told if isinstance(told, dict) else {}

    def _configured(self, told: Mapping[str, Any]) -> None:
        for name in told.get("files") or []:
            if not str(name).endswith(".npz"):
                self.lost.append(NotCarried(f"the file {name}", "topics hand out .npz files only"))

    def _plain(self, cell: Mapping[str, Any]) -> Item:
        source = str(cell["source"])
        if cell["cell_type"] == "code" and _SOLUTION.search(source):  # students get no solution, wherever it stands
            return Asked("outside a question", solved(source), started(source))
        if cell["cell_type"] == "code":
            return Given(given(source))
        return Text(self.pictures.into(cell["source"], cell.get("attachments", {})))

    def _inside(self, question: _Question, cell: Mapping[str, Any]) -> Iterator[Item]:
        code, source = cell["cell_type"] == "code", str(cell["source"])
        if self._block == "TESTS":
            question.tests += [cell] if code else []
        elif self._block == "PROMPT":
            question.prompts.append(source)
        elif question.manual:
            (question.code if code else question.solutions).append(source)
        elif code:
            stub = "\n".join(question.prompts) or started(source)
            yield Asked(question.name, solved(source), stub)
        elif _INCLUDED in cell["metadata"].get("tags", []):
            yield self._plain(cell)

    def _ended(self) -> Iterator[Item]:
        question, self.question, self._block = self.question, None, ""
        if question is None:
            raise ImportingError(f"{self._path}: there is an `# END QUESTION` without a beginning. Remove it.")
        if question.manual:
            yield from self._by_hand(question)
        elif not question.tests and question.points:
            self.lost.append(NotCarried(f"the question {question.name}", "it has no tests", points=_total(question)))
        if question.all_or_nothing and len(question.tests) > 1:
            self.todo.append(f"{question.name} was all or nothing; here each of its tests earns its own points.")
        yield from self._checks(question)

    def _by_hand(self, question: _Question) -> Iterator[Item]:
        points = question.points
        if not isinstance(points, int | float):
            self.todo.append(f"Say what {question.name} is worth; the notebook does not, so it is 1 point.")
            points = 1
        prompt = "\n\n".join(question.prompts) or _YOUR_WORDS
        if question.code:
            stub = "\n".join(started(source) for source in question.code)
            prompt = f"{_YOUR_CODE}\n\n```python\n{stub}\n```"
            where = f"{question.name} is code graded by hand"
            self.todo.append(f"{where}: students write it into a text cell, and nothing runs it.")
        code = "\n".join(map(solved, question.code))
        yield Words(question.name, prompt, float(points), "\n\n".join(question.solutions), code)

    def _checks(self, question: _Question) -> Iterator[Check]:
        made: list[Check | NotCarried] = []
        told: list[float | None] = []
        for number, cell in enumerate(question.tests, 1):
            found: Check | NotCarried
            try:
                found, points = check(f"{question.name}_{number}", cell)
            except NoCheck as why:
                found, points = NotCarried(f"the check {question.name}_{number}", str(why), cell["source"]), why.points
            made.append(found)
            told.append(points)
        for each, points in zip(made, _shared_out(question, told), strict=True):
            if isinstance(each, Check):
                yield replace(each, points=points)
            else:
                self.lost.append(replace(each, points=points))


def _total(question: _Question) -> float:
    return float(question.points) if isinstance(question.points, int | float) else 0.0


def _shared_out(question: _Question, told: list[float | None]) -> list[float]:
    """What each test of a question is worth, by otter's rules: what no test claims is shared out among the others."""
    total = question.points
    if isinstance(total, dict):
        total = float(total.get("each", 1)) * len(told)
    if isinstance(total, list) and len(total) == len(told):
        return [float(points or 0) for points in total]
    open_ones = told.count(None)
    claimed = sum(points for points in told if points is not None)
    if isinstance(total, int | float):
        rest = (total - claimed) / open_ones if open_ones else 0.0
    else:
        rest = 1 / open_ones if open_ones and not claimed else 0.0
    return [float(max(rest, 0.0) if points is None else points) for points in told]
