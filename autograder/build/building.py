"""Build topic by topic: make the files in a worker or here, search them for leaks, and write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ..assignment import Assignment
from ..course import Course
from ..datasets import as_file
from ..errors import UserMistake
from ..judge import Judge
from ..release import STUDENT, Files, Release, Secrets
from ..sandbox import Limits
from ..workers import Task, Workplace
from .manifest import Manifest, replace, stamp_of
from .reference import reference_files

_REFERENCE = "reference"
_COURSE = ""  # the manifest's part for the whole course


class LeakError(UserMistake):
    """Raised when a release for students shows what only graders may see."""


@dataclass(frozen=True)
class BuildTopic(Task[Files]):
    """Make all releases of one topic."""

    topic: str
    releases: tuple[Release, ...]

    @property
    def name(self) -> str:
        return self.topic

    def do(self, at: Workplace) -> Files:
        assignment = at.course.by_name[self.topic]
        return dict(_made(assignment, self.releases, at.judge, at.limits))

    def patience(self, limits: Limits) -> float:
        return 10 * super().patience(limits)  # cells that draw get more time, and other workers run at the same time


class Building:
    """A build of a course into a folder. `releases` come in addition to ours for students and instructors."""

    def __init__(self, course: Course, to: Path, releases: Sequence[Release], secret: bytes) -> None:
        self.course, self.to, self.releases, self.secret = course, to, (STUDENT, *releases), secret
        self._manifest = Manifest.read(to)
        self._secrets = Secrets(course.assignments)

    @property
    def folders(self) -> list[Path]:
        return [self.to / name for name in (*(release.folder for release in self.releases), _REFERENCE)]

    def tasks(self, topics: Iterable[Assignment]) -> list[BuildTopic]:
        """The tasks for the topics that have changed since they were built."""
        return [
            BuildTopic(topic.name, self.releases)
            for topic in topics
            if not self._manifest.is_current(self.to, topic.name, self._stamp(topic))
        ]

    def write(self, topic: Assignment, files: Files) -> None:
        """Write a topic's files, or raise LeakError and write none of them."""
        public = tuple(f"{release.folder}/" for release in self.releases if release.public)
        shown = [
            line
            for name, content in files.items()
            if name.startswith(public)
            for line in self._secrets.shown_in(name, content)
        ]
        if shown:
            raise LeakError("\n".join(shown))
        self._manifest.write(self.to, topic.name, self._stamp(topic), files)

    def finish(self) -> None:
        """Write the files of the whole course, and remove the topics that are gone."""
        files = {
            f"{release.folder}/{name}": content
            for release in self.releases
            for name, content in release.of_course(self.course).items()
        }
        stamp = sha256(b"\0".join(files.values())).hexdigest()
        self._manifest.write(self.to, _COURSE, stamp, files)
        self._manifest.remove(self.to, set(self._manifest.parts) - {*self.course.names, _COURSE})

    def _stamp(self, topic: Assignment) -> str:
        return stamp_of(topic, self.secret, {release.folder: release for release in self.releases})


def build(course: Course, to: Path, releases: Sequence[Release], judge: Judge, limits: Limits) -> list[Path]:
    """Build the whole course in this process, and return the folders."""
    building = Building(course, to, releases, judge.secret)
    for task in building.tasks(course.assignments):
        assignment = course.by_name[task.topic]
        building.write(assignment, dict(_made(assignment, task.releases, judge, limits)))
    building.finish()
    return building.folders


def write_release(release: Release, course: Course, topics: Iterable[Assignment], secret: bytes, to: Path) -> None:
    """Write one kind of release of some topics into an empty folder, for a grader to use."""
    files = release.of_course(course)
    for topic in topics:
        files |= release.of_topic(topic, _hidden(topic, secret))
    for name, content in files.items():
        replace(to / name, content)


def _made(
    assignment: Assignment, releases: tuple[Release, ...], judge: Judge, limits: Limits
) -> Iterator[tuple[str, bytes]]:
    hidden = _hidden(assignment, judge.secret)
    for release in releases:
        for name, content in release.of_topic(assignment, {} if release.public else hidden).items():
            yield f"{release.folder}/{name}", content
    for name, content in reference_files(assignment, hidden, judge, limits).items():
        yield f"{_REFERENCE}/{name}", content


def _hidden(assignment: Assignment, secret: bytes) -> Files:
    """The hidden data that the tests use, by name. No student release contains it."""
    used = [data for data in assignment.data.sets if data.name in assignment.data.hidden_sets]
    return {data.file: as_file(data.hidden(secret)) for data in used}
