"""Read rubrics in a reference file: what a question in words gives points for, for the person who grades it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .cells import Essay
from .errors import AssignmentError
from .percent import Block

_CRITERION = re.compile(r"(\d+(?:\.\d+)?): (\S.*)")
_EXAMPLE = "Write each criterion as `# 1: says that the same patients are in both parts`."


@dataclass(frozen=True)
class Criterion:
    """One thing that an answer in words should say or show, and its points."""

    points: float
    text: str


Rubrics = Mapping[str, tuple[Criterion, ...]]  # by question


def read_rubrics(path: Path, blocks: list[Block], essays: tuple[Essay, ...]) -> Rubrics:
    """The rubric of each question in words that has one, or AssignmentError."""
    known = {essay.name: essay.points for essay in essays}
    found: dict[str, tuple[Criterion, ...]] = {}
    for block in blocks:
        name = str(block.options.get("name", ""))
        if name not in known:
            asked = f"Name one of: {', '.join(known)}." if known else "The notebook asks for no answer in words."
            raise AssignmentError(path, f"there is no question {name!r} for this rubric.", asked, block.line - 1)
        if name in found:
            raise AssignmentError(path, f"{name!r} has two rubrics.", "Make one of them.", block.line - 1)
        found[name] = tuple(_criteria(path, block))
        total = sum(criterion.points for criterion in found[name])
        if abs(total - known[name]) > 1e-9:
            fault = f"the rubric of {name!r} gives {total:g} points, and the question {known[name]:g}."
            raise AssignmentError(path, fault, "Make them equal.", block.line - 1)
    return found


def _criteria(path: Path, block: Block) -> list[Criterion]:
    criteria: list[Criterion] = []
    for number, line in enumerate(block.source.splitlines(), block.line):
        text = line.removeprefix("#").strip()
        if text and not line.startswith("#"):
            raise AssignmentError(path, "a rubric consists of comments.", _EXAMPLE, number)
        if begins := _CRITERION.fullmatch(text):
            criteria.append(Criterion(float(begins[1]), begins[2]))
        elif text and criteria:
            last = criteria.pop()
            criteria.append(Criterion(last.points, f"{last.text} {text}"))
        elif text:
            raise AssignmentError(path, "a rubric begins with a criterion's points.", _EXAMPLE, number)
    return criteria
