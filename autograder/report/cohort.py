"""The instructor's first page: what needs a person, then the students, then the assignments.

The table of students is data in the page, which a script of ours shows, sorts and searches: a thousand students fit
into a page that opens at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import mean, median

from ..assignment import Assignment
from ..gradebook import rounded_down
from ..intake import file_name
from ..policy import Policy
from ..roster import Person
from .attention import groups, needing, to_grade
from .progress import Course, Progress, Step
from .rendering import local, template
from .text import plain

_BINS = 10
_LISTED = 200  # rows of one group on the page; the table of students has all of them
_STATES = (Course.PASSED, Course.ON_TRACK, Course.BEHIND, Course.FAILED, Course.OPEN)
_LETTERS = {
    "excused": "x",
    "overridden": "d",
    "held": "h",
    "not graded yet": "o",
    "refused": "r",
    "awaiting hand grading": "w",
}
_Json = str | int | None | list[str | int | None]


@dataclass(frozen=True)
class Summary:
    """One assignment over the cohort."""

    name: str
    title: str
    due: datetime | None
    handed_in: int
    mean: float
    median: float
    bins: tuple[int, ...]


def for_cohort(
    everybody: Sequence[Progress], assignments: Sequence[Assignment], policy: Policy, now: datetime,
    people: Mapping[str, Person] | None = None, absent: Sequence[Person] = (),
) -> str:  # fmt: skip
    """The page. `people` are those of the roster, by the id under which they handed in; `absent` handed in nothing."""
    found, people = groups(everybody), people or {}
    so_far = [progress.so_far for progress in everybody if progress.so_far is not None]
    counts = Counter(progress.state for progress in everybody)
    looks = needing(found)
    return template("cohort.html").render(
        policy=policy, now=local(now, policy), count=len(everybody), listed=_LISTED, groups=found,
        waiting=to_grade(everybody), absent=absent, looks=len(looks),
        states=[(state, counts[state]) for state in _STATES if counts[state]],
        mean=mean(so_far) if so_far else None, median=median(so_far) if so_far else None, bins=bins(so_far),
        summaries=[summary(assignment, everybody, policy) for assignment in assignments],
        sections=sorted({plain(person.section) for person in people.values() if person.section}),
        people=people,
        data={
            "assignments": [[plain(each.name), plain(each.title)] for each in assignments],
            "each": policy.passing.each,
            "states": [str(state) for state in _STATES],
            "rows": [_row(each, people.get(each.student), needs=each.student in looks) for each in everybody],
        },
    )  # fmt: skip


def summary(assignment: Assignment, everybody: Iterable[Progress], policy: Policy) -> Summary:
    """How an assignment went."""
    marks = [step.mark for progress in everybody for step in progress.steps if step.mark.assignment == assignment.name]
    percents = [mark.percent for mark in marks if mark.there and not mark.open and not mark.excused]
    return Summary(
        assignment.name, assignment.title, policy.due("", assignment.name),
        sum(mark.verdict is not None for mark in marks),
        mean(percents) if percents else 0.0, median(percents) if percents else 0.0, bins(percents),
    )  # fmt: skip


def bins(percents: Iterable[float]) -> tuple[int, ...]:
    """How many values fall into 0-10 %, 10-20 %, ... 90-100 %."""
    counts = Counter(min(int(percent * _BINS / 100), _BINS - 1) for percent in percents)
    return tuple(counts[number] for number in range(_BINS))


def _row(progress: Progress, person: Person | None, *, needs: bool) -> list[object]:
    """A student as the script reads it: id, file (0 if it is the id), name, section, state, percentages, marks."""
    student = progress.student
    file, name, section = file_name(student), person.name if person else "", person.section if person else ""
    return [
        plain(student), 0 if file == student else file, plain(name), plain(section), _STATES.index(progress.state),
        int(needs), _percent(progress.so_far), _percent(progress.final), [_mark(step) for step in progress.steps],
    ]  # fmt: skip


def _percent(value: float | None) -> int | None:
    return None if value is None else int(rounded_down(value))


def _mark(step: Step) -> _Json:
    """A percentage; with letters, if there is more to say: missing, held, refused, ours, waiting, late, outdated,
    excused, decided by a person."""
    mark = step.mark
    if not mark.there:
        return "m" if step.is_due else None
    percent = None if mark.open or mark.state in ("refused", "excused") else _percent(mark.percent)
    late = "l" if mark.penalty and percent is not None else ""
    letters = _LETTERS.get(mark.state, "") + late + ("u" if mark.outdated else "")
    return [percent, letters] if letters else percent
