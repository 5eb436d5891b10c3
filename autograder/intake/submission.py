"""Read an upload: a `Submission` that can be judged, or one that says why not."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from ..assignment import Assignment
from .layout import Upload
from .notebook import SIZE_CAP, Refused, parse
from .pristine import Placed, place


@dataclass(frozen=True)
class Submission:
    """What a student handed in, ready to run. `refused` says why it can't be graded."""

    student: str
    assignment: str
    sha256: str
    submitted: datetime
    cells: tuple[Placed, ...] = ()
    remarks: tuple[str, ...] = ()
    refused: str = ""


def read(upload: Upload, assignment: Assignment) -> Submission:
    """Read an upload. A file that can't be graded is a value, not an exception."""
    try:
        if upload.problem or upload.path is None:
            raise Refused(upload.problem or "There is no notebook in the upload.")
        content = read_capped(upload.path)
    except Refused as reason:
        return Submission(upload.student, assignment.name, _digest(b""), upload.submitted, refused=str(reason))
    return from_bytes(content, upload.student, assignment, upload.submitted)


def from_bytes(content: bytes, student: str, assignment: Assignment, submitted: datetime) -> Submission:
    """A submission from the bytes of a notebook."""
    try:
        cells, remarks = place(assignment, parse(content))
    except Refused as reason:
        return Submission(student, assignment.name, _digest(content), submitted, refused=str(reason))
    return Submission(student, assignment.name, _digest(content), submitted, cells, remarks)


def fingerprint(upload: Upload) -> str:
    """The digest that `read` would give the upload, without looking into it."""
    try:
        return _digest(read_capped(upload.path) if upload.path and not upload.problem else b"")
    except Refused:
        return _digest(b"")


def read_capped(path: Path) -> bytes:
    """A file's bytes up to just over the cap. Follows no link, waits for no pipe."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):
            raise Refused("The notebook is a link or a device, not a file.") from None
        raise  # our disk, not the student's fault
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Refused("The notebook is not a file.")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(SIZE_CAP + 1)
    finally:
        os.close(descriptor)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
