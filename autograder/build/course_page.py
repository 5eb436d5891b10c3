"""The page for teachers: what each topic asks, what goes wrong there, and what to say in class. From the sources alone.

It is written again at every build, and needs nothing that was run. Where a build has small copies of the figures, the
page shows them; elsewhere it says what they show. It tells nothing of what hidden tests ask.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ..assignment import Answer, Assignment, Essay, Mutant
from ..course import Course
from ..policy import Gate
from .figures import Figure, figures
from .points import Points, points_of
from .teaching import opening, teaching

PAGE = "course.md"
_TELLING = 3  # mistakes of an answer that stand on the page if the author has not chosen; the others are folded
_SHOWN_LINES = 8  # of a wrong answer; a longer one is only named
_MARKUP = re.compile(r"[`*$\[\]]")

_INTRODUCTION = """\
*Written by `autograder build` from the sources of each topic. To change it, change them.*

**For teachers only.** Many wrong answers below are one line away from the right one, so don't hand this page out. It
says nothing of what hidden checks ask.

Under *common mistakes*, the words continue the name of an answer: "`get_rmse` that forgets the square root". Only
some are open to view; the others are folded. `autograder check` proves that each of them fails the check that is meant
for it."""


def course_page(course: Course, drawn: Collection[str] = ()) -> str:
    """The page as Markdown. `drawn` names the files of figures that lie beside it."""
    topics = course.assignments
    sections = [f"# {course.policy.course.title}: for teachers", _INTRODUCTION, *_overview(topics)]
    for number, topic in enumerate(topics, 1):
        sections += _section(number, topic, drawn)
    return "\n\n".join(sections) + "\n"


def _overview(topics: Sequence[Assignment]) -> Iterator[str]:
    yield "## Overview"
    rows = []
    for number, topic in enumerate(topics, 1):
        heading = f"{number}. {topic.title}"
        cells = (f"[{heading}](#{_anchor(heading)})", opening(topic).short_time, *points_of(topic).cells)
        rows.append((*cells, _gates(topic), str(len(topic.mutants))))
    total = sum(map(points_of, topics), Points())
    mistakes = sum(len(topic.mutants) for topic in topics)
    rows.append(("**Together**", "", *total.cells, "", f"{mistakes:,}"))
    header = ("Topic", "Time", "Points: visible", "hidden", "by hand", "On hidden data", "Known mistakes")
    yield _table(header, rows, right=(2, 3, 4, 6))


def _section(number: int, topic: Assignment, drawn: Collection[str]) -> Iterator[str]:
    about, taught = opening(topic), teaching(topic)
    yield f"## {number}. {topic.title}"
    facts = [("Folder", f"`{topic.name}`"), ("Time", about.time), ("Students need", about.needs)]
    yield "\\\n".join(f"**{name}:** {fact}" for name, fact in facts if fact)
    if about.goals:
        yield f"**What students will be able to do**\n\n{_list(about.goals)}"
    if taught.said:
        yield f"**In class**\n\n{_list(taught.said)}"
    yield f"**Points**\n\n{_points(topic)}"
    if topic.gates:
        yield f"The trained network is measured on data that nobody has seen, and must reach {_gates(topic)}."
    yield from _mistakes(topic, taught.mistakes)
    yield from _figures(figures(topic), drawn)


def _points(topic: Assignment) -> str:
    rows = []
    for cell in topic.cells:
        if isinstance(cell, Answer | Essay):
            name = f"`{cell.name}`" if isinstance(cell, Answer) else f"`{cell.name}`, in words"
            rows.append((name, *points_of(topic, cell.name).cells))
    rows.append(("**Together**", *points_of(topic).cells))
    return _table(("Answer", "Visible", "Hidden", "By hand"), rows, right=(1, 2, 3))


def _mistakes(topic: Assignment, chosen: Mapping[str, Sequence[Mutant]]) -> Iterator[str]:
    """Of each answer the mistakes that the author chose, or the first few; and folded, all of them, some with code."""
    by_answer = {answer.name: [m for m in topic.mutants if m.answer == answer.name] for answer in topic.answers}
    known = {name: mutants for name, mutants in by_answer.items() if mutants}
    if not known:
        return
    telling = {name: chosen.get(name, mutants[:_TELLING]) for name, mutants in known.items()}
    lines = [f"`{name}` that {_either(mutant.label for mutant in few)}" for name, few in telling.items()]
    yield f"**Common mistakes**\n\n{_list(lines)}"
    yield f"<details><summary>All {len(topic.mutants)} known mistakes, and the code of some</summary>"
    for name, mutants in known.items():
        yield from _wrong_answers(name, mutants, telling[name])
    yield "</details>"


def _wrong_answers(name: str, mutants: Sequence[Mutant], telling: Sequence[Mutant]) -> Iterator[str]:
    shown = [mutant for mutant in telling if mutant.source.strip().count("\n") < _SHOWN_LINES]
    others = "; ".join(mutant.label for mutant in mutants if mutant not in shown)
    yield f"**`{name}`** that {'also ' if shown and others else ''}{others}" if others else f"**`{name}`**"
    if shown:
        code = "\n\n".join(f"# {mutant.label}\n{mutant.source.strip()}" for mutant in shown)
        yield f"```python\n{code}\n```"


def _figures(there: Sequence[Figure], drawn: Collection[str]) -> Iterator[str]:
    """The figures themselves where they lie beside the page, and what they show where they don't."""
    pictures = [f"![{_MARKUP.sub('', figure.title)}]({figure.file})" for figure in there if figure.file in drawn]
    if pictures:
        yield "**Figures**\n\n" + "\n".join(pictures)
    elif there:
        yield f"<details><summary>Figures: {len(there)}</summary>"
        yield _list(figure.title for figure in there)
        yield "</details>"


def _gates(topic: Assignment) -> str:
    return ", ".join(f"`{name}` {_bound(gate)}" for name, gate in topic.gates.items())


def _bound(gate: Gate) -> str:
    return f"{'≥' if gate.at_most is None else '≤'} {gate.bound:g}"


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _either(labels: Iterable[str]) -> str:
    *first, last = labels
    return f"{', that '.join(first)}, or that {last}" if first else last


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], right: Collection[int]) -> str:
    below = ["---:" if place in right else "---" for place in range(len(header))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, below, *rows))


def _anchor(heading: str) -> str:
    """The address of a heading on its page, as GitHub and GitLab make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
