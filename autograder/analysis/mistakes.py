"""Wrong answers, grouped by what they do: everybody in a group made the same mistake, however they wrote it.

Theory of operation. Of each drawn call that went wrong, a verdict keeps a digest of what came instead, with numbers to
three digits. Two answers that go wrong at the same calls, with the same digests at nearly all of them, are one group.
A known mistake of the reference, tried on the same calls, gives the group its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from ..assignment import Assignment
from ..cohort import Kept
from ..judge import Behaviour, Question, Ruling, Status, Verdict, behaviour, nearly_alike, unwritten
from ..proof import KnownMistake
from .answers import written_for
from .marked import ForInstructors

_UNWRITTEN = "not written"


@dataclass(frozen=True)
class Example:
    """A student's own cell."""

    student: str
    source: str


@dataclass(frozen=True)
class Mistake:
    """One group of wrong answers to a question.

    `students` still have it in their newest graded work, `mended` no more. `id` stays the same from run to run.
    `known` are the known mistakes that behave just so: more than one, if no test tells them apart.
    """

    id: str
    assignment: str
    question: str
    students: tuple[str, ...]
    mended: tuple[str, ...]
    first: datetime
    last: datetime
    points: float  # that it costs a student, on average
    happens: str  # in words that students see, too
    known: ForInstructors[tuple[str, ...]]
    tests: ForInstructors[tuple[str, ...]]
    example: ForInstructors[Example | None]
    written: bool = True  # or it is as it was handed out

    @property
    def name(self) -> str:
        """The mistake in a few words, for instructors."""
        if not self.written:
            return _UNWRITTEN
        return " or ".join(self.known) or f"(no known mistake) {self.happens}"

    @property
    def sentence(self) -> str:
        count = f"{len(self.students)} {'student' if len(self.students) == 1 else 'students'}"
        return f"{count}: {self.name}"

    @property
    def command(self) -> str:
        """What to type to grade the group again."""
        return f"autograder regrade --group {self.id}"


@dataclass(frozen=True)
class _Seen:
    """One wrong answer in one piece of work."""

    verdict: Verdict
    question: Question
    does: Behaviour
    newest: bool

    @property
    def what(self) -> frozenset[tuple[str, str]]:
        return frozenset(self.does.items())


def wrong_answers(verdicts: Iterable[Verdict], assignment: Assignment) -> list[str]:
    """The answers of a topic that somebody got wrong: only their known mistakes need to be tried."""
    return list(dict.fromkeys(each.question.name for each in _seen(verdicts, assignment) if not _empty(each)))


def mistakes_of(
    verdicts: Iterable[Verdict], assignment: Assignment, known: Sequence[KnownMistake], kept: Kept
) -> tuple[Mistake, ...]:
    """The groups of wrong answers to a topic's questions, the largest first. Empty answers are a group of their own."""
    by_question: dict[str, list[_Seen]] = {}
    for each in _seen(verdicts, assignment):
        by_question.setdefault(each.question.name, []).append(each)
    found = [
        _mistake(assignment, name, group, labels, kept)
        for name, seen in by_question.items()
        for labels, group in _groups(seen, [each for each in known if each.answer == name])
    ]
    return tuple(sorted(found, key=lambda each: (-len(each.students), each.question, each.id)))


def _seen(verdicts: Iterable[Verdict], assignment: Assignment) -> Iterator[_Seen]:
    """Every wrong answer in work that our judge graded with the topic as it is now."""
    graded = [
        verdict for verdict in verdicts
        if verdict.assignment == assignment.name and verdict.status is Ruling.GRADED
        and verdict.assignment_hash == assignment.hash
    ]  # fmt: skip
    graded.sort(key=lambda verdict: verdict.submitted)
    newest = {verdict.student: verdict.submission for verdict in graded}
    for verdict in graded:
        for question in verdict.questions:
            if does := behaviour(question.outcomes):
                yield _Seen(verdict, question, does, newest[verdict.student] == verdict.submission)


def _empty(each: _Seen) -> bool:
    return unwritten(each.question.outcomes)


def _groups(seen: list[_Seen], known: Sequence[KnownMistake]) -> Iterator[tuple[tuple[str, ...], list[_Seen]]]:
    """The wrong answers to one question, grouped, each group with the known mistakes that it equals."""
    if empty := [each for each in seen if _empty(each)]:
        yield (_UNWRITTEN,), empty
    named: dict[tuple[str, ...], list[_Seen]] = {}
    for group in _alike([each for each in seen if not _empty(each)]):
        labels = _equals(group[0], known)
        if labels:
            named.setdefault(labels, []).extend(group)  # what a known mistake does is one mistake
        else:
            yield (), group
    yield from named.items()


def _alike(seen: list[_Seen]) -> Iterator[list[_Seen]]:
    """Groups of equal behaviour, those that differ only by rounding together. The largest of them comes first."""
    equal: dict[frozenset[tuple[str, str]], list[_Seen]] = {}
    for each in seen:
        equal.setdefault(each.what, []).append(each)
    by_places: dict[frozenset[str], list[list[_Seen]]] = {}
    for group in sorted(equal.values(), key=len, reverse=True):
        theirs = by_places.setdefault(frozenset(group[0].does), [])
        like = next((other for other in theirs if nearly_alike(group[0].does, other[0].does)), None)
        if like is None:
            theirs.append(group)
        else:
            like.extend(group)
    for groups in by_places.values():
        yield from groups


def _equals(seen: _Seen, known: Sequence[KnownMistake]) -> tuple[str, ...]:
    """The known mistakes that do the same; if none does exactly, those that do nearly."""
    pairs = [(each.label, each.does, _within(seen.does, each.tests)) for each in known]
    exact = tuple(label for label, does, found in pairs if does and does == found)
    return exact or tuple(label for label, does, found in pairs if nearly_alike(does, found))


def _within(does: Behaviour, tests: tuple[str, ...]) -> Behaviour:
    """What an answer does in some tests."""
    return {where: how for where, how in does.items() if where.split()[0] in tests}


def _mistake(assignment: Assignment, question: str, group: list[_Seen], labels: tuple[str, ...], kept: Kept) -> Mistake:
    group = sorted(group, key=lambda each: each.verdict.submitted)
    now = tuple(sorted({each.verdict.student for each in group if each.newest}))
    earlier = {each.verdict.student for each in group} - set(now)
    written = labels != (_UNWRITTEN,)
    wrong = [outcome for outcome in group[0].question.outcomes if outcome.status is not Status.PASSED]
    told = next((outcome.told for outcome in wrong if outcome.told), f"It {_ended(wrong[0].status)}.")
    return Mistake(
        _id(assignment, question, labels, group),
        assignment.name, question, now, tuple(sorted(earlier)),
        first=group[0].verdict.submitted,
        last=group[-1].verdict.submitted,
        points=sum(each.question.max_score - each.question.score for each in group) / len(group),
        happens=told if written else "Not written yet.",
        known=labels if written else (),
        tests=tuple(outcome.test for outcome in wrong),
        example=_example(group, question, kept) if written else None,
        written=written,
    )  # fmt: skip


def _ended(status: Status) -> str:
    endings = {Status.ERROR: "raises an error", Status.FAILED: "gives a wrong result", Status.TIMEOUT: "is too slow"}
    return endings.get(status, f"ended as {status.plain}")


def _id(assignment: Assignment, question: str, labels: tuple[str, ...], group: list[_Seen]) -> str:
    """By its name if it has one, or else by what it did when it was first seen: later work changes neither."""
    what = labels[:1] or tuple(sorted(f"{where} {how}" for where, how in group[0].does.items()))
    return f"{question}-{sha256(chr(0).join([assignment.name, question, *what]).encode()).hexdigest()[:8]}"


def _example(group: list[_Seen], question: str, kept: Kept) -> Example | None:
    """The newest work in which it can be read."""
    for each in reversed(group):
        notebook = kept(each.verdict)
        if source := written_for(notebook).get(question, "") if notebook else "":
            return Example(each.verdict.student, source)
    return None
