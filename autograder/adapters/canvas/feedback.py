"""Feedback for Canvas' upload of submissions, which attaches each file to a comment on its submission.

Canvas reads the first two parts of a file's name that are all digits as the user and the upload, as it wrote them into
its download; a last part that begins with `link` makes it ignore the file. It shows the file under the upload's own
name, whatever ours is.
"""

from __future__ import annotations

import re

from ...returning import on_every_system
from .downloads import NAME

_PAGE = "feedback.html"
_DIGITS = re.compile(r"^[0-9]+$", re.MULTILINE)  # as Canvas reads it, line by line


def feedback_place(origin: str, assignment: str) -> tuple[str, str] | None:
    """The upload's number, and the name in the zip file, from the name that Canvas' download had."""
    found = NAME.fullmatch(origin)
    if found is None or found["upload"] is None:
        return None
    name = on_every_system(f"{origin[: found.end('upload')]}_{_PAGE}")
    if _as_canvas_reads(name) != [found["number"], found["upload"]]:
        return None
    return str(int(found["upload"])), name


def _as_canvas_reads(name: str) -> list[str]:
    """The user and the upload. Where the submissions are anonymous, Canvas looks for others."""
    parts = name.split("_")
    return [part for part in parts if _DIGITS.search(part)][:2] if parts[0] != "anon" else []
