"""otter's assignments in our terms: a test for each question, worth what otter says."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from ....assignment import Assignment, AssignmentError, Test
from ....course import CONFIG, Course
from ....errors import UserMistake
from ....intake import Expected, Several
from ....policy import Policy, load
from ....secret import Secret
from .sources import LOOKED_FOR, SETTINGS, Source, sources

_FIX = "`otter run` says more."


class OtterCourseError(UserMistake):
    """Raised when a folder has no assignment of otter's, or none that can be graded here."""


@dataclass(frozen=True)
class OtterCourse:
    """Assignments of otter's. `course` is the same in our terms; `sources` has each by its name."""

    root: Path
    course: Course
    sources: Mapping[str, Source]

    @property
    def several(self) -> Several:
        """What students hand in, for reading a platform's download."""
        expected = {name: Expected((source.notebook,), source.marks) for name, source in self.sources.items()}
        return Several(expected, ("nbgrader", "otter"))


def open_course(root: Path) -> OtterCourse:
    """Read the assignments in a folder. Their tests are loaded by otter, so each is known to be a test."""
    root = root.resolve()
    try:
        import otter  # noqa: F401
    except ImportError:
        fix = "Install it where autograder is installed: pip install otter-grader."
        raise OtterCourseError(f"otter's assignments need otter. {fix}") from None
    known, broken, found = dict[str, Source](), dict[str, AssignmentError](), list[Assignment]()
    for source in sources(root):
        if not isinstance(source, Source):
            broken[source[0]] = source[1]
            continue
        try:
            found.append(_assignment(source))
            known[source.name] = source
        except AssignmentError as error:
            broken[source.name] = error
    if not known and not broken:
        raise OtterCourseError(f"{root} has no assignment of otter's. Looked for {LOOKED_FOR}; here and one below.")
    policy = load(root / CONFIG, [*known, *broken]) if (root / CONFIG).exists() else Policy()
    return OtterCourse(root, Course(root, policy, Secret.of_trial(0), tuple(found), broken), known)


@functools.cache
def opened(root: Path) -> OtterCourse:
    """The same course, read once in each worker."""
    return open_course(root)


def load_known(root: Path, _: str = "") -> Course:
    """The course, for a worker."""
    return opened(root).course


@contextlib.contextmanager
def staged(source: Source) -> Iterator[Path]:
    """A folder as otter's autograder expects it, without a submission."""
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        root = Path(scratch)
        for name in ("source/tests", "source/files", "submission", "results"):
            (root / name).mkdir(parents=True)
        (root / "source" / SETTINGS).write_text(json.dumps(dict(source.settings)), encoding="utf-8")
        (root / "submission_metadata.json").write_text("{}", encoding="utf-8")
        for question, text in source.tests.items():
            (root / "source/tests" / f"{question}.py").write_text(text, encoding="utf-8")
        for name, content in source.beside.items():
            path = root / "source/files" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield root


def load_test(question: str) -> Any:
    """otter's own test of a question, from the folder tests/ below the current one."""
    from otter.nbmeta_config import NBMetadataConfig
    from otter.test_files import create_test_file

    with contextlib.redirect_stdout(io.StringIO()):
        return create_test_file(f"./tests/{question}.py", NBMetadataConfig())


def _assignment(source: Source) -> Assignment:
    """The assignment in our terms. Its hash changes with every test, every setting and every file."""
    _must_be_gradable(source)
    told = [json.dumps(dict(source.settings), sort_keys=True)]
    told += [f"{name}\n{text}" for name, text in source.tests.items()]
    told += [f"{name} {sha256(content).hexdigest()}" for name, content in sorted(source.beside.items())]
    return Assignment(
        name=source.name, title=source.name, folder=source.folder, reference=source.folder, cells=(),
        tests_source="\0".join(told), tests=tuple(_tests(source)), solutions=(), mutants=(), exempt={}, equivalents={},
    )  # fmt: skip


def _tests(source: Source) -> list[Test]:
    with staged(source) as root, contextlib.chdir(root / "source/files"):
        Path("tests").symlink_to("../tests")
        return [_test(source, question) for question in source.tests]


def _test(source: Source, question: str) -> Test:
    try:
        test = load_test(question)
        points = float(test.possible)
    except Exception as error:  # whatever the author's file does
        fault = f"otter can't load tests/{question}.py: {type(error).__name__}: {error}."
        raise AssignmentError(source.folder, fault, _FIX) from None
    return Test(str(test.name), (question,), points, visible=bool(test.all_public), claim="", source="", line=0)


def _must_be_gradable(source: Source) -> None:
    from otter.run import AutograderConfig

    try:
        settings = AutograderConfig(dict(source.settings))
    except Exception as error:  # from fica, which has no class for them
        raise AssignmentError(source.folder, f"otter does not accept {SETTINGS}: {error}.", _FIX) from None
    if settings.lang != "python":
        raise AssignmentError(source.folder, "It is in R.", "Only Python can be graded here.")
    if settings.grade_from_log:
        fault = "It is graded from students' logs, which are pickles: reading one runs whatever its student wrote."
        raise AssignmentError(source.folder, fault, f"Take grade_from_log out of {SETTINGS}.")
