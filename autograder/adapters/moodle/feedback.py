"""Feedback for Moodle's "Upload multiple feedback files in a zip".

Moodle finds whose a file is by the number behind the first underscore of its folder, as it wrote it into its download.
It needs the words `assignsubmission_file` behind the number, and ignores the name in front of it. A file of the same
name replaces the one that the student has.
"""

from __future__ import annotations

from ...returning import on_every_system
from .downloads import FOLDER, WHO


def feedback_place(origin: str, assignment: str) -> tuple[str, str] | None:
    """The participant's number, and the name in the zip file, from the name that Moodle's download had."""
    who = WHO.match(origin)
    if who is None or origin.split("_")[1] != who["number"]:  # Moodle reads a name's own `_7x` or `_1e3` as the number
        return None
    folder = origin if FOLDER.fullmatch(origin) else f"{who[0]}_"
    return str(int(who["number"])), f"{on_every_system(folder)}/{on_every_system(f'{assignment}.html')}"
