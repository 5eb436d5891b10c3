"""Look for hidden tests and right answers in files that are meant for students."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..assignment import Assignment
from .plan import tools_source
from .standalone import helpers

_SHORTEST = 12  # shorter lines, such as "return x", are nobody's secret


def leaks(folder: Path, course: Iterable[Assignment]) -> list[str]:
    """One sentence for each secret found below `folder`, with the file that shows it."""
    secrets = {line: whose for assignment in course for line, whose in _secrets(assignment).items()}
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        for name, lines in _texts(path):
            shown = sorted(secrets[line] for line in {line.strip() for line in lines} & secrets.keys())
            found += [f"{name} shows {what}." for what in dict.fromkeys(shown)]
    return found


def _secrets(assignment: Assignment) -> dict[str, str]:
    """Every line that only graders may see, and what it belongs to."""
    secret: dict[str, str] = {}
    for test in assignment.tests:
        if not test.visible:
            for line in [*test.source.splitlines(), test.claim]:
                secret[line.strip()] = f"the hidden test {test.name} of {assignment.name}"
    for name, source in assignment.right.items():
        for line in source.splitlines():
            secret[line.strip()] = f"the right answer {name} of {assignment.name}"
    public = _public(assignment)
    return {line: whose for line, whose in secret.items() if len(line) >= _SHORTEST and line not in public}


def _public(assignment: Assignment) -> set[str]:
    """The lines that the author wrote for students."""
    visible = [test for test in assignment.tests if test.visible]
    texts = [(assignment.folder / "notebook.py").read_text(encoding="utf-8"), tools_source()]
    texts += [test.source for test in visible]
    lines = {line.strip().removeprefix("# ") for text in texts for line in text.splitlines()}
    lines |= {line.strip() for text in texts for line in text.splitlines()}
    shared = {name for test in visible for name in helpers(assignment, test)}
    return lines if not shared else lines | {line.strip() for line in assignment.tests_source.splitlines()
                                             if any(name in line for name in shared)}  # fmt: skip


def _texts(path: Path) -> Iterator[tuple[str, list[str]]]:
    """The texts in a file, an archive's members one by one; what is no text has none."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for member in archive.namelist():
                yield f"{path}!{member}", _lines(member, archive.read(member))
    else:
        yield str(path), _lines(path.name, path.read_bytes())


def _lines(name: str, content: bytes) -> list[str]:
    text = content.decode("utf-8", "ignore")
    if name.endswith((".ipynb", ".json")):
        return [line for string in _strings(json.loads(text)) for line in string.splitlines()]
    return text.splitlines()


def _strings(value: Any) -> Iterator[str]:
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
