"""G 84: an answer counts its calls and remembers what it was asked, to guess what comes next."""

from case import Case, Zero

CASE = Case(
    "It is told nothing of how it did, so it learns nothing.",
    Zero("halve"),
    answers={"halve": "asked = []\ndef halve(x):\n    asked.append(x)\n    return (4.5, 4.5, 1)[len(asked) % 3]"},
)
