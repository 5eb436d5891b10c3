"""B 29: what was expected is read from the message of a failed hidden test."""

from case import Case, Scene, Seen, Zero


def staff_alone_knows(scene: Scene, seen: Seen) -> None:
    assert "expected" in "".join(o.detail for o in seen.graded.verdict.outcomes if not o.visible)
    assert "expected" not in "".join(o.message for o in seen.graded.verdict.outcomes if not o.visible)


CASES = [
    Case(f"An answer of {value} is told the claim alone.", Zero("halve"), after=staff_alone_knows,
         answers={"halve": f"def halve(x): return {value}"})
    for value in ("0", "'x'", "[x]", "np.full(3, x)")
]  # fmt: skip
