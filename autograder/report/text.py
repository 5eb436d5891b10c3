"""Text that anybody may have written, made safe to show: on a page, and in a table that a spreadsheet opens.

Theory of operation. A page escapes each value, so no text becomes markup; but text alone can still mislead, by marks
that turn the writing direction and by characters that nobody sees. A spreadsheet runs a cell that begins like a
formula, also behind blanks, in full width, and where it starts a new cell at a separator other than ours. Every value
on a page passes through `plain`, and every text in a table through both functions.
"""

from __future__ import annotations

import unicodedata

from ..intake import printable

_SIGNS = frozenset("=+-@\N{MINUS SIGN}")
_SEPARATORS = frozenset(',;|\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"')


def plain(text: str) -> str:
    """The same lines, without control characters and marks that turn the writing direction."""
    lines = text.expandtabs().splitlines()
    return "\n".join(line if line.isprintable() else printable(line) for line in lines)  # the first is much faster


def harmless(text: str) -> str:
    """The same text, with an apostrophe before each sign at which a spreadsheet could begin to read a formula."""
    shown, begins = list[str](), True
    for character in text:
        known = unicodedata.normalize("NFKC", character)  # ＝ and ﹦ are read as =
        if begins and known in _SIGNS:
            shown.append("'")
        begins = known in _SEPARATORS or (begins and _unseen(known))
        shown.append(character)
    return "".join(shown)


def _unseen(character: str) -> bool:
    """Whether a spreadsheet may skip this character at the start of a cell."""
    return not character.strip() or unicodedata.category(character[0])[0] == "C"
