"""Put a topic together, try it, and write it into a course. Existing files are never changed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Sized
from dataclasses import dataclass
from pathlib import Path

from .carrying import Topic
from .source import Given, ImportingError, NotCarried, Source, Text, Words
from .trying import write
from .writing import todo

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*$")


@dataclass(frozen=True)
class Imported:
    """What came of a notebook: the files, what was carried, what was not, and what a person must still do."""

    name: str
    files: tuple[Path, ...]
    carried: tuple[str, ...]
    lost: tuple[NotCarried, ...]
    todo: tuple[str, ...]


def import_topic(source: Source, root: Path, name: str, carried: Callable[[Source, Path], Topic]) -> Imported:
    """Make a topic of a notebook, in the course at `root`; raises ImportingError. An empty name takes the file's.

    `carried` tries the notebook: `trying.carried` in this process, `apart.carried_apart` in one of its own.
    """
    name = name or _next_name(source.path, root)
    if not _NAME.match(name):
        raise ImportingError(
            f"{name!r} can't be a topic's name. Write one like 04-averages: it is the folder's name, too."
        )
    for path in (root / "assignments" / name, root / "reference" / f"{name}.py"):
        if path.exists():
            raise ImportingError(f"{path} already exists. Choose another name with --as.")
    data = _copied_data(source, root)
    try:
        topic = carried(source, root)
    except BaseException:
        for path in data:
            path.unlink()
        raise
    files = write(topic, root, name, _title(source.path))
    return Imported(name, (*files, *data), tuple(_carried(topic)), topic.lost, tuple(todo(topic)))


def _next_name(path: Path, root: Path) -> str:
    """The file's name after the next free number."""
    words = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "topic"
    numbers = [int(found[0]) for each in (root / "assignments").glob("*") if (found := re.match(r"\d+", each.name))]
    return f"{max(numbers, default=0) + 1:02d}-{words}"


def _title(path: Path) -> str:
    words = re.sub(r"[\W_]+", " ", path.stem).strip()
    return words[:1].upper() + words[1:]


def _copied_data(source: Source, root: Path) -> list[Path]:
    """Copy the .npz files that the code names to where topics have theirs, and return what is new there."""
    code = "\n".join(item.source for item in source.items if isinstance(item, Given))
    copied = []
    for name in source.files:
        target = root / "datasets" / name
        if name.endswith(".npz") and name in code and not target.exists():
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(source.path.parent / name, target)
            copied.append(target)
    return copied


def _carried(topic: Topic) -> Iterator[str]:
    """What was carried, counted."""
    essays = [cell for cell in topic.cells if isinstance(cell, Words)]
    visible = [test for test in topic.tests if not test.candidate.check.hidden]
    hidden = [test for test in topic.tests if test.candidate.check.hidden]
    yield f"{_count(topic.answers, 'answer')}: {', '.join(piece.name for piece in topic.answers) or 'none'}"
    for kind, tests in (("visible", visible), ("hidden", hidden)):
        yield f"{_count(tests, f'{kind} test')}, {sum(test.points for test in tests):g} points"
    yield f"{_count(essays, 'question')} graded by hand, {sum(essay.points for essay in essays):g} points"
    texts = [cell for cell in topic.cells if isinstance(cell, Text)]
    given = [cell for cell in topic.cells if isinstance(cell, Given)]
    yield f"{_count(texts, 'text')} and {_count(given, 'cell')} of given code"


def _count(things: Sized, name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"
