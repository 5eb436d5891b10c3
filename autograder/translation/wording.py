"""The language of an assignment, and the package's own words in it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

SOURCE = "en"  # the language that topics are written in
Say = Callable[[str], str | None]  # the translation of a text; None if there is none to use
_SAID = ("worded",)  # the functions and methods whose first argument is a text of the package
_ROOMS = ("testing", "release")  # where the texts are that students read in notebooks


@dataclass(frozen=True)
class Wording:
    """How an assignment is worded: its language, how much of it is translated, and the package's words."""

    language: str = SOURCE
    translated: int = 0
    total: int = 0
    words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def worded(self, text: str, **values: object) -> str:
        """A text of the package with its values, in this language if it is translated."""
        return self.words.get(text, text).format(**values)


def package_texts() -> Iterator[tuple[str, str]]:
    """The package's own texts in notebooks, each with the place where it is said."""
    package = Path(__file__).parents[1]
    for path in sorted(path for room in _ROOMS for path in (package / room).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[said, *_]) if name in _SAID:
                    place = f"{path.relative_to(package.parent)}:{node.lineno}"
                    yield from ((each, place) for each in _literals(said))


def _literals(node: ast.expr) -> Iterator[str]:
    """The texts that an argument may be: a literal, or one of two."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from (*_literals(body), *_literals(other))
