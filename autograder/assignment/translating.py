"""The texts of an assignment, and the same assignment in another language.

Only what students read is replaced. Names, tests, points and the code of every cell stay the same, and so do grades.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from ..translation import (
    Catalogue,
    CatalogueError,
    Say,
    Text,
    Wording,
    code_in,
    docstring_in,
    flowed,
    markdown_in,
    read,
    texts_of_code,
    texts_of_markdown,
)
from .assignment import Assignment
from .cells import Answer, Cell, Essay, Prose, Test
from .errors import AssignmentError
from .hints import Hint
from .notebook import title_of
from .percent import text_of

PACKAGE = "package"  # the file with the package's own words
_ABOUT = {"docstring": "a docstring", "comment": "a comment", "hint": "a hint of an unwritten answer", "shown": "shown"}


def catalogue_path(root: Path, language: str, topic: str) -> Path:
    """The file of translations of a topic of the course in `root`."""
    return root / "translations" / language / f"{topic}.po"


def texts_of(assignment: Assignment) -> tuple[Text, ...]:
    """Every text of an assignment that students read, each once, in order."""
    original = assignment.original or assignment
    found: dict[str, Text] = {}
    for text in [*_of_cells(original), *_of_hints(original), *_of_tests(original)]:
        found.setdefault(text.message, text)
    return tuple(found.values())


def in_language(assignment: Assignment, language: str) -> Assignment:
    """The same assignment in another language, or raise AssignmentError. Texts without a translation stay."""
    root = assignment.folder.parent.parent
    try:
        topic = read(catalogue_path(root, language, assignment.name))
        package = read(catalogue_path(root, language, PACKAGE))
    except CatalogueError as error:
        raise AssignmentError(assignment.folder, str(error), "Correct it, or write it again.") from None
    told = texts_of(assignment)
    words = {text: said for text in package.messages if (said := package.say(text))}
    wording = Wording(language, sum(topic.say(each.message) is not None for each in told), len(told), words)
    cells = tuple(_cell(cell, topic.say) for cell in assignment.cells)
    return replace(
        assignment,
        title=title_of(assignment.notebook_file, cells),
        cells=cells,
        tests=tuple(_test(test, topic.say) for test in assignment.tests),
        hints=MappingProxyType(
            {name: tuple(_hint(h, topic.say) for h in each) for name, each in assignment.hints.items()}
        ),
        original=assignment,
        wording=wording,
    )


def translations_of(assignment: Assignment) -> Iterator[Catalogue]:
    """The translations of a topic, in every language, or raise CatalogueError."""
    for path in sorted(assignment.folder.parent.parent.glob(f"translations/*/{assignment.name}.po")):
        yield read(path)


def broken_in(assignment: Assignment, catalogue: Catalogue) -> dict[str, str]:
    """What is wrong with the translations of this assignment's texts, by their source."""
    wanted = {text.message for text in texts_of(assignment)}
    return {text: wrong for text, wrong in catalogue.faults().items() if text in wanted}


def _cell(cell: Cell, say: Say) -> Cell:
    match cell:
        case Prose(kind="markdown", source=source):
            return replace(cell, source=markdown_in(source, say))
        case Prose(source=source, picture=picture):
            return replace(cell, source=code_in(source, say, picture=picture))
        case Answer(stub=stub):
            return replace(cell, stub=code_in(stub, say))
        case Essay(prompt=prompt):
            return replace(cell, prompt=markdown_in(prompt, say))


def _test(test: Test, say: Say) -> Test:
    claim = say(test.claim)
    if claim is None:
        return test
    return replace(test, claim=claim, source=test.source if test.drawn else docstring_in(test.source, claim))


def _hint(hint: Hint, say: Say) -> Hint:
    return replace(hint, text=say(hint.text) or hint.text)


def _of_cells(assignment: Assignment) -> Iterator[Text]:
    lines = _Lines(assignment.notebook_file)
    for cell in assignment.cells:
        match cell:
            case Prose(kind="markdown", source=source) | Essay(prompt=source):
                yield from (Text(text, lines.of(text), "text") for text in texts_of_markdown(source))
            case Prose(source=source, picture=picture):
                where = "in a picture" if picture else "in a cell"
                found = texts_of_code(source, picture=picture)
                yield from (Text(text, lines.of(text), f"{_ABOUT[kind]} {where}") for text, kind in found)
            case Answer(name=name, stub=stub):
                found = texts_of_code(stub)
                yield from (Text(text, lines.of(text), f"{_ABOUT[kind]}, of {name}") for text, kind in found)


def _of_hints(assignment: Assignment) -> Iterator[Text]:
    for name, hints in assignment.hints.items():
        for number, hint in enumerate(hints, 1):
            yield Text(hint.text, f"{_named(assignment.hints_file)}:{hint.line}", f"hint {number} of {name}")


def _of_tests(assignment: Assignment) -> Iterator[Text]:
    for test in assignment.tests:
        seen = "" if test.visible else ", hidden"
        yield Text(test.claim, f"{_named(assignment.tests_file)}:{test.line}", f"the claim of {test.name}{seen}")


def _named(path: Path) -> str:
    return path.relative_to(path.parent.parent.parent).as_posix()


class _Lines:
    """Finds the line of a file where a text begins. Texts come in the order of the file."""

    def __init__(self, path: Path) -> None:
        self._name, self._lines, self._at = _named(path), text_of(path).splitlines(), 0

    def of(self, text: str) -> str:
        begin = flowed(text).split("\n")[0][:30].strip()
        for number in range(self._at, len(self._lines)):
            if begin in self._lines[number]:
                self._at = number
                break
        return f"{self._name}:{self._at + 1}"
