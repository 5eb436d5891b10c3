"""Which tests of a foreign course can leave the student's notebook, by what is written in them."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is not installed")

from autograder.adapters.nbgrader.courses.reading import CannotSeal, Surroundings, seal_for
from autograder.judge import Seal

AUTHOR = [
    "%matplotlib inline\nimport numpy as np\nfrom math import *\nimport matplotlib.pyplot as plt",
    "LIMIT = 7\ndata = np.load('data.npy')\ndef close(a, b): return abs(a - b) < LIMIT",
    "from helper import tool",
]
STUDENT = ["def square(x):\n    return x * x", "class Cat: pass", "answer = 42", "twice = lambda x: 2 * x"]
LATER = ["for n in range(3): print(n)", "total = 3\nprint(total, kept)"]


def sealed(source: str) -> Seal:
    return seal_for(source, Surroundings(AUTHOR, STUDENT, LATER, Path(__file__).parent / "foreign"))


@pytest.mark.parametrize(
    ("source", "functions", "values", "before"),
    [
        ("assert square(3) == 9", ("square",), (), ""),
        ("assert answer == 42 and twice(2) == 4", ("twice",), ("answer",), ""),
        ("assert list(map(square, [1, 2])) == [1, 4]", ("square",), (), ""),
        ("assert np.allclose(square(np.ones(2)), 1)", ("square",), (), "import numpy as np"),
        ("assert square(sqrt(2)) == 2", ("square",), (), "from math import *"),
        ("assert close(square(3), 9)", ("square",), (), "LIMIT = 7\ndef close(a, b):\n    return abs(a - b) < LIMIT"),
        ("import numpy.testing as t\nt.assert_equal(square(2), 4)", ("square",), (), ""),
        ("n = 3\ntotal = square(n)\nassert total == 9", ("square",), (), ""),
        ("x = np.random.rand(3)\nassert (square(x) == x * x).all()", ("square",), (), "import numpy as np"),
        ("try:\n    square('a')\nexcept TypeError as error:\n    print(error)", ("square",), (), ""),
    ],
)  # fmt: skip
def test_a_test_that_needs_only_names_leaves_with_what_they_need(
    source: str, functions: tuple[str, ...], values: tuple[str, ...], before: str
) -> None:
    assert sealed(source) == Seal(functions, values, before)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("del square", "It replaces or deletes square."),
        ("def square(x): return 0\nassert square(3) == 0", "It replaces or deletes square."),
        ("assert open('data.txt').read()", "It uses open, which belongs to the notebook."),
        ("%timeit square(3)", "It uses get_ipython, which belongs to the notebook."),
        ("np.random.seed(0)\nassert square(3) == 9", "It uses seed, which belongs to the notebook."),
        ("assert plt.gcf().axes", "It uses plt, which belongs to the notebook."),
        ("assert Cat().name", "It uses the class Cat, whose objects stay in the notebook."),
        ("assert square.__name__ == 'square'", "It looks into the function square."),
        ("assert square(data[0]) == 1", "It uses data, which the notebook computes."),
        ("assert tool(square(3))", "It needs the module helper, which is not installed."),
        ("kept = square(3)", "Later cells use its kept."),
        ("assert nothing(3)", "Nothing before it defines nothing."),
    ],
)
def test_a_test_that_needs_the_notebook_stays_there_with_the_reason(source: str, reason: str) -> None:
    with pytest.raises(CannotSeal) as told:
        sealed(source)

    assert str(told.value) == reason
