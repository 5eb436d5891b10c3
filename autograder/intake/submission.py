"""Read an upload: a `Submission` that can be judged, or one that says why not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from ..assignment import Assignment
from .files import read_capped
from .layout import Upload
from .notebook import SIZE_CAP, Refused, parse
from .pristine import RunCell, arrange


@dataclass(frozen=True)
class Submission:
    """What a student handed in, ready to run. `refused` says why it can't be graded."""

    student: str
    assignment: str
    sha256: str
    submitted: datetime
    cells: tuple[RunCell, ...] = ()
    remarks: tuple[str, ...] = ()
    refused: str = ""


def read(upload: Upload, assignment: Assignment) -> Submission:
    """Read an upload. A file that can't be graded gives a refused submission; OSError means that our disk failed."""
    if upload.ours:
        raise OSError(upload.problem)
    try:
        if upload.problem or upload.path is None:
            raise Refused(upload.problem or "There is no notebook in the upload.")
        content = read_capped(upload.path, SIZE_CAP)
    except Refused as reason:
        return Submission(upload.student, assignment.name, _digest(b""), upload.submitted, refused=str(reason))
    submission = from_bytes(content, upload.student, assignment, upload.submitted)
    return replace(submission, remarks=(*submission.remarks, *upload.remarks))


def from_bytes(content: bytes, student: str, assignment: Assignment, submitted: datetime) -> Submission:
    """A submission from the bytes of a notebook."""
    try:
        cells, remarks = arrange(assignment, parse(content))
    except Refused as reason:
        return Submission(student, assignment.name, _digest(content), submitted, refused=str(reason))
    return Submission(student, assignment.name, _digest(content), submitted, cells, remarks)


def fingerprint(upload: Upload) -> str:
    """The digest that `read` would give the upload, without parsing it."""
    if upload.digest:
        return upload.digest
    try:
        return _digest(read_capped(upload.path, SIZE_CAP) if upload.path and not upload.problem else b"")
    except Refused:
        return _digest(b"")


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
