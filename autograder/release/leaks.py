"""Look for hidden tests, right answers and rubrics in files meant for students."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..assignment import Assignment, Test
from ..testing import joined_source
from .standalone import authored
from .tools import unpacked

_SHORTEST = 12  # shorter lines, such as "return x", are no secret
_IMPORT = re.compile(r"(import|from) ")


class Secrets:
    """Every line of a course that only graders may see, to search for in students' files."""

    def __init__(self, course: Iterable[Assignment]) -> None:
        self._lines = _all_secrets(course)

    def shown_in(self, name: str, content: bytes) -> list[str]:
        """One sentence for each secret that a file shows. The file's name tells how to read it."""
        found = []
        for place, lines in _texts(name, content):
            shown = sorted(self._lines[line] for line in {line.strip() for line in lines} & self._lines.keys())
            found += [f"{place} shows {what}." for what in dict.fromkeys(shown)]
        return found

    def shown_below(self, folder: Path) -> list[str]:
        """The same for all files below a folder."""
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        return [found for path in paths for found in self.shown_in(str(path), path.read_bytes())]


def _all_secrets(course: Iterable[Assignment]) -> dict[str, str]:
    """Every line that only graders may see, and what it belongs to."""
    topics = list(course)
    public = {line for assignment in topics for line in _public(assignment)}
    told = {line for assignment in topics for line in _told(assignment)}
    claims = {test.claim for assignment in topics for test in assignment.tests}
    return {
        line: whose
        for assignment in topics
        for line, whose in _secrets(assignment).items()
        if len(line) >= _SHORTEST
        and line not in public
        # Stubs, answers and tests share lines and data. But what a hidden test asserts must appear nowhere.
        and (line not in told or line in claims or line.startswith("assert "))
    }


def _secrets(assignment: Assignment) -> dict[str, str]:
    """The lines of right answers, hidden tests and rubrics."""
    right = {
        line.strip(): f"the right answer {name} of {assignment.name}"
        for name, source in assignment.right.items()
        for line in source.splitlines()
    }
    hidden: dict[str, str] = {}
    for test in assignment.tests:
        if not test.visible:
            # Includes the constants and functions of tests.py that it uses: they are as secret as the test.
            for line in [*_test_lines(assignment, test), test.claim]:
                hidden.setdefault(line, f"the hidden test {test.name} of {assignment.name}")
    rubrics = {
        line: f"the rubric of {question} of {assignment.name}"
        for question, rubric in assignment.rubrics.items()
        for each in rubric
        for line in (each.text, f"- {each.points:g}: {each.text}")
    }
    return right | hidden | rubrics


def _test_lines(assignment: Assignment, test: Test) -> list[str]:
    """The lines that a test brings along, without imports: the library that it uses is no secret."""
    lines = [line.strip() for line in authored(assignment, test).splitlines()]
    return [line for line in lines if not _IMPORT.match(line)]


def _public(assignment: Assignment) -> set[str]:
    """The lines of visible tests and of everything they use."""
    lines = [line.strip() for line in joined_source().splitlines()]
    for test in assignment.tests:
        if test.visible:
            lines += [*_test_lines(assignment, test), test.claim]
    return set(lines)


def _told(assignment: Assignment) -> set[str]:
    """The lines that the author wrote into the notebook."""
    notebook = assignment.notebook_file.read_text(encoding="utf-8")
    lines = [line.strip() for line in notebook.splitlines()]
    return {*lines, *(line.removeprefix("# ") for line in lines)}


def _texts(name: str, content: bytes) -> Iterator[tuple[str, list[str]]]:
    """The texts in a file, or in each member of an archive. Binary content yields none."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield f"{name}!{member}", _lines(member, archive.read(member))
    else:
        yield name, _lines(name, content)


def _lines(name: str, content: bytes) -> list[str]:
    text = content.decode("utf-8", "ignore")
    if name.endswith((".ipynb", ".json")):
        strings = list(_strings(json.loads(text)))
        strings += [source for string in strings for source in unpacked(string)]
        return [line for string in strings for line in string.splitlines()]
    return text.splitlines()


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        # A cell's source may be one string, or a list of lines.
        yield "".join(item for item in value if isinstance(item, str))
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _strings(item)
