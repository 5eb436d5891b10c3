"""B 28: the feedback shows the hidden tests, because a grader put them into the notebook."""

from case import Case, Scene, Seen, Zero


def no_code_of_tests(scene: Scene, seen: Seen) -> None:
    cells = {cell["id"]: cell for cell in seen.graded.notebook["cells"]}  # type: ignore[index]
    assert not [name for name, cell in cells.items() if "approx(" in cell["source"] and "check-1" not in name]
    assert "A half is half of any number." in seen.shown


CASE = Case(
    "Each stands there with its claim alone.",
    Zero("halve"),
    answers={"halve": "def halve(x): return x"},
    after=no_code_of_tests,
)
