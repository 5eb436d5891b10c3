"""A 17: a wrong shape that numpy would stretch until it fits."""

from case import Case, Status, Zero

CASES = [
    Case("An array of one for a number.", Zero("halve", says="shape"), answers={"halve": "def halve(x): return np.array([x / 2])"}),
    Case("A column for a row.", Zero("double"), answers={"double": "def double(x): return 2 * np.reshape(x, (-1, 1))"}),
    Case("Every pair of numbers.", Zero("double"), answers={"double": "def double(x): return 2 * np.tile(x, (2, 1))"}),
    Case("No number at all.", Zero("halve", status=Status.FAILED), answers={"halve": "def halve(x): return np.zeros((0,))"}),
    Case("No number, but a shape.", Zero("double"), answers={"double": "def double(x): return np.zeros((0, 2))"}),
]  # fmt: skip
