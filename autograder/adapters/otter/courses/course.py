"""otter's assignments in our terms: a test for each question, worth what otter says."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import sys
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
    """Assignments of otter's. `course` is the same in our terms; `sources` has each by its name.

    `tests` has otter's own tests of each assignment, by question. Loading them takes longer than most notebooks run.
    """

    root: Path
    course: Course
    sources: Mapping[str, Source]
    tests: Mapping[str, Mapping[str, Any]]

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
    tests = dict[str, Mapping[str, Any]]()
    for source in sources(root):
        if not isinstance(source, Source):
            broken[source[0]] = source[1]
            continue
        try:
            _must_be_gradable(source)
            loaded = _loaded(source)
            found.append(_assignment(source, loaded))
            known[source.name], tests[source.name] = source, loaded
        except AssignmentError as error:
            broken[source.name] = error
    if not known and not broken:
        raise OtterCourseError(f"{root} has no assignment of otter's. Looked for {LOOKED_FOR}; here and one below.")
    policy = load(root / CONFIG, [*known, *broken]) if (root / CONFIG).exists() else Policy()
    return OtterCourse(root, Course(root, policy, Secret.of_trial(0), tuple(found), broken), known, tests)


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


def _assignment(source: Source, loaded: Mapping[str, Any]) -> Assignment:
    """The assignment in our terms. Its hash changes with every test, every setting and every file."""
    told = [json.dumps(dict(source.settings), sort_keys=True)]
    told += [f"{name}\n{text}" for name, text in source.tests.items()]
    told += [f"{name} {sha256(content).hexdigest()}" for name, content in sorted(source.beside.items())]
    return Assignment(
        name=source.name, title=source.name, folder=source.folder, reference=source.folder, cells=(),
        tests_source="\0".join(told), tests=tuple(map(_test, loaded, loaded.values())), solutions=(), mutants=(),
        exempt={}, equivalents={},
    )  # fmt: skip


def _test(question: str, test: Any) -> Test:
    points, visible = float(test.possible), bool(test.all_public)
    return Test(str(test.name), (question,), points, visible=visible, claim="", source="", line=0)


def _loaded(source: Source) -> dict[str, Any]:
    """otter's own test of each question, loaded where its author's files are."""
    with staged(source) as root, contextlib.chdir(root / "source/files"), _importing_from(Path.cwd()):
        Path("tests").symlink_to("../tests")
        return {question: _load(source, question) for question in source.tests}


def _load(source: Source, question: str) -> Any:
    from otter.nbmeta_config import NBMetadataConfig
    from otter.test_files import create_test_file

    try:
        with contextlib.redirect_stdout(io.StringIO()):
            test = create_test_file(f"./tests/{question}.py", NBMetadataConfig())
        float(test.possible)
    except Exception as error:  # whatever the author's file does
        fault = f"otter can't load tests/{question}.py: {type(error).__name__}: {error}."
        raise AssignmentError(source.folder, fault, _FIX) from None
    return test


@contextlib.contextmanager
def _importing_from(folder: Path) -> Iterator[None]:
    """Import what lies in a folder, and forget it afterwards: another assignment may use the same name."""
    before = set(sys.modules)
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in set(sys.modules) - before:
            module = sys.modules[name]
            places = [getattr(module, "__file__", None) or "/", *getattr(module, "__path__", ())]
            if any(Path(place).is_relative_to(folder) for place in places):
                del sys.modules[name]


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
