"""A course in, the zip file out that Gradescope takes as the autograder of one topic.

Theory of operation. Gradescope unpacks it into /autograder/source, runs setup.sh once, and run_autograder for each
submission, as root in a container. So the zip holds this program, what it needs in the versions that are installed
here, and the course with this one topic: tests, right answers, recipes of data, and the cohort's secret. Only the box
keeps these from a student's code, and nothing is graded where the container grants none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

import yaml
from packaging.requirements import Requirement

from ...assignment import Assignment, Prose
from ...course import CONFIG, Course
from ...errors import UserMistake
from ...judge import library_for
from ...zips import zipped

_PROGRAM = Path(__file__).parents[3]
_PACKAGE = __name__.partition(".")[0]
_OF_A_TOPIC = ("assignments", "gates", "retrain")  # keys of a policy that name topics
_OF_EVERYBODY = ("extensions", "certificate")  # what a container has no business with: names, and who signs

SETUP = """\
#!/usr/bin/env bash
set -euo pipefail
python3 -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' || {
  echo "This needs Python 3.11 or newer: choose a newer base image in Gradescope's settings of the autograder." >&2
  exit 1
}
python3 -m venv /autograder/environment
/autograder/environment/bin/pip install --no-cache-dir --requirement /autograder/source/requirements.txt
chmod 700 /autograder/source
"""
RUN = """\
#!/usr/bin/env bash
set -euo pipefail
export PYTHONPATH=/autograder/source/program
exec /autograder/environment/bin/python -m autograder.adapters.gradescope.running /autograder
"""


class PackingError(UserMistake):
    """Raised when the autograder for Gradescope can't be made here."""


def file_name(assignment: Assignment) -> str:
    """The name of the file to upload to Gradescope."""
    return f"{assignment.name}-gradescope.zip"


def package(course: Course, assignment: Assignment) -> bytes:
    """The zip file. It holds the cohort's secret: keep it like a key, and upload it to Gradescope only."""
    library = library_for(cell.source for cell in assignment.cells if isinstance(cell, Prose))
    files = {
        "setup.sh": SETUP.encode(),
        "run_autograder": RUN.encode(),
        "requirements.txt": "".join(f"{line}\n" for line in _pinned(keras=library == "keras")).encode(),
        **{f"program/{_PACKAGE}/{name}": content for name, content in _files(_PROGRAM / _PACKAGE)},
        **{f"course/{name}": content for name, content in _course(course, assignment)},
    }
    return zipped(files, _rights)


def _course(course: Course, assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    """The course's folder, with one topic."""
    root, name = course.root, assignment.name
    if (root / CONFIG).exists():
        yield CONFIG, _policy((root / CONFIG).read_text(encoding="utf-8"), name)
    others = set(course.names) - {name}
    for folder in (f"assignments/{name}", "datasets", *_folders_of_data(course), "translations"):
        for file, content in _files(root / folder):
            if Path(file).stem not in others:  # a topic's translation is named after it
                yield f"{folder}/{file}", content
    for path in sorted((root / "reference").glob(f"{name}.*")):
        yield f"reference/{path.name}", path.read_bytes()
    yield f"keys/{course.policy.course.cohort}.secret", course.secret.key


def _folders_of_data(course: Course) -> list[str]:
    """Where real data lie, below the course."""
    return [data.folder for data in course.policy.datasets.values() if not Path(data.folder).is_absolute()]


def _policy(text: str, name: str) -> bytes:
    """The policy, as far as it is about this topic; the program refuses names of topics that are not there."""
    policy: dict[str, Any] = yaml.safe_load(text) or {}
    for key in _OF_EVERYBODY:
        policy.pop(key, None)
    for key in _OF_A_TOPIC:
        if policy.get(key):
            policy[key] = {topic: told for topic, told in policy[key].items() if topic == name}
    return yaml.safe_dump(policy, sort_keys=False, allow_unicode=True).encode()


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _pinned(*, keras: bool) -> list[str]:
    """What this program needs, directly or not, in the versions that are installed here."""
    found: dict[str, str] = {}
    waiting = _direct(keras=keras)
    while waiting:
        wanted = waiting.pop()
        try:
            needs = [Requirement(line) for line in requires(wanted.name) or []]
            found[_plain(wanted.name)] = version(wanted.name)
        except PackageNotFoundError:
            raise PackingError(
                f"{wanted.name} is not installed here, and is needed in Gradescope. Install it."
            ) from None
        environments = [{"extra": extra} for extra in (*wanted.extras, "")]
        needed = [need for need in needs if not need.marker or any(map(need.marker.evaluate, environments))]
        waiting += [need for need in needed if _plain(need.name) not in found]
    return [f"{name}=={number}" for name, number in sorted(found.items())]


def _direct(*, keras: bool) -> list[Requirement]:
    """What this program names itself. In a checkout, an installation may have been made from an older version."""
    if (checkout := _PROGRAM / "pyproject.toml").exists():
        project = tomllib.loads(checkout.read_text(encoding="utf-8"))["project"]
        return [
            Requirement(each) for each in project["dependencies"] + project["optional-dependencies"]["keras"] * keras
        ]
    named = [Requirement(each) for each in requires(_PACKAGE) or []]
    return [each for each in named if not each.marker or each.marker.evaluate({"extra": "keras" if keras else ""})]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _rights(name: str) -> int:
    """Scripts can be run, and what is the course's only its owner reads."""
    return 0o755 if name in ("run_autograder", "setup.sh") else 0o600 if name.startswith("course/") else 0o644
