"""What the text before a picture says about it, for people who can't see the picture."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ENDS = re.compile(r"(?<=[.?!]) ")
_ABOUT = re.compile(
    r"\b(?:pictures?|figures?|plots?|maps?)(?: below)? (?:shows?|draws?|compares?|works?|is|each)\b"
    r"|\bIn the (?:figure|picture)\b"
    r"|\b(?:Bild(?:er)?|Abbildung(?:en)?|Karten?)(?: unten)? (?:zeigt|zeigen|vergleicht|vergleichen|ist|sind)\b"
    r"|^(?:Im Bild|In der Abbildung)\b"
    r"|^(?:In|Drawn)\b.*\b(?:pictures?|figures?|images?)\b"
)
_HEADING = re.compile(r"^#+ (?:\d+\. )?(.+)$", re.MULTILINE)
_SIGNS = re.compile(r"\*\*|[*`$]|</?\w+>")  # of Markdown; a screen reader would read them out


def description(texts: Sequence[str]) -> str:
    """What the texts before a picture, in order, say about it: nothing if there is not even a heading.

    That is the last text's sentences about a picture, from the first one to the end of its paragraph. Without any, it
    is the last heading.
    """
    found = _sentences(texts[-1]) if texts else ""
    return _SIGNS.sub("", found or last_heading("\n".join(texts)))


def last_heading(text: str) -> str:
    """The last heading of a text, without its number; nothing if there is none."""
    headings = _HEADING.findall(text)
    return headings[-1] if headings else ""


def _sentences(text: str) -> str:
    for paragraph in reversed(text.split("\n\n")):
        sentences = _ENDS.split(" ".join(paragraph.split()))
        about = next((number for number, each in enumerate(sentences) if _ABOUT.search(each)), None)
        if about is not None:
            return " ".join(sentences[about:])
    return ""
