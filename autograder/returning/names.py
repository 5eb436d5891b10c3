"""Names of files that every system can unpack: no way out, nothing reserved, nothing hidden, no two alike."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from ..intake import file_name

_FORBIDDEN = frozenset('<>:"/\\|?*')
_RESERVED = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])\s*(\..*)?", re.IGNORECASE | re.DOTALL)  # on Windows
_LONGEST = 200  # bytes; file systems allow 255, and Moodle has 255 characters for a folder in a folder


def on_every_system(name: str) -> str:
    """The same name if every system takes it, else the nearest one. Only its start is cut if it is too long."""
    text = unicodedata.normalize("NFC", name)
    text = "".join("-" if c in _FORBIDDEN or unicodedata.category(c)[0] == "C" else c for c in text)
    text = text.encode()[-_LONGEST:].decode(errors="ignore")
    text = text.lstrip(" .~-").rstrip(" .")  # Moodle and Unix hide what begins so, and Windows drops such an end
    return f"x-{text}" if not text or _RESERVED.fullmatch(text) else text


def distinct(names: Sequence[str]) -> list[str]:
    """The same names, safe on every system; later ones get a number where two are the same to some system."""
    found, taken = list[str](), set[str]()
    for name in map(on_every_system, names):
        stem, dot, ending = name.rpartition(".")
        start, end = (stem, dot + ending) if stem else (name, "")
        number, chosen = 1, name
        while folded(chosen) in taken:
            number += 1
            chosen = f"{start}-{number}{end}"
        taken.add(folded(chosen))
        found.append(chosen)
    return found


def for_students(students: Sequence[str]) -> list[str]:
    """A name for each student's file, from the id alone; ids that are the same file on some system get a digest."""
    names = [on_every_system(file_name(student)) for student in students]
    often = Counter(map(folded, names))
    return [
        f"{name}-{sha256(student.encode()).hexdigest()[:8]}" if often[folded(name)] > 1 else name
        for student, name in zip(students, names, strict=True)
    ]


def folded(name: str) -> str:
    """One text for all names that are the same file on some system."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
