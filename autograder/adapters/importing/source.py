"""What a notebook of another grader holds, in words that no grader owns. Adapters read it; `importing` carries it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...errors import UserMistake

VALUE = "__value__"  # called in a check with an expression whose right value the right answers decide


class ImportingError(UserMistake):
    """Raised when a notebook can't be read, or a topic can't be made of it."""


@dataclass(frozen=True)
class Text:
    """A cell that students read."""

    source: str


@dataclass(frozen=True)
class Given:
    """Code that students get as it is."""

    source: str


@dataclass(frozen=True)
class Asked:
    """Code that students write: a right solution, and what they start from."""

    where: str
    solution: str
    stub: str


@dataclass(frozen=True)
class Words:
    """A question that a person grades. Students don't see `answer`, a model answer or a mark scheme, nor `code`."""

    name: str
    prompt: str
    points: float
    answer: str = ""
    code: str = ""


@dataclass(frozen=True)
class Check:
    """Code that fails unless an answer is right. `where` names it; no two of a notebook have the same name."""

    where: str
    source: str
    points: float
    hidden: bool
    claim: str = ""


Item = Text | Given | Asked | Words | Check


@dataclass(frozen=True)
class NotCarried:
    """Something that has no place in a topic, and why."""

    what: str
    reason: str
    source: str = ""
    points: float = 0.0

    def __str__(self) -> str:
        worth = f" ({self.points:g} points)" if self.points else ""
        return f"{self.what}{worth}: {self.reason}"


@dataclass(frozen=True)
class Source:
    """A notebook as its adapter read it. `lost` is what the adapter itself could not carry."""

    path: Path
    tool: str
    items: tuple[Item, ...]
    lost: tuple[NotCarried, ...] = ()
    todo: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files beside the notebook."""
        return tuple(sorted(path.name for path in self.path.parent.iterdir() if path.is_file() and path != self.path))
