"""Work that is graded once more after a test was fixed: what is put together, and whose mark changes by how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ..gradebook import Decision, DecisionKind, Mark, Standing
from ..judge import Key, Ruling, Verdict
from ..roster import Person
from .deciding import Word


@dataclass(frozen=True)
class Regraded:
    """One student's work, before and after. The marks are those that count, with all that people decided."""

    student: str
    before: Verdict
    after: Verdict
    mark_before: Mark
    mark_after: Mark
    question: str = ""

    @property
    def points(self) -> tuple[float, float]:
        """Of the tests, before and after; of one question, if only that was graded."""
        return _points(self.before, self.question), _points(self.after, self.question)

    @property
    def changes(self) -> bool:
        """Whether the points of the tests are others now."""
        return self.points[0] != self.points[1] or self.before.status is not self.after.status

    @property
    def remark(self) -> str:
        """Why the mark stays, although the points change."""
        if self.mark_after.decided.instead is not None:
            return f"{self.mark_after.state} by a person: the mark stays"
        if self.question in self.mark_after.decided.overrides:
            return "this question was overridden by a person: the mark stays"
        if self.mark_after.verdict != self.after:
            return "another attempt counts"
        return ""

    def decision(self, word: Word) -> Decision | None:
        """For the record, that it was graded again and by whom; None if the points stay."""
        if not self.changes:
            return None
        before, after = self.points
        return Decision(
            student=self.student, assignment=self.after.assignment, question=self.question, author=word.author,
            when=word.when, kind=DecisionKind.REGRADE, reason=word.reason,
            value={"before": before, "after": after, "submission": self.after.submission},
        )  # fmt: skip


def why_not(verdict: Verdict | None, question: str) -> str:
    """Why this work can't be graded again by itself; nothing if it can."""
    if verdict is None:
        return "this file has not been graded yet; run `autograder grade`"
    if verdict.engine != "judge":
        return f"{verdict.engine} graded it; run `autograder grade --engine {verdict.engine} --again`"
    if question and verdict.status is not Ruling.GRADED:
        return f"it was not graded, but {verdict.status}; grade all of it with `autograder grade`"
    return ""


def failed(found: Verdict, question: str) -> bool:
    """Whether grading it again did not work, so that the earlier verdict stays."""
    return found.status is not Ruling.GRADED if question else not found.status.has_score


def merged(before: Verdict, found: Verdict, question: str, version: str) -> Verdict:
    """The earlier verdict with new outcomes for one question.

    It keeps the version of the assignment that graded the rest: that may have changed as well, so the next
    `autograder grade` grades all of it.
    """
    if not question:
        return found
    mine = [outcome for outcome in before.outcomes if outcome.answer == question]
    place = before.outcomes.index(mine[0]) if mine else len(before.outcomes)
    rest = [outcome for outcome in before.outcomes if outcome.answer != question]
    place -= len([outcome for outcome in before.outcomes[:place] if outcome.answer == question])
    new = f"{question} was graded again, with version {version[:12]} of the assignment."
    old = tuple(remark for remark in before.remarks if remark != new)
    return replace(
        before,
        outcomes=(*rest[:place], *found.outcomes, *rest[place:]),
        remarks=(*old, new),
        # The weaker one: "L2" is weaker than "L0", "unsafe" than all of them, and nothing proves nothing.
        level=max(before.level, found.level) if before.level and found.level else "",
        made_with={**found.made_with},
        seconds=before.seconds + found.seconds,
    )


def changed(
    found: Mapping[Key, tuple[Verdict, Verdict]], before: Iterable[Standing], after: Iterable[Standing], question: str
) -> list[Regraded]:
    """Everybody whose work was graded again, those whose points change most first."""
    was, is_now = _marks(before), _marks(after)
    everybody = [
        Regraded(old.student, old, new, was[old.student, old.assignment], is_now[old.student, old.assignment], question)
        for old, new in found.values()
    ]
    return sorted(everybody, key=lambda each: (-abs(each.points[1] - each.points[0]), each.student))


def regraded_table(regraded: Iterable[Regraded], people: Mapping[str, Person]) -> list[list[str | float]]:
    """A row for everybody whose points change, the heads first. It names no hidden check: it may be sent."""
    heads: list[str | float] = [
        "student", "name", "email", "assignment", "question", "points before", "points now", "mark before (%)",
        "mark now (%)", "remark",
    ]  # fmt: skip
    return [heads, *(_row(each, people.get(each.student)) for each in regraded if each.changes)]


def _row(each: Regraded, person: Person | None) -> list[str | float]:
    name, email = (person.name, person.email) if person else ("", "")
    marks = [mark.percent if mark.known else "" for mark in (each.mark_before, each.mark_after)]
    return [each.student, name, email, each.after.assignment, each.question or "all", *each.points, *marks, each.remark]


def _points(verdict: Verdict, question: str) -> float:
    return sum(outcome.score for outcome in verdict.outcomes if not question or outcome.answer == question)


def _marks(standings: Iterable[Standing]) -> dict[tuple[str, str], Mark]:
    return {(standing.student, mark.assignment): mark for standing in standings for mark in standing.marks}
