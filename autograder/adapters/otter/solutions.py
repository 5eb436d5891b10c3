"""otter's marks in the code of a solution: what students get in its place, and the solution without marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BEGIN = re.compile(r"(\s*)# ?BEGIN SOLUTION( NO PROMPT)?\s*$")
_END = re.compile(r"\s*# ?END SOLUTION\s*$")
_ASSIGNED = re.compile(r"(\s*[\w.,\s\[\]'\"]+?\s*=)(?!=).*# ?SOLUTION\s*$")
_LINE = re.compile(r"(\s*).*# ?SOLUTION\s*$")
_NOTHING = re.compile(r".*# ?SOLUTION NO PROMPT\s*$")
_SEED = re.compile(r".*# ?SEED\s*$")
_TAIL = re.compile(r"\s*# ?(?:SOLUTION(?: NO PROMPT)?|SEED)\s*$")
_PROMPT = re.compile(r".*# ?(BEGIN|END) PROMPT\s*$")
_IGNORED = re.compile(r".*# ?IGNORE\s*$")
_IGNORING = re.compile(r"\s*# ?(BEGIN|END) IGNORE\s*$")


def given(source: str) -> str:
    """Code without the lines that otter drops everywhere."""
    kept, ignoring = list[str](), False
    for line in source.splitlines():
        if found := _IGNORING.match(line):
            ignoring = found[1] == "BEGIN"
        elif not ignoring and not _IGNORED.match(line):
            kept.append(line)
    return "\n".join(kept)


def solved(source: str) -> str:
    """The solution as code that runs: without marks, and without what only students get."""
    kept, prompting = list[str](), False
    for line in given(source).splitlines():
        if found := _PROMPT.match(line):
            prompting = found[1] == "BEGIN"
        elif not prompting and not _BEGIN.match(line) and not _END.match(line):
            kept.append(_TAIL.sub("", line))
    return "\n".join(kept)


def started(source: str) -> str:
    """What students get: `...` in place of each solution."""
    return "\n".join(_started(given(source).splitlines()))


def _started(lines: list[str]) -> Iterator[str]:
    solving = False
    for line in lines:
        if begin := _BEGIN.match(line):
            solving = True
            if not begin[2]:
                yield f"{begin[1]}..."
        elif _END.match(line):
            solving = False
        elif solving or _NOTHING.match(line) or _SEED.match(line) or _PROMPT.match(line):
            continue
        elif found := _ASSIGNED.match(line) or _LINE.match(line):
            yield f"{found[1]} ..." if found[1].strip() else f"{found[1]}..."
        else:
            yield line
