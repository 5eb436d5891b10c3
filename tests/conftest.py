"""What the tests share: the real course, a warm judge, and a place to write a small course of one's own."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from autograder.assignment import Assignment, Prose, load, load_course
from autograder.build import build
from autograder.judge import Judge
from autograder.sandbox.limits import Limits

ROOT = Path(__file__).parent.parent
QUICK = Limits(cell_seconds=5, call_seconds=2, total_seconds=30)

NOTEBOOK = '''\
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
TESTS = '''\
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
'''
REFERENCE = """\
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


@pytest.fixture(scope="session")
def course() -> tuple[Assignment, ...]:
    """The course as it is."""
    return load_course(ROOT)


@pytest.fixture(scope="session")
def judge() -> Iterator[Judge]:
    with Judge() as judge:
        yield judge


@pytest.fixture(scope="session")
def doubling(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    """A topic small enough to see all of."""
    return load(write_topic(tmp_path_factory.mktemp("small")))


@pytest.fixture(scope="session")
def released(course: tuple[Assignment, ...], judge: Judge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course's releases, built once."""
    folder = tmp_path_factory.mktemp("dist")
    build(course, folder, judge, Limits())
    return folder
