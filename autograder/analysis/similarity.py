"""Answers that have much in common: which, where, and what else may explain it. A program never says that one copied.

Theory of operation. Of each long answer, what changes nothing is taken away (`plain_code`), and fingerprints stand for
the rest (`winnowing`). What was given to students, and what stands in any right answer of the reference, belongs to
nobody and is taken away, too. What many students share counts little. Two answers then have that share of the shorter
one in common which stands in both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain

import numpy as np

from ..assignment import Assignment, Prose
from .marked import ForInstructors
from .plain_code import plain_words, statements
from .statistics import Numbers
from .winnowing import Fingerprints, fingerprints, pieces

MORE_THAN = 10  # statements: about shorter answers, nothing is said
NOTABLE = 0.65  # the share in common from which a pair is told; docs/analysis.md says what was measured
_OWN = 8  # fingerprints of an answer's own: with fewer, everything in it was given, or stands in the reference
_COMMON = 0.05  # the share of the answers in which a piece may stand and still count in full
_RARE = 0.5  # of what a pair has in common: below this, the rest has much of it as well
_MOST = 40  # pairs of a question that are told
Lines = tuple[tuple[int, int], ...]  # the first and last line of each stretch, counted from 1


@dataclass(frozen=True)
class Work:
    """One answer to compare. `year` names the earlier course that it comes from; it is empty in this one."""

    student: str
    source: str
    year: str = ""

    @property
    def whose(self) -> str:
        return f"{self.student} ({self.year})" if self.year else self.student


@dataclass(frozen=True)
class InCommon:
    """Two answers, and what stands in both: the lines of each. `share` is how much of the shorter one it is.

    `only_here` says which part of that stands in no other answer.
    """

    assignment: str
    question: str
    one: ForInstructors[Work]
    other: ForInstructors[Work]
    share: float
    only_here: float
    lines_of_one: Lines
    lines_of_other: Lines

    @property
    def sentence(self) -> str:
        """What was found, in plain words, and what else may explain it."""
        return (
            f"{self.one.whose} and {self.other.whose} have {self.share:.0%} of {self.question} in common, and "
            f"{self.only_here:.0%} of that stands in nobody else's answer. {self._explanation}"
        )

    @property
    def _explanation(self) -> str:
        if self.only_here < _RARE:
            return "Others have much of it as well: perhaps there are few ways to write it, or all read the same page."
        return "They may have worked together as they were allowed to, or used the same help, book or program."


@dataclass(frozen=True)
class Circle:
    """People whose answers to a question are connected by pairs that have much in common."""

    assignment: str
    question: str
    people: ForInstructors[tuple[str, ...]]
    pairs: int


def given_with(assignment: Assignment) -> list[str]:
    """The code that belongs to nobody: the notebook's own, and every right answer in every style."""
    notebook = [cell.source for cell in assignment.cells if isinstance(cell, Prose) and cell.kind == "code"]
    stubs = [answer.stub for answer in assignment.answers]
    return [*notebook, *stubs, *(solution.source for solution in assignment.solutions)]


def pieces_of(given: Iterable[str]) -> frozenset[int]:
    """The pieces of code that belong to nobody, to be taken from everybody's answers."""
    return frozenset(digest for source in given for digest in pieces(plain_words(source)))


def in_common(
    assignment: str, question: str, work: Sequence[Work], given: Set[int], *, at_least: float = NOTABLE
) -> tuple[InCommon, ...]:
    """The pairs of long answers to a question that have most in common, the closest first.

    Work of earlier years is compared with this year's, and not with each other. `given` are the pieces that belong to
    nobody.
    """
    marks = [_own(each, given) for each in work]
    enough = [at for at, mark in enumerate(marks) if len(mark) >= _OWN]
    work, marks = [work[at] for at in enough], [marks[at] for at in enough]
    found = list(_pairs(work, marks, at_least))
    found.sort(key=lambda pair: (-pair[0], work[pair[1]].whose, work[pair[2]].whose))
    holders = Counter(chain.from_iterable(marks))
    return tuple(
        _told(assignment, question, share, (work[one], work[other]), (marks[one], marks[other]), holders)
        for share, one, other in found[:_MOST]
    )


def circles(pairs: Iterable[InCommon]) -> tuple[Circle, ...]:
    """The people who are connected by pairs, the largest circles first."""
    found: dict[tuple[str, str], list[tuple[set[str], int]]] = {}
    for pair in pairs:
        theirs = found.setdefault((pair.assignment, pair.question), [])
        people, count = {pair.one.whose, pair.other.whose}, 1
        for circle in [circle for circle in theirs if circle[0] & people]:
            theirs.remove(circle)
            people, count = people | circle[0], count + circle[1]
        theirs.append((people, count))
    all_of_them = [Circle(*where, tuple(sorted(who)), count) for where, each in found.items() for who, count in each]
    return tuple(sorted(all_of_them, key=lambda circle: (-len(circle.people), circle.assignment, circle.question)))


def _own(work: Work, given: Set[int]) -> Fingerprints:
    """The fingerprints of what is a student's own; none of a short answer."""
    if statements(work.source) <= MORE_THAN:
        return {}
    found = fingerprints(plain_words(work.source))
    return {digest: lines for digest, lines in found.items() if digest not in given}


def _pairs(work: Sequence[Work], marks: Sequence[Fingerprints], at_least: float) -> Iterator[tuple[float, int, int]]:
    """The pairs with this share in common at least, and who they are."""
    if len(work) < 2:
        return
    shares = shares_in_common(marks)
    earlier = np.array([bool(each.year) for each in work])
    shares[np.ix_(earlier, earlier)] = 0
    for one, other in zip(*np.nonzero(np.triu(shares >= at_least, 1)), strict=True):
        if work[one].student != work[other].student:
            yield round(min(float(shares[one, other]), 1.0), 4), int(one), int(other)


def shares_in_common(marks: Sequence[Fingerprints]) -> Numbers:
    """For each two answers, how much of the shorter one is in both; a piece that many have counts less."""
    holders = Counter(chain.from_iterable(marks))
    full = max(_COMMON * len(marks), 2)
    weights = {digest: min(full / count, 1.0) for digest, count in holders.items()}
    shared = {digest: column for column, digest in enumerate(d for d, count in holders.items() if count > 1)}
    table = np.zeros((len(marks), len(shared)), dtype=np.float32)
    for row, mark in enumerate(marks):
        for digest in mark.keys() & shared.keys():
            table[row, shared[digest]] = weights[digest] ** 0.5
    whole = np.array([sum(weights[digest] for digest in mark) for mark in marks])
    shares: Numbers = (table @ table.T) / np.minimum.outer(whole, whole)
    return shares


def _told(
    assignment: str, question: str, share: float, who: tuple[Work, Work], marks: tuple[Fingerprints, Fingerprints],
    holders: Mapping[int, int],
) -> InCommon:  # fmt: skip
    both = marks[0].keys() & marks[1].keys()
    only = sum(holders[digest] == 2 for digest in both) / len(both)
    one, other = (_stretches(chain.from_iterable(mark[digest] for digest in both)) for mark in marks)
    return InCommon(assignment, question, *who, share, only, one, other)


def _stretches(lines: Iterable[int]) -> Lines:
    found: list[tuple[int, int]] = []
    for line in sorted(set(lines)):
        if found and line <= found[-1][1] + 1:
            found[-1] = (found[-1][0], line)
        else:
            found.append((line, line))
    return tuple(found)
