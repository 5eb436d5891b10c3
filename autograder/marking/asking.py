"""What a person is asked to grade: every answer in words that counts, whether it has been graded or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..assignment import Assignment
from ..cohort import Kept
from ..gradebook import Comment, HandMark, Mark, Standing
from ..intake import in_words
from ..judge import Notebook


@dataclass(frozen=True)
class Asked:
    """One answer to grade. `text` is None where the notebook was not kept; `answer` is its digest."""

    student: str
    assignment: str
    question: str
    maximum: float
    answer: str
    text: str | None
    mark: HandMark | None = None
    comment: str = ""

    @property
    def points(self) -> float | None:
        return self.mark.points if self.mark else None


def asked(
    standings: Iterable[Standing], assignments: Iterable[Assignment], comments: Iterable[Comment], kept: Kept
) -> list[Asked]:
    """Everything to grade, question by question: whoever reads the same question again and again grades alike."""
    by_name = {assignment.name: assignment for assignment in assignments}
    order = list(by_name)
    said = {(each.student, each.assignment, each.question): each.text for each in comments}
    found = [
        each
        for standing in standings
        for mark in standing.marks
        if mark.hands
        for each in _of(standing.student, mark, by_name[mark.assignment], said, kept)
    ]
    return sorted(found, key=lambda each: (order.index(each.assignment), each.question, each.student))


def _of(
    student: str, mark: Mark, assignment: Assignment, said: Mapping[tuple[str, str, str], str], kept: Kept
) -> Iterator[Asked]:
    assert mark.verdict is not None
    digests = {each.question: each.answer for each in mark.verdict.by_hand}
    texts = _texts(assignment, kept(mark.verdict))
    for hand in mark.hands:
        if not hand.blank:
            yield Asked(
                student, assignment.name, hand.question, hand.max_score, digests[hand.question],
                texts.get(hand.question), hand.mark, said.get((student, assignment.name, hand.question), ""),
            )  # fmt: skip


def _texts(assignment: Assignment, notebook: Notebook | None) -> Mapping[str, str]:
    """What was written, by question."""
    if notebook is None:
        return {}
    return in_words(
        assignment, ((cell["id"], cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    )
