"""Build topic by topic: make the files in a worker or here, search them for leaks, and write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from ..assignment import Assignment, without_hidden_data
from ..course import Course
from ..datasets import as_file
from ..errors import UserMistake
from ..judge import Judge
from ..release import STUDENT, Files, Release, Secrets
from ..sandbox import Limits
from ..secret import Secret
from ..workers import Task, Workplace
from . import manifest
from .course_page import PAGE, course_page
from .figures import thumbnails
from .manifest import Manifest, stamp_of
from .reference import executed_reference, reference_files

_REFERENCE = "reference"
_COURSE = ""  # the manifest's part for the whole course


class LeakError(UserMistake):
    """Raised when a release for students shows what only graders may see."""


@dataclass(frozen=True)
class BuildTopic(Task[Files]):
    """Make all releases of one topic."""

    topic: str
    releases: tuple[Release, ...]
    hidden_data: bool = False  # give other graders the hidden data

    @property
    def name(self) -> str:
        return self.topic

    def do(self, at: Workplace) -> Files:
        assignment = at.course.by_name[self.topic]
        return dict(_made(assignment, self, at.judge, at.limits))

    def patience(self, limits: Limits) -> float:
        return 10 * super().patience(limits)  # cells that draw get more time, and other workers run at the same time


class Building:
    """A build of a course into a folder. `releases` come in addition to ours for students and instructors.

    Other graders run students' code beside the tests, so they get the hidden data only if `hidden_data` says so.
    """

    def __init__(self, course: Course, to: Path, releases: Sequence[Release], *, hidden_data: bool = False) -> None:
        self.course, self.to, self.releases, self.hidden_data = course, to, (STUDENT, *releases), hidden_data
        self._manifest = Manifest.read(to)
        self._secrets = Secrets(course.assignments)

    @property
    def page(self) -> Path:
        """The page for teachers."""
        return self.to / PAGE

    @property
    def folders(self) -> list[Path]:
        return [self.to / name for name in (*(release.folder for release in self.releases), _REFERENCE)]

    def tasks(self, topics: Iterable[Assignment]) -> list[BuildTopic]:
        """The tasks for the topics that have changed since they were built."""
        return [
            BuildTopic(topic.name, self.releases, self.hidden_data)
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
        drawn = {name for part in self._manifest.parts.values() for name in part.files}
        files[PAGE] = course_page(self.course, drawn).encode()
        stamp = sha256(b"\0".join(files.values())).hexdigest()
        self._manifest.write(self.to, _COURSE, stamp, files)
        self._manifest.remove(self.to, set(self._manifest.parts) - {*self.course.names, _COURSE})

    def _stamp(self, topic: Assignment) -> str:
        return stamp_of(topic, [release.folder for release in self.releases], hidden_data=self.hidden_data)


def build(
    course: Course, to: Path, releases: Sequence[Release], judge: Judge, limits: Limits, *, hidden_data: bool = False
) -> list[Path]:
    """Build the whole course in this process, and return the folders."""
    building = Building(course, to, releases, hidden_data=hidden_data)
    for task in building.tasks(course.assignments):
        assignment = course.by_name[task.topic]
        building.write(assignment, dict(_made(assignment, task, judge, limits)))
    building.finish()
    return building.folders


def write_release(
    release: Release, course: Course, topics: Iterable[Assignment], to: Path, *, hidden_data: bool
) -> None:
    """Write one release of some topics into an empty folder, for another grader."""
    files = release.of_course(course)
    with Judge(course.secret) as judge:
        for topic in map(judge.with_cases, topics):
            files |= _released(release, topic, _hidden(topic, course.secret) if hidden_data else None)
    for name, content in files.items():
        manifest.replace(to / name, content)


def write_for_students(course: Course, topics: Iterable[Assignment], to: Path) -> None:
    """Write what students get of some topics, or raise LeakError and write nothing. No student's code is run for it."""
    files = {name: content for topic in topics for name, content in STUDENT.of_topic(topic, {}).items()}
    secrets = Secrets(course.assignments)
    if shown := [line for name, content in files.items() for line in secrets.shown_in(name, content)]:
        raise LeakError("\n".join(shown))
    for name, content in files.items():
        manifest.replace(to / name, content)


def _made(assignment: Assignment, task: BuildTopic, judge: Judge, limits: Limits) -> Iterator[tuple[str, bytes]]:
    hidden = _hidden(assignment, judge.secret)
    assignment = judge.with_cases(assignment)
    for release in task.releases:
        for name, content in _released(release, assignment, hidden if task.hidden_data else None).items():
            yield f"{release.folder}/{name}", content
    executed = executed_reference(assignment, judge, limits)
    for name, content in reference_files(assignment, hidden, executed).items():
        yield f"{_REFERENCE}/{name}", content
    yield from thumbnails(assignment, executed).items()


def _released(release: Release, assignment: Assignment, hidden: Files | None) -> Files:
    """A release's files of one topic. Without the hidden data, tests that need it are worth nothing there."""
    if release.public:
        return release.of_topic(replace(assignment, cases={}), {})
    return release.of_topic(without_hidden_data(assignment) if hidden is None else assignment, hidden or {})


def _hidden(assignment: Assignment, secret: Secret) -> Files:
    """The hidden data that the tests use, by name. No student release contains it."""
    used = [data for data in assignment.data.sets if data.name in assignment.data.hidden_sets]
    return {data.file: as_file(data.hidden(secret)) for data in used}
