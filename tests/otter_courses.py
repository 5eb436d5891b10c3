"""Assignments of otter's that are not ours: written for a test, or taken from otter's own tests."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

from autograder.adapters import otter
from autograder.cohort import Run, Stopped
from autograder.judge import Verdict

NOW = datetime(2026, 11, 20, tzinfo=UTC)
START = 'import otter\ngrader = otter.Notebook("hw.ipynb")'


def student_notebook(sources: Sequence[str | NotebookNode], name: str = "hw", **metadata: Any) -> NotebookNode:
    """A student's notebook of these code cells."""
    cells = [nbformat.v4.new_code_cell(each) if isinstance(each, str) else each for each in sources]
    for number, cell in enumerate(cells):
        cell.id = f"c{number}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    told = {"kernelspec": kernel, "otter": {"assignment_name": name}, **metadata}
    return nbformat.v4.new_notebook(cells=cells, metadata=told)


def ok_test(name: str, points: float | list[float], cases: Sequence[tuple[str, bool]], **more: Any) -> str:
    """A test in otter's OK format; each case is given by its code, and whether it is hidden."""
    listed = [{"code": code, "hidden": hidden, "locked": False} for code, hidden in cases]
    suite = {"cases": listed, "scored": True, "setup": "", "teardown": "", "type": "doctest"}
    return f"OK_FORMAT = True\n\ntest = { ({'name': name, 'points': points, 'suites': [suite], **more})!r}\n"


def exception_test(name: str, points: str, cases: str) -> str:
    """A test in otter's format of exceptions."""
    return f'from otter.test_files import test_case\nOK_FORMAT = False\nname = "{name}"\npoints = {points}\n\n{cases}'


def write_assignment(
    root: Path, tests: Mapping[str, str], settings: Mapping[str, Any] | None = None, **files: str
) -> Path:
    """An assignment as a folder with an autograder's zip file in it. Returns the folder."""
    root.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(root / "hw-autograder.zip", "w") as archive:
        archive.writestr("run_autograder", "#!/bin/bash\n")
        archive.writestr("otter_config.json", json.dumps(settings or {}))
        for question, text in tests.items():
            archive.writestr(f"tests/{question}.py", text)
        for name, text in files.items():
            archive.writestr(f"files/{name.replace('__', '/')}.txt", text)
    return root


def hand_in(folder: Path, student: str, source: NotebookNode | bytes, ending: str = "ipynb") -> Path:
    """Put a file where `otter grade` would look for it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{student}.{ending}"
    path.write_bytes(source if isinstance(source, bytes) else nbformat.writes(source).encode())
    return path


def grade(root: Path, submissions: Path, results: Path, *, again: bool = False) -> dict[str, Verdict]:
    """Grade what was handed in to one assignment in our boxes; the verdicts by student."""
    theirs = otter.open_course(root)
    gathered = otter.handed_in(submissions, theirs.course.names)
    results.mkdir(exist_ok=True)
    address = f"sqlite:///{results / 'gradebook.db'}"
    with Run(theirs.course, gathered.uploads, results, address, otter.BoxedOtter(theirs, results), again=again) as run:
        found = list(run.verdicts(2, lambda: NOW))
    verdicts = [each for each in found if not isinstance(each, Stopped)]
    otter.write_grades(results, gathered.uploads, verdicts)
    return {each.student: each for each in verdicts}


_REAL = """
import contextlib, io, json, sys
from otter.run import main
for line in sys.stdin:
    autograder, notebook, folder = json.loads(line)
    with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
        main(notebook, autograder=autograder, output_dir=folder, no_logo=True)
"""


def real_otter(autograder: Path, notebooks: Mapping[str, Path], to: Path) -> dict[str, Any]:
    """What `otter run` writes about these notebooks, by student; nothing about one that it can't grade."""
    tasks = []
    for student, notebook in notebooks.items():
        (to / student).mkdir(parents=True)
        tasks.append(json.dumps([str(autograder), str(notebook), str(to / student)]))
    halves = [subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", _REAL], stdin=subprocess.PIPE, text=True, stderr=subprocess.PIPE,
    ) for _ in range(2)]  # fmt: skip
    for number, process in enumerate(halves):
        assert process.stdin is not None
        process.stdin.write("\n".join(tasks[number::2]))
        process.stdin.close()
    for process in halves:
        assert process.stderr is not None
        process.stderr.read()
        process.stderr.close()
        process.wait()
    return {student: told for student in notebooks if (told := written(to / student / "results.json"))}


def written(path: Path) -> Any:
    """A results.json, without what differs from run to run."""
    if not path.exists():
        return None
    text = re.sub(r"0x[0-9a-f]+", "0x", path.read_text(encoding="utf-8"))
    return json.loads(re.sub(r"<ipython-input-[^>]*>|/tmp/ipykernel_\d+/\d+\.py", "cell", text))
