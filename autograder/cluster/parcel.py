"""A course as bytes, for a node: what grading reads of its folder, and the cohort's secret."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from ..course import CONFIG, Course
from ..zips import zipped
from .address import ClusterError

_FOLDERS = ("assignments", "reference", "datasets", "translations")


def packed(course: Course) -> bytes:
    """The course's files and its secret, in a zip file. Whoever has it knows everything about the cohort's grading."""
    files = {path.relative_to(course.root).as_posix(): path.read_bytes() for path in _files(course)}
    files[f"keys/{course.policy.course.cohort}.secret"] = course.secret.key
    return zipped(files, lambda _: 0o600)


def unpacked(parcel: bytes, folder: Path) -> None:
    """Put a course's files into a folder that nobody else can read."""
    folder.mkdir(mode=0o700)
    with zipfile.ZipFile(io.BytesIO(parcel)) as archive:
        archive.extractall(folder)


def hash_of(course: Course) -> str:
    """The same on two machines only if they would give the same grades: files, data, limits and secret."""
    said = [f"{each.name} {each.hash}" for each in course.assignments]
    said += [f"{name} is broken" for name in sorted(course.broken)]
    return sha256("\0".join([*said, course.secret.fingerprint]).encode()).hexdigest()


def _files(course: Course) -> Iterator[Path]:
    root = course.root
    if (root / CONFIG).exists():
        yield root / CONFIG
    for folder in [*(root / name for name in _FOLDERS), *_real_data(course)]:
        for path in sorted(folder.rglob("*")):
            hidden = any(part.startswith((".", "__pycache__")) for part in path.relative_to(folder).parts)
            if path.is_file() and not hidden:
                yield path


def _real_data(course: Course) -> Iterator[Path]:
    """The folders of a school's own data, which must lie in the course to be found there again."""
    for name, real in course.policy.datasets.items():
        folder = (course.root / Path(real.folder).expanduser()).resolve()
        if Path(real.folder).is_absolute() or course.root.resolve() not in folder.parents:
            fix = "Put it into the course's folder and name it from there: nodes get that folder only."
            raise ClusterError(f"datasets.{name}: {real.folder} lies outside the course. {fix}")
        yield course.root / real.folder
