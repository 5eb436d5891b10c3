"""Compare a translation with its source: what is no language must be the same in both."""

from __future__ import annotations

import re
from collections import Counter

_FORMULA = re.compile(r"\$\$.+?\$\$|(?<![\\$])\$[^$]+\$", re.DOTALL)
_CODE = re.compile(r"`[^`]+`")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_THOUSANDS = re.compile(r"(?<=\d)[, \u00a0\u202f](?=\d{3}(?!\d))")
_KINDS = {
    "formula": _FORMULA,
    "piece of code": _CODE,
    "HTML tag": re.compile(r"</?[a-z][^>]*>"),
    "placeholder": re.compile(r"\{[^{}]*\}"),
    "address": re.compile(r"\]\([^)]+\)"),
    "name": re.compile(r"\b[A-Za-z]\w*_\w+"),  # such as fit_line; a name without _ may be a word as well
    "escape": re.compile(r"\\."),
}
_LINE = re.compile(r"^(\s*)([-*+] |#{1,6} |\d+[.)] |\||)")


def fault(source: str, translation: str) -> str:
    """What is wrong with a translation, in words; nothing if it has the same code, formulas, numbers and lines."""
    ours, theirs = source, translation
    for kind, pattern in _KINDS.items():
        found, wanted = (Counter(map(_plain, pattern.findall(text))) for text in (theirs, ours))
        if found != wanted:
            return _differs(kind, wanted - found, found - wanted)
        if kind in ("formula", "piece of code"):  # what is inside is compared
            ours, theirs = pattern.sub(" ", ours), pattern.sub(" ", theirs)
    found, wanted = (Counter(_NUMBER.findall(_THOUSANDS.sub("", text))) for text in (theirs, ours))
    if found != wanted:
        return _differs("number", wanted - found, found - wanted)
    if _structure(source) != _structure(translation):
        return "its headings, list items and lines are not those of the source"
    return ""


def _plain(text: str) -> str:
    """Formulas are the same even if their words and spaces differ."""
    return re.sub(r"\s+", " ", re.sub(r"\\text\{[^}]*\}", r"\\text{}", text)) if text.startswith("$") else text


def _differs(kind: str, missing: Counter[str], extra: Counter[str]) -> str:
    told = [f"the {kind} {each} is missing" for each in missing]
    told += [f"the {kind} {each} is not in the source" for each in extra]
    return told[0]


def _structure(text: str) -> list[tuple[str, str, int]]:
    """How each line begins, and how many cells it has if it is a row."""
    found = [_LINE.match(line) for line in text.split("\n")]
    return [
        (each[1], each[2], line.count("|") if each[2] == "|" else 0)
        for each, line in zip(found, text.split("\n"), strict=True)
        if each
    ]
