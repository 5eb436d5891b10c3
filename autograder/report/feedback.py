"""The page of one student's work on one assignment: what to mend first, and each answer beside what is said about it.

Pure, and safe to send: a single file, in which whatever students, their code or other people wrote is plain text. Of
hidden tests it holds what `Outcome.message` tells, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..assignment import Assignment, Essay, Hint
from ..gradebook import Change, Comment, Hand, Mark, is_about
from ..intake import in_words
from ..judge import Notebook, Outcome, Question, Status
from ..policy import Policy
from ..release import last_heading
from .advice import answer_of, what_to_mend_first
from .cells import RanCell, cut, named, ran_cells
from .rendering import local, template

_SAME = 3  # cells of one answer, of which the last counts
_DEAD = 5  # cells besides the answers' own that ended with an error
_WORDS = (400, 40_000)  # lines and letters of what a person wrote


@dataclass(frozen=True)
class Miss:
    """A check that did not pass: its claim, and what happened. `hint` is the number of the hint that fits."""

    status: str
    claim: str
    happened: str
    visible: bool
    hint: int = 0


@dataclass(frozen=True)
class Part:
    """One answer: its points, its checks, the student's cells, and what people wrote about it."""

    name: str
    score: float
    max_score: float
    misses: tuple[Miss, ...]
    passed: tuple[str, ...]  # the claims of its checks that passed
    cells: tuple[RanCell, ...]
    hints: tuple[Hint, ...]
    comments: tuple[Comment, ...]
    changes: tuple[Change, ...]  # what people gave in place of tests' points, or on top


@dataclass(frozen=True)
class Written:
    """A question answered in words. `text` is the student's, without the question."""

    essay: Essay
    heading: str
    question: str
    text: str
    comments: tuple[Comment, ...]
    hand: Hand


def for_feedback(
    student: str, mark: Mark, assignment: Assignment, notebook: Notebook | None,
    people: Iterable[Comment], policy: Policy, now: datetime,
) -> str:  # fmt: skip
    """One student's page about one assignment.

    `notebook` is the executed one of the submission that counts, or None. `people` wrote the newest comments on this
    work.
    """
    graded = mark.graded
    questions = mark.verdict.questions if mark.verdict is not None and graded else ()
    cells, said = ran_cells(notebook if graded else None), _Said(people)
    parts = [_part(assignment, question, cells, said, mark.changes) for question in _in_order(assignment, questions)]
    hands = {hand.question: hand for hand in mark.hands}
    texts = in_words(assignment, ((cell.id, cell.source) for cell in cells if cell.kind == "markdown"))
    written = [
        _written(each, hands[each.name], texts[each.name], said) for each in assignment.essays if each.name in hands
    ]
    known = {"", *(part.name for part in parts), *(each.essay.name for each in written)}
    shown = [change for part in parts for change in part.changes]
    return template("feedback.html").render(
        student=student, mark=mark, policy=policy, now=local(now, policy), parts=parts, written=written,
        advice=what_to_mend_first(assignment, questions, cells) if graded else None,
        by_name={part.name: part for part in parts}, dead=_dead(assignment, cells), kept=bool(cells),
        comments=said.about_all, others=said.except_about(known), words=_words,
        changes=[change for change in mark.changes if change not in shown],
    )  # fmt: skip


class _Said:
    """What people wrote, by question."""

    def __init__(self, people: Iterable[Comment]) -> None:
        self._comments = [each for each in people if each.text]  # without a text, one was taken back

    @property
    def about_all(self) -> tuple[Comment, ...]:
        return self.about("")

    def about(self, question: str) -> tuple[Comment, ...]:
        return tuple(each for each in self._comments if each.question == question)

    def except_about(self, known: set[str]) -> list[Comment]:
        """What is about questions that the page does not have otherwise: nothing that a person wrote is lost."""
        return [each for each in self._comments if each.question not in known]


def _in_order(assignment: Assignment, questions: Sequence[Question]) -> list[Question]:
    """The questions in the order of the notebook; then those that this version of the assignment no longer has."""
    order = {answer.name: number for number, answer in enumerate(assignment.answers)}
    return sorted(questions, key=lambda question: order.get(question.name, len(order)))


def _part(
    assignment: Assignment, question: Question, cells: Sequence[RanCell], said: _Said, changes: Sequence[Change]
) -> Part:
    misses = [_miss(outcome, assignment.fitting_hints) for outcome in question.outcomes if _is_missed(outcome)]
    own = [cell for cell in cells if answer_of(cell, (question.name,)) and cell.kind == "code"]
    mine = tuple(change for change in changes if is_about(change.question, question))
    return Part(
        question.name, question.score + sum(change.points for change in mine), question.max_score,
        misses=tuple(misses),
        passed=tuple(outcome.claim for outcome in question.outcomes if not _is_missed(outcome)),
        cells=tuple(own[-_SAME:]),
        hints=tuple(assignment.hints.get(question.name, ())) if misses else (),
        comments=said.about(question.name),
        changes=mine,
    )  # fmt: skip


def _is_missed(outcome: Outcome) -> bool:
    return outcome.status is not Status.PASSED


def _miss(outcome: Outcome, fitting: Mapping[str, int]) -> Miss:
    """A check that did not pass. What happened is the message without the claim, which the page shows above it."""
    happened = outcome.message.removesuffix(f" ({outcome.claim})")
    happened = "" if happened == outcome.claim else happened
    hint = fitting.get(outcome.test, 0) if outcome.visible else 0
    return Miss(outcome.status.plain, outcome.claim, named(happened), outcome.visible, hint)


def _written(essay: Essay, hand: Hand, text: str, said: _Said) -> Written:
    question = "\n".join(line for line in essay.prompt.splitlines() if not line.startswith("#")).strip()
    heading = last_heading(essay.prompt)
    return Written(essay, heading, question, _words(text), said.about(essay.name), hand)


def _words(text: str) -> str:
    return cut(text, *_WORDS)


def _dead(assignment: Assignment, cells: Sequence[RanCell]) -> list[RanCell]:
    """The cells that did not end well, but for those of answers, which are shown with them."""
    names = {answer.name for answer in assignment.answers}
    return [cell for cell in cells if cell.ending and not answer_of(cell, names)][:_DEAD]
