"""Show what checks found: one coloured line each in a notebook, plain text elsewhere.

Colour alone never carries a meaning: each line also has a mark and words. Programs that show notebooks differ in what
HTML they let through, so there are only <div>, <span> and <code> here, with styles of their own; without the styles,
the same words remain.
"""

from __future__ import annotations

import html
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .wording import worded

# White text on each of these can be read by everyone, on a light page and on a dark one.
COLOURS = {"\u2713": "#0b5fa5", "\u2717": "#b34700", "\u25cb": "#666666"}
_LINE = "border-left:4px solid {colour};padding:2px 0 2px 10px;margin:2px 0;line-height:1.5"
_BADGE = "background:{colour};color:#ffffff;border-radius:3px;padding:1px 7px;margin-right:4px;white-space:nowrap"
_BELOW = "font-size:90%;margin-top:2px;white-space:pre-wrap"


@dataclass(frozen=True)
class Finding:
    """What one check found. `problem` is empty if there is none."""

    claim: str
    problem: str
    earned: float
    worth: float
    unwritten: bool = False

    @property
    def mark(self) -> str:
        """The sign for passed, not passed, or not written yet."""
        if not self.problem:
            return "\u2713"
        return "\u25cb" if self.unwritten else "\u2717"

    @property
    def text(self) -> str:
        below = f"\n    {self.problem}" if self.problem else ""
        return f"{self.mark} {self.claim}{below}"

    @property
    def html(self) -> str:
        told = f"{self.mark} {self._points}".rstrip()
        badge = f'<span style="{_BADGE.format(colour=COLOURS[self.mark])}">{told}</span>'
        return one_line(self.mark, f"{badge} {with_code(self.claim)}", with_code(self.problem))

    @property
    def _points(self) -> str:
        text = worded(
            "{earned:g} of {worth:g} point" if self.worth == 1 else "{earned:g} of {worth:g} points",
            earned=self.earned, worth=self.worth,
        )  # fmt: skip
        return text if self.worth else ""


class Checked(float):
    """The points that a cell's checks earned. nbgrader reads the number; a notebook shows the checks instead."""

    def __new__(cls, earned: float, findings: Sequence[Finding]) -> Checked:
        checked = super().__new__(cls, earned)
        checked.findings = findings
        return checked

    findings: Sequence[Finding]

    def _repr_html_(self) -> str:
        return "\n".join(each.html for each in self.findings)


@dataclass(frozen=True)
class Told:
    """A sentence that a notebook shows as one line, with more below it."""

    mark: str
    sentence: str
    below: str = ""

    def __repr__(self) -> str:
        return "\n".join(filter(None, [self.sentence, self.below]))

    def _repr_html_(self) -> str:
        return one_line(self.mark, f"{self.mark} {with_code(self.sentence)}", with_code(self.below))


FOUND: dict[str, Finding] = {}  # by the name of the test: what it found when it last ran


def summary(
    visible: Mapping[str, Sequence[str]], later: float = 0, by_hand: Mapping[str, float] | None = None
) -> Told | None:
    """How many answers pass their visible checks. `visible` names those of each answer.

    `later` are the points that come when the notebook is graded, and `by_hand` those of each answer in words.
    """
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        return None  # a page with the grades says more
    open_answers = [answer for answer, tests in visible.items() if not all(map(_passed, tests))]
    told = Told(
        "\u25cb" if open_answers else "\u2713",
        " ".join(filter(None, [_count(visible, len(visible) - len(open_answers)), _later(later)])),
        "\n".join(filter(None, [_left(visible, open_answers), _in_words(by_hand or {})])),
    )
    if in_notebook():
        return told
    print(told)
    return None


def _passed(test: str) -> bool:
    return test in FOUND and not FOUND[test].problem


def _count(visible: Mapping[str, Sequence[str]], passing: int) -> str:
    found = [FOUND[test] for tests in visible.values() for test in tests if test in FOUND]
    ran = len(found) == sum(map(len, visible.values()))  # or nobody knows what the others are worth
    worth = sum(each.worth for each in found)
    total = len(visible)
    if total == 1:
        count = worded(
            "{passing} of 1 answer passes its visible checks" if passing == 1
            else "{passing} of 1 answer pass their visible checks", passing=passing,
        )  # fmt: skip
    else:
        count = worded(
            "{passing} of {total} answers passes its visible checks" if passing == 1
            else "{passing} of {total} answers pass their visible checks", passing=passing, total=total,
        )  # fmt: skip
    if not (ran and worth):
        return f"{count}."
    earned = sum(each.earned for each in found)
    points = worded(
        "{earned:g} of {worth:g} visible point" if worth == 1 else "{earned:g} of {worth:g} visible points",
        earned=earned, worth=worth,
    )  # fmt: skip
    return f"{count} ({points})."


def _later(points: float) -> str:
    text = worded(
        "{points:g} point comes when it is graded." if points == 1 else "{points:g} points come when it is graded.",
        points=points,
    )
    return text if points else ""


def _in_words(by_hand: Mapping[str, float]) -> str:
    """Which answers no check reads."""
    told = [
        f"`{name}` ({worded('{points:g} point' if points == 1 else '{points:g} points', points=points)})"
        for name, points in by_hand.items()
    ]
    return worded("Written answers are graded by hand: {answers}.", answers=", ".join(told)) if told else ""


def _left(visible: Mapping[str, Sequence[str]], open_answers: Sequence[str]) -> str:
    """Which answers to look at, and why."""
    waiting = [answer for answer in open_answers if any(test not in FOUND for test in visible[answer])]
    failing = [answer for answer in open_answers if answer not in waiting]
    if len(failing) == len(visible):
        return ""  # all of them: the count says so
    texts = [(worded("Not yet"), failing), (worded("Not checked since the tools cell ran"), waiting)]
    return "\n".join(f"{text}: {', '.join(f'`{name}`' for name in names)}." for text, names in texts if names)


def one_line(mark: str, line: str, below: str) -> str:
    """A line in the colour of its mark, and smaller text below it. Both texts are HTML."""
    smaller = f'\n<div style="{_BELOW}">{below}</div>' if below else ""
    return f'<div style="{_LINE.format(colour=COLOURS[mark])}"><div>{line}</div>{smaller}</div>'


def with_code(text: str) -> str:
    """A text as HTML, with `code` between backticks."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))


def in_notebook() -> bool:
    """Whether what a cell ends with is shown as HTML. A terminal shows text only."""
    kinds = {kind.__name__ for kind in type(running_shell()).__mro__}
    return "InteractiveShell" in kinds and "TerminalInteractiveShell" not in kinds


def running_shell() -> Any:
    """The IPython shell that runs the notebook; None in plain Python."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None
