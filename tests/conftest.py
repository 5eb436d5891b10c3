"""What the tests share: the real course, a warm judge, and a place to write a small course of one's own."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

import postgres
from autograder.adapters import nbgrader, otter
from autograder.assignment import Assignment, Prose, load
from autograder.build import build
from autograder.certificate import Certificate, Issuer, write_site
from autograder.course import Course, load_course
from autograder.judge import Judge
from autograder.policy import Policy
from autograder.sandbox import Limits, NotConfined, Programs
from autograder.secret import Secret
from certifying import NOW, honest, new_issuer
from sources import Source

ROOT = Path(__file__).parent.parent
SECRET = Secret(b"of the tests' own cohort")
ISSUER_URL = "https://uni.example/fdl"
SAMPLE = ("01-data-preparation", "03-line-and-loss", "12-deployment")  # with essays, without, and with Keras
ALL_TOPICS = os.environ.get("AGREE") == "all"  # as `make agree` asks for
QUICK = Limits(cell_seconds=5, call_seconds=2, total_seconds=30)
LIMITS = "limits: {cell_seconds: 5, call_seconds: 2, total_seconds: 30}\n"  # of a course in a file

NOTEBOOK = Source(
    '''\
# %% [markdown]
# # Doubling
# %%
import numpy as np
# %% answer
def double(x):
    """Return twice `x`.

    >>> double(2)
    4
    """
    raise NotImplementedError("Return twice x.")
# %% answer
def halve(x):
    """Return half of `x`.

    >>> halve(4)
    2.0
    """
    raise NotImplementedError("Return half of x.")
'''
)
TESTS = Source(
    '''\
import numpy as np

from autograder.testing import approx, points, raises, visible

SECRET = [7.25, 11.5]


def doubled(values):
    return [2 * value for value in values]


@visible
@points(1)
def test_doubles(double):
    """Twice two is four, and twice three is six."""
    assert double(2) == approx(4)
    assert double(3) == approx(6)


@points(2)
def test_doubles_arrays(double):
    """Each number of an array is doubled."""
    assert double(np.array(SECRET)) == approx(doubled(SECRET))
    assert double(np.array([1.0])) == approx([2.0])


@points(2)
def test_halves(halve):
    """Half of nine is four and a half, and half of one is a half."""
    assert halve(9) == approx(4.5)
    assert halve(1) == approx(0.5)


WITHOUT_CASES = {
    "double": "Tests of the grader want to see each call.",
    "halve": "Tests of the grader want to see each call.",
}
'''
)
REFERENCE = Source(
    """\
# %% answer
def double(x):
    return 2 * x
# %% mutant="adds two" fails="test_doubles"
def double(x):
    return x + 2
# %% mutant="doubles the first only" fails="test_doubles_arrays"
def double(x):
    return 2 * (x if isinstance(x, int) else x[0])
# %% answer
def halve(x):
    return x / 2
# %% mutant="rounds down" fails="test_halves"
def halve(x):
    return x // 2
"""
)


def load_recipe(path: Path) -> ModuleType:
    """A recipe as a plain module."""
    spec = importlib.util.spec_from_file_location(f"recipe_{path.stem}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def builds_networks(topic: Assignment) -> bool:
    """Whether the notebook imports Keras."""
    return any("import keras" in cell.source for cell in topic.cells if isinstance(cell, Prose) and cell.kind == "code")


def write_topic(
    root: Path, notebook: str = NOTEBOOK, tests: str = TESTS, reference: str = REFERENCE, name: str = "01-doubling"
) -> Path:
    """Write a small topic, or a broken one, and return its folder."""
    folder = root / "assignments" / name
    folder.mkdir(parents=True, exist_ok=True)
    (root / "reference").mkdir(exist_ok=True)
    (folder / "notebook.py").write_text(notebook)
    (folder / "tests.py").write_text(tests)
    (root / "reference" / f"{name}.py").write_text(reference)
    return folder


def course_of(*topics: Assignment) -> Course:
    """A course of these topics, with the policy that is made of defaults."""
    return Course(topics[0].folder.parent.parent, Policy(), SECRET, topics)


def build_all(
    course: Course | Assignment, to: Path, judge: Judge, limits: Limits = QUICK, *, hidden_data: bool = False
) -> list[Path]:
    """Build every release, in this process."""
    whole = course if isinstance(course, Course) else course_of(course)
    return build(whole, to, (nbgrader.RELEASE, otter.RELEASE), judge, limits, hidden_data=hidden_data)


# Modules whose tests need no box, no TensorFlow and no other program, unless they ask for a judge or are marked slow.
QUICK_MODULES = (
    "assignment", "bench", "certificate", "certifying_commands", "course_page", "coverage", "docs", "downloads", "errors", "forgeries", "gates", "gradebook", "hosted_sites", "intake",
    "issuing", "key_files", "keys", "mutating", "peers", "policy", "release", "report", "stages", "starters", "structure", "testing", "translation", "verifying", "wire",
)  # fmt: skip
BOXED = {"judge", "released", "any_judge"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the quick tests, and keep those together that share what takes long to make."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        module = item.path.stem.removeprefix("test_")
        if module in QUICK_MODULES and not asked & BOXED and not item.get_closest_marker("slow"):
            item.add_marker("quick")
        if "released" in asked:  # a build of the whole course: one for all of them
            item.add_marker(pytest.mark.xdist_group("released"))
        if "any_database" in asked:  # one PostgreSQL for all of them
            item.add_marker(pytest.mark.xdist_group("postgres"))


@pytest.fixture(autouse=True)
def no_process_in_quick_tests(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """`make quick` promises it, so a test that breaks the promise fails wherever it runs."""
    if request.node.get_closest_marker("quick"):

        def refuse(*arguments: object, **options: object) -> None:
            raise AssertionError("A quick test starts a process: mark it slow.")

        monkeypatch.setattr(subprocess.Popen, "__init__", refuse)


@pytest.fixture(scope="session")
def whole_course() -> Course:
    """The course as it is."""
    return load_course(ROOT).whole()


@pytest.fixture(scope="session")
def course(whole_course: Course) -> tuple[Assignment, ...]:
    """Its topics."""
    return whole_course.assignments


@pytest.fixture(scope="module")
def small_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course of one small topic, in which nothing takes long."""
    root = tmp_path_factory.mktemp("course")
    write_topic(root)
    (root / "grading_config.yml").write_text(LIMITS)
    return load_course(root)


@pytest.fixture(scope="session")
def judge() -> Iterator[Judge]:
    with Judge(SECRET) as judge:
        yield judge


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Server]:
    """A real PostgreSQL, started for these tests."""
    if reason := postgres.why_not():
        pytest.skip(reason)
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="module")
def namespaces() -> None:
    """Boxes for programs need them: where there are none, the engines refuse, and another test shows that."""
    try:
        with Programs():
            pass
    except NotConfined as reason:
        pytest.skip(str(reason))


@pytest.fixture(params=["sqlite", "postgresql"])
def any_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database: a file, then one in a server."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'gradebook.db'}"
    server: postgres.Server = request.getfixturevalue("postgresql")
    return server.new_database()


@pytest.fixture(scope="session")
def doubling(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    """A topic small enough to see all of."""
    return load(write_topic(tmp_path_factory.mktemp("small")))


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    """An issuer with a key of its own, for one module."""
    return new_issuer(tmp_path_factory.mktemp("keys"), "Example University", ISSUER_URL)


@pytest.fixture(scope="module")
def site(issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is public about the issuer."""
    folder = tmp_path_factory.mktemp("site")
    write_site(issuer, folder, NOW)
    return folder


@pytest.fixture(scope="module")
def certificate(doubling: Assignment, issuer: Issuer) -> Certificate:
    """The issuer's certificate for full marks."""
    return honest(doubling, issuer)


@pytest.fixture(scope="session")
def sample(whole_course: Course) -> Course:
    """The topics that are built and graded by other programs, too: three of them, or all before a release."""
    return whole_course if ALL_TOPICS else replace(whole_course, assignments=whole_course.chosen(SAMPLE))


@pytest.fixture(scope="session")
def released(sample: Course, judge: Judge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's releases, built once."""
    folder = tmp_path_factory.mktemp("dist")
    build_all(sample, folder, judge, Limits())
    return folder
