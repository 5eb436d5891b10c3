"""Students' ids: anybody may have chosen them, and they become folder names and text on a terminal."""

from __future__ import annotations

import unicodedata
from hashlib import sha256

LONGEST_ID = 128  # bytes; file systems allow 255, and reports append to a name
_PLATFORMS_CAP = 100  # bytes of an id made from a platform's name and number
_SHOWN = 300  # characters: a zip file may hold names of 64 kB


def printable(text: str) -> str:
    """The text with control characters, direction marks and half surrogate pairs replaced."""
    return "".join(c if unicodedata.category(c)[0] != "C" else "\N{REPLACEMENT CHARACTER}" for c in text)


def shown(text: str, most: int = _SHOWN) -> str:
    """Anybody's text, made fit for one line on a terminal."""
    return printable(text if len(text) <= most else f"{text[:most]}…")


def student_id(name: str, number: str = "") -> str:
    """A student's id on a platform, which is also the name of a folder. A long name is cut, but not its number."""
    cut = printable(name).replace("/", " ").encode()[: _PLATFORMS_CAP - len(number) - 1].decode(errors="ignore")
    return f"{cut} {number}".strip(" .") or "nameless"


def file_name(student: str) -> str:
    """A student's id as the name of a file or folder; an odd one gets a digest, to avoid collisions."""
    safe = "".join(c if c.isalnum() or c in "-_@+" or (c == "." and i) else "_" for i, c in enumerate(student))
    return safe if safe == student else f"{safe[:80]}-{sha256(student.encode()).hexdigest()[:8]}"


def bad_id(student: str) -> str:
    """Why nobody can be graded under this id, or nothing."""
    if len(student.encode(errors="replace")) > LONGEST_ID:
        return f"The student's id is longer than {LONGEST_ID} bytes."
    if student != printable(student):
        return "The student's id contains unprintable characters."
    return ""
