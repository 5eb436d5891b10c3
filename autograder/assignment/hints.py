"""Read hints.md: three hints for each answer, from a nudge to the idea, which students open one after another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from .cells import Test
from .errors import AssignmentError
from .names import DRAWN
from .percent import text_of

COUNT = 3  # hints for each answer
_HEADING = re.compile(r"# +(\S+)\s*$")
_MARKER = re.compile(rf"\(((?:test_|{DRAWN})\w+(?:\s*,\s*(?:test_|{DRAWN})\w+)*)\)\s*")
_FORMAT = "Write `# answer`, and below it three list items: `- a nudge`."


@dataclass(frozen=True)
class Hint:
    """One hint, and the visible tests whose failure it fits."""

    text: str
    tests: tuple[str, ...]
    line: int


def read_hints(path: Path, answers: list[str], tests: tuple[Test, ...]) -> dict[str, tuple[Hint, ...]]:
    """Return the hints of each answer, or raise AssignmentError. A topic without the file has none."""
    if not path.exists():
        return {}
    found: dict[str, tuple[Hint, ...]] = {}
    for line, answer, items in _sections(path):
        if answer not in answers:
            near = get_close_matches(answer, answers, 1)
            fix = f"Did you mean {near[0]}?" if near else f"Name one of: {', '.join(answers)}."
            raise AssignmentError(path, f"{answer!r} is not an answer here.", fix, line)
        if answer in found:
            raise AssignmentError(path, f"{answer!r} appears twice.", "Put its hints under one heading.", line)
        if len(items) != COUNT:
            fault = f"{answer!r} has {len(items)} hint{'s' if len(items) != 1 else ''}, not three."
            raise AssignmentError(path, fault, "Write a nudge, the idea, and the way in words.", line)
        found[answer] = tuple(_hint(path, text, at) for at, text in items)
        _check_tests(path, answer, found[answer], tests)
    for answer in answers:
        if answer not in found:
            raise AssignmentError(path, f"{answer!r} has no hints.", f"Add `# {answer}` and three list items.")
    return found


def numbers_of_fitting(hints: Mapping[str, tuple[Hint, ...]]) -> dict[str, int]:
    """For each test that a hint fits, the hint's number."""
    return {test: number for each in hints.values() for number, hint in enumerate(each, 1) for test in hint.tests}


def _sections(path: Path) -> Iterator[tuple[int, str, list[tuple[int, str]]]]:
    """For each heading its line, its answer, and its list items, each with the line where it begins."""
    section: tuple[int, str, list[tuple[int, str]]] | None = None
    for number, line in enumerate(text_of(path).splitlines(), 1):
        if heading := _HEADING.match(line):
            if section:
                yield section
            section = number, heading[1], []
        elif not line.strip():
            continue
        elif section is None:
            raise AssignmentError(path, "this line belongs to no answer.", _FORMAT, number)
        elif line == "-" or line.startswith("- "):
            section[2].append((number, line[1:].strip()))
        elif line[0].isspace() and section[2]:
            begin, text = section[2].pop()
            section[2].append((begin, f"{text} {line.strip()}".strip()))
        else:
            fix = f"{_FORMAT} Indent the further lines of an item."
            raise AssignmentError(path, f"`{line.strip()}` is neither a heading nor a list item.", fix, number)
    if section:
        yield section


def _hint(path: Path, text: str, line: int) -> Hint:
    marker = _MARKER.match(text)
    tests = tuple(name.strip() for name in marker[1].split(",")) if marker else ()
    shown = text[marker.end() :] if marker else text
    if not shown:
        raise AssignmentError(path, "this hint is empty.", "Write it, in words.", line)
    if "<" in shown and re.search(r"</?(details|summary)", shown):
        raise AssignmentError(path, "this hint folds itself.", "Leave <details> out: the release adds it.", line)
    return Hint(shown, tests, line)


def _check_tests(path: Path, answer: str, hints: tuple[Hint, ...], tests: Collection[Test]) -> None:
    """A hint fits only visible tests of its answer, and a test has only one that fits: students see which."""
    visible = [test.name for test in tests if test.visible and test.answer == answer]
    seen: set[str] = set()
    for hint in hints:
        for name in hint.tests:
            if name not in visible:
                known = f"Name one of: {', '.join(visible)}." if visible else "Leave the parentheses out."
                raise AssignmentError(path, f"{name} is not a visible test of {answer}.", known, hint.line)
            if name in seen:
                raise AssignmentError(path, f"two hints fit {name}.", "Choose the one that helps first.", hint.line)
            seen.add(name)
