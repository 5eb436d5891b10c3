"""What a topic, or one answer of it, is worth: in checks that students see, in hidden ones, and by hand."""

from __future__ import annotations

from dataclasses import dataclass

from ..assignment import Assignment


@dataclass(frozen=True)
class Points:
    """Points by the way in which they are given."""

    visible: float = 0
    hidden: float = 0
    by_hand: float = 0

    def __add__(self, other: Points) -> Points:
        return Points(self.visible + other.visible, self.hidden + other.hidden, self.by_hand + other.by_hand)

    @property
    def cells(self) -> tuple[str, str, str]:
        """For a table: nothing where there are none."""
        visible, hidden, by_hand = (f"{points:g}" if points else "" for points in self._all)
        return visible, hidden, by_hand

    @property
    def _all(self) -> tuple[float, float, float]:
        return self.visible, self.hidden, self.by_hand


def points_of(topic: Assignment, answer: str = "") -> Points:
    """The points of an answer, or of the whole topic."""
    tests = [test for test in topic.tests if not answer or test.answer == answer]
    essays = [essay for essay in topic.essays if not answer or essay.name == answer]
    return Points(
        sum(test.points for test in tests if test.visible),
        sum(test.points for test in tests if not test.visible),
        sum(essay.points for essay in essays),
    )
