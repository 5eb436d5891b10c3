"""The files that earlier builds wrote, and their sources: only changed topics are rebuilt, and old files removed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import BaseModel, ValidationError

from ..assignment import Assignment
from ..release import Files
from ..writing import write_whole

_FILE = ".built"
_TOOLS = ("nbformat", "otter-grader", "keras", "pillow")  # they affect the output, too


class Part(BaseModel):
    """The build of one topic: a stamp of all its sources, and the digest of each file."""

    stamp: str
    files: dict[str, str]


class Manifest(BaseModel):
    """The parts in a folder, by topic; the files of the whole course are the part without a name."""

    parts: dict[str, Part] = {}

    @staticmethod
    def read(folder: Path) -> Manifest:
        """The manifest in a folder; empty if there is none, or none that this version can read."""
        try:
            return Manifest.model_validate_json((folder / _FILE).read_bytes())
        except (FileNotFoundError, ValidationError):
            return Manifest()

    def is_current(self, folder: Path, topic: str, stamp: str) -> bool:
        """Whether a topic was built from the same sources, and its files are unchanged since."""
        part = self.parts.get(topic)
        return (
            part is not None
            and part.stamp == stamp
            and all((folder / name).is_file() and digest(folder / name) == known for name, known in part.files.items())
        )

    def write(self, folder: Path, topic: str, stamp: str, files: Files) -> None:
        """Write a topic's files, and remove those that only an earlier build wrote."""
        earlier = self.parts.get(topic)
        for name in set(earlier.files if earlier else ()) - files.keys():
            (folder / name).unlink(missing_ok=True)
        for name, content in files.items():
            replace(folder / name, content)
        digests = {name: sha256(content).hexdigest() for name, content in files.items()}
        self._save(folder, {**self.parts, topic: Part(stamp=stamp, files=digests)})

    def remove(self, folder: Path, topics: set[str]) -> None:
        """Remove all files written for these topics."""
        for name in (name for topic in topics for name in self.parts[topic].files):
            (folder / name).unlink(missing_ok=True)
        self._save(folder, {name: part for name, part in self.parts.items() if name not in topics})

    def _save(self, folder: Path, parts: dict[str, Part]) -> None:
        self.parts = dict(sorted(parts.items()))
        replace(folder / _FILE, f"{self.model_dump_json(indent=1)}\n".encode())


def stamp_of(assignment: Assignment, releases: Iterable[str], *, hidden_data: bool) -> str:
    """Changes whenever a source of a topic's releases changes."""
    sources = [path.read_bytes() for path in (assignment.notebook_file, assignment.tests_file, assignment.reference)]
    told = [assignment.hash, *_said_in(assignment), *sorted(releases), str(hidden_data), _program()]
    return sha256(b"\0".join([*sources, *(text.encode() for text in told)])).hexdigest()


def _said_in(assignment: Assignment) -> list[str]:
    """What a translation says; a grade does not depend on it, so it is not in the hash."""
    if assignment.original is None:
        return []
    claims = [test.claim for test in assignment.tests]
    return [repr(told) for told in (assignment.cells, claims, dict(assignment.hints), dict(assignment.wording.words))]


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def replace(path: Path, content: bytes) -> None:
    """Write a file atomically; leave it alone if it already has this content."""
    if path.is_file() and path.read_bytes() == content:
        return
    write_whole(path, content)


@cache
def _program() -> str:
    """Changes with our code and with the tools that it uses."""
    found = sha256()
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*.py")):
        found.update(path.read_bytes())
    for name in _TOOLS:
        try:
            found.update(f"{name} {version(name)}".encode())
        except PackageNotFoundError:
            continue
    return found.hexdigest()
