"""Runs in Gradescope's container: grades the one submission there with our judge, and writes results.json.

If it fails through our fault, it writes no results: Gradescope then says that the autograder failed, and nobody gets a
zero. A submission that can't be graded gets results that say why.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ...course import load_course
from ...intake import Upload, read
from ...judge import Judge, Verdict
from ...sandbox import Limits
from ...writing import write_whole
from .results import results


@dataclass(frozen=True)
class Told:
    """What Gradescope's submission_metadata.json says about a submission."""

    number: str
    students: tuple[str, ...]
    created: datetime

    @staticmethod
    def read(text: str) -> Told:
        facts: dict[str, Any] = json.loads(text)
        users = facts.get("users") or []
        names = tuple(str(user.get("sid") or user.get("email") or user.get("name") or user.get("id")) for user in users)
        created = datetime.fromisoformat(str(facts["created_at"]))
        return Told(str(facts["id"]), names, created if created.tzinfo else created.replace(tzinfo=UTC))

    @property
    def student(self) -> str:
        return self.students[0] if self.students else f"submission-{self.number}"


def upload_in(folder: Path, assignment: str, told: Told) -> Upload:
    """The notebook that was handed in: the one with the assignment's name, or the only one."""
    found = sorted(path for path in folder.iterdir() if path.suffix == ".ipynb")
    named = [path for path in found if path.stem == assignment] or found
    problem = ""
    if len(named) != 1:
        what = "no notebook" if not found else f"{len(found)} notebooks, and none of them has that name"
        problem = f"Hand in one notebook, {assignment}.ipynb. This submission has {what}."
    path = named[0] if len(named) == 1 else None
    return Upload(told.student, assignment, path, told.created, problem)


def grade(root: Path) -> Verdict:
    """The verdict on what lies in a container's folder, /autograder."""
    course = load_course(root / "source" / "course").whole()
    [assignment] = course.assignments
    told = Told.read((root / "submission_metadata.json").read_text(encoding="utf-8"))
    upload = upload_in(root / "submission", assignment.name, told)
    with Judge(course.secret) as judge:
        limits = Limits.granted_by(course.policy.limits)
        return judge.grade(assignment, read(upload, assignment), limits).verdict


def main(root: str) -> None:
    folder = Path(root)
    found = json.dumps(results(grade(folder)), ensure_ascii=False, indent=1)
    write_whole(folder / "results" / "results.json", found)


if __name__ == "__main__":
    main(sys.argv[1])
