"""The topic that hostile submissions are handed in for. Its hidden tests hold values that can be recognised."""

from __future__ import annotations

import struct

ASKED = 7310.0625  # the box is given it, and no student ever sees it
EXPECTED = 918273.53125  # never leaves the judge
WORD = "canary-of-the-hidden-tests"  # stands in the source of the tests

TESTS = f'''\
import numpy as np

from autograder.testing import approx, points, visible

WORD = "{WORD}"
ASKED = {ASKED}
EXPECTED = {EXPECTED}
SHIFT = 914618.5


@visible
@points(1)
def test_doubles(double):
    """Twice two is four, and twice three is six."""
    assert double(2) == approx(4)
    assert double(3) == approx(6)


@points(2)
def test_doubles_arrays(double):
    """Each number of an array is doubled."""
    assert double(np.array([ASKED, 1.0])) == approx([2 * ASKED, 2.0]), WORD


@points(2)
def test_halves(halve):
    """Half of nine is four and a half, and half of one is a half."""
    assert halve(9) == approx(4.5)
    assert halve(1) == approx(0.5)


@points(1)
def test_halves_what_nobody_knows(halve):
    """A half is half of any number."""
    assert halve(ASKED) + SHIFT == approx(EXPECTED), WORD
'''

# However a student's code might write them down, and as they lie in memory.
ASKED_TEXTS = ("7310.0", "7310,0", "14620.1", "3655.03", struct.pack("<d", ASKED).hex())
SECRET_TEXTS = ("918273.5", "914618.5", WORD, "test_halves_what_nobody_knows")
SECRET_BYTES = (*(text.encode() for text in SECRET_TEXTS), struct.pack("<d", EXPECTED))
