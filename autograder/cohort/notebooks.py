"""Executed notebooks, kept for feedback: of each submission the newest, all of a student's in one folder.

`RESULTS/notebooks/<student>/<assignment>.ipynb` is of the submission that was graded last. Those of earlier ones stay
beside it, named after their content, since the best attempt may be the one that counts. To erase a student's work,
remove the folder.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from ..intake import file_name
from ..judge import Notebook, Verdict, as_text
from ..writing import write_whole

Kept = Callable[[Verdict], Notebook | None]  # how to find the notebook of a verdict, if one was kept
_OF = "submission"  # the key, in the metadata, of the digest of what was handed in


def keep(notebook: Notebook, folder: Path, assignment: str, submission: str) -> None:
    """Keep a notebook as the newest of its assignment, whole or not at all."""
    marked = {**notebook, "metadata": {**notebook["metadata"], "autograder": {_OF: submission}}}
    keep_text(as_text(marked), folder, assignment, submission)


def keep_text(notebook: str | bytes, folder: Path, assignment: str, submission: str) -> None:
    """Keep a notebook as `keep` writes it elsewhere."""
    newest = folder / f"{assignment}.ipynb"
    before = _read(newest)
    of_before = _submission_of(before) if before else ""
    if of_before and of_before != submission:
        newest.replace(_earlier(folder, assignment, of_before))
    write_whole(newest, notebook)
    _earlier(folder, assignment, submission).unlink(missing_ok=True)  # handed in again: it is the newest now


def notebook_of(verdict: Verdict, notebooks: Path) -> Notebook | None:
    """The executed notebook of the submission that a verdict is about; None if none was kept."""
    folder = notebooks / file_name(verdict.student)
    for path in (folder / f"{verdict.assignment}.ipynb", _earlier(folder, verdict.assignment, verdict.submission)):
        found = _read(path)
        if found and _submission_of(found) == verdict.submission:
            return found
    return None


def _earlier(folder: Path, assignment: str, submission: str) -> Path:
    return folder / f"{assignment}.{submission[:16]}.ipynb"


def _read(path: Path) -> Notebook | None:
    """A kept notebook. One that is damaged, as after a power cut, counts as not kept: it is only for reading."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _submission_of(notebook: Notebook) -> str:
    """The digest of the submission; nothing in a notebook that an older version kept."""
    metadata = notebook.get("metadata", {})
    return str(metadata.get("autograder", {}).get(_OF, ""))
