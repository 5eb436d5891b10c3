"""What the author tells teachers: the opening of a notebook, and teaching.md beside it. Pure, apart from reading it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from ..assignment import Assignment, AssignmentError, Mutant, Prose

FILE = "teaching.md"
_GOALS = "**What you will be able to do**"
_TIME = re.compile(r"\*\*Time:\*\*\s*(.+?)\s*(?:\*\*You need:\*\*|$)")
_PLAN = re.compile(r"\bPlan for (.+? (?:minutes|hours?))\b")
_NEEDS = re.compile(r"\*\*You need:\*\*\s*(.+)")
_CHOSEN = re.compile(r"`(\w+)` that (.+)")
_SHORT = re.compile(r"\d+(?: to \d+)? (?:minutes|hours?)")


@dataclass(frozen=True)
class Opening:
    """What a notebook says at its start. What it does not say is empty."""

    goals: tuple[str, ...] = ()
    time: str = ""
    needs: str = ""

    @property
    def short_time(self) -> str:
        """The time alone, without what is said about it."""
        found = _SHORT.search(self.time)
        return found[0] if found else ""


@dataclass(frozen=True)
class Teaching:
    """What to say in class, and of some answers, the mistakes that are worth talking about."""

    said: tuple[str, ...] = ()
    mistakes: Mapping[str, tuple[Mutant, ...]] = field(default_factory=dict)


def opening(assignment: Assignment) -> Opening:
    """Read the first text of the notebook."""
    first = next((cell.source for cell in assignment.cells if isinstance(cell, Prose) and cell.kind == "markdown"), "")
    paragraphs = [" ".join(each.split()) for each in first.split("\n\n")]
    about = "\n".join(each for each in paragraphs if not each.startswith("- "))
    time, needs = _TIME.search(about) or _PLAN.search(about), _NEEDS.search(about)
    _, told, after = first.partition(_GOALS)
    goals = _items(after.strip().split("\n\n")[0].splitlines()) if told else None
    return Opening(goals or (), time[1] if time else "", needs[1] if needs else "")


def teaching(assignment: Assignment) -> Teaching:
    """Read teaching.md, which a topic need not have, or raise AssignmentError."""
    path = assignment.folder / FILE
    if not path.exists():
        return Teaching()
    items = _items(path.read_text(encoding="utf-8").splitlines())
    if not items:
        fix = "Write `- **Idea.** ...`, and indent the further lines of an item."
        raise AssignmentError(path, "this is not a list.", fix)
    chosen = [(item, _CHOSEN.fullmatch(item)) for item in items]
    mistakes = {found[1]: _mutants(assignment, path, found[1], found[2]) for _, found in chosen if found}
    return Teaching(tuple(item for item, found in chosen if not found), mistakes)


def _mutants(assignment: Assignment, path: Path, answer: str, labels: str) -> tuple[Mutant, ...]:
    known = {mutant.label: mutant for mutant in assignment.mutants if mutant.answer == answer}
    for label in labels.split("; "):
        if label not in known:
            near = get_close_matches(label, known, 1)
            fix = f"Did you mean {near[0]!r}?" if near else f"Use the names of mutants in {assignment.reference.name}."
            raise AssignmentError(path, f"`{answer}` that {label} is not a known mistake.", fix)
    return tuple(known[label] for label in labels.split("; "))


def _items(lines: Iterable[str]) -> tuple[str, ...] | None:
    """The items of a Markdown list, each as one line; None if a line belongs to no item."""
    items: list[str] = []
    for line in lines:
        if line.startswith("- "):
            items.append(line[2:].strip())
        elif line.startswith(" ") and items and line.strip():
            items[-1] += f" {line.strip()}"
        elif line.strip():
            return None
    return tuple(items)
