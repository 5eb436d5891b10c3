"""Write the course's releases to a folder: for students, for nbgrader, for otter, and executed for instructors.

Building again changes no byte where nothing changed. Files that nbgrader and otter put beside ours are left alone.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from . import release
from .assignment import Assignment, Prose
from .datasets.dataset import as_file
from .intake import from_bytes
from .judge import Judge
from .judge.executed import executed_notebook
from .release.leaks import leaks
from .release.plan import feedback_source, tools_source
from .release.standalone import TOOLS
from .sandbox.limits import Limits

_MANIFEST = ".built"
_NBGRADER_CONFIG = """\
import os
from pathlib import Path

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import GetGrades

# Run nbgrader here: nbgrader generate_assignment TOPIC, then collect, autograde, formgrade as usual.
c = get_config()
# Tests of trained models find the hidden data there. Keep it away from students: what grades a model here shares a
# process with their code.
os.environ["COURSE_HIDDEN_DATA"] = str(Path(__file__).resolve().parent / "hidden")
c.CourseDirectory.course_id = "fdl"
# Below a solution stands the stub that students get, so nothing need be put in a solution's place.
c.ClearSolutions.code_stub = {"python": ""}
c.OverwriteCells.add_missing_cells = True
# Without this, `nbgrader generate_feedback` shows students the hidden tests.
c.GenerateFeedback.preprocessors = [GetGrades, HideHiddenTests, CSSHTMLHeaderPreprocessor]
"""
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
Files = dict[str, bytes]


class LeakError(Exception):
    """Raised when a release for students shows what only graders may see."""


def build(course: tuple[Assignment, ...], to: Path, judge: Judge, limits: Limits,
          progress: Callable[[str], None] = lambda step: None) -> list[Path]:  # fmt: skip
    """Write every release below `to`, and return the folders. Raises LeakError before anything leaked is kept."""
    files: Files = {"nbgrader/nbgrader_config.py": f"{feedback_source()}\n\n{_NBGRADER_CONFIG}".encode()}
    for assignment in course:
        progress(assignment.name)
        hidden = _hidden(assignment, judge.secret)
        files |= _releases(assignment, hidden)
        files |= {f"nbgrader/hidden/{file}": content for file, content in hidden.items()}
        files[f"reference/{assignment.name}/{assignment.name}.ipynb"] = _bytes(_executed(assignment, judge, limits))
    with tempfile.TemporaryDirectory() as scratch:
        _write({name: content for name, content in files.items() if name.startswith("student/")}, Path(scratch))
        found = leaks(Path(scratch), course)
    if found:
        raise LeakError("\n".join(line.removeprefix(f"{scratch}/") for line in found))
    _replace(files, to)
    return [to / name for name in ("student", "nbgrader", "otter", "reference")]


def _releases(assignment: Assignment, hidden: Files) -> Files:
    name, tools = assignment.name, tools_source(assignment).encode()
    return {
        f"student/{name}/{name}.ipynb": _bytes(release.student(assignment)),
        f"nbgrader/source/{name}/{name}.ipynb": _bytes(release.nbgrader(assignment)),
        # A file beside the notebook outlives the cell that makes it, which a student may delete.
        f"nbgrader/source/{name}/{TOOLS}.py": tools,
        f"otter/{name}/{name}.ipynb": _bytes(release.otter(assignment)),
        f"otter/{name}/{TOOLS}.py": tools,
        # An instructor who runs a reference notebook once more finds the tests' tools beside it.
        f"reference/{name}/{TOOLS}.py": tools,
        **{f"reference/{name}/hidden-{file}": content for file, content in hidden.items()},
        **{f"otter/{name}/{file}": content for file, content in _gradescope(assignment, hidden)},
        **{
            f"{folder}/{name}/{file}": content
            for folder in ("student", "nbgrader/source", "otter", "reference")
            for file, content in assignment.files.items()
        },
    }


def _hidden(assignment: Assignment, secret: bytes) -> Files:
    """The hidden data that the tests use, by name. No release for students holds it."""
    tests = assignment.tests_source.replace('"', "'")
    used = [data for data in assignment.data if f"hidden('{data.name}')" in tests]
    return {data.file: as_file(data.hidden(secret)) for data in used}


def _executed(assignment: Assignment, judge: Judge, limits: Limits) -> NotebookNode:
    """The reference notebook, run in a box, with its pictures and the outcome of every test."""
    right = _bytes(release.filled(assignment, assignment.right))
    submission = from_bytes(right, "reference", assignment, datetime.fromtimestamp(0, UTC))
    with judge.bench(assignment, submission, limits, pictures=True) as bench:
        outcomes = judge.examination(assignment).outcomes(bench)
        executed = nbformat.from_dict(executed_notebook(bench.executed, outcomes))
    reference = release.reference(assignment)
    sources = {cell.id: cell.source for cell in reference.cells}
    for cell in executed.cells:  # an instructor reads the hidden tests where they run
        cell.source = sources[cell.id]
        for output in cell.get("outputs", []):
            if "text/plain" in output.get("data", {}):  # where something lay in memory is another place each time
                output.data["text/plain"] = _ADDRESS.sub("", output.data["text/plain"])
    executed.metadata.update(reference.metadata)
    return executed


def _gradescope(assignment: Assignment, hidden: Files) -> Iterator[tuple[str, bytes]]:
    """The autograder that Gradescope runs, as otter makes it; nothing where otter is not installed."""
    try:
        from otter.generate import main as generate
    except ImportError:
        return
    with tempfile.TemporaryDirectory() as scratch, contextlib.chdir(scratch):
        tests = {f"tests/{file}": text.encode() for file, text in release.otter_tests(assignment).items()}
        beside = {f"{TOOLS}.py": tools_source(assignment).encode(), **assignment.files}
        beside |= {f"hidden-{file}": content for file, content in hidden.items()}
        _write({**tests, **beside, "requirements.txt": _requirements(assignment).encode()}, Path())
        config = {"assignment_name": assignment.name, "show_stdout": False}
        _write({"otter_config.json": json.dumps(config).encode()}, Path())
        with contextlib.redirect_stdout(io.StringIO()):
            generate(output_path="autograder.zip", files=list(beside), python_version="3.11")
        yield f"{assignment.name}-autograder.zip", _steady(Path("autograder.zip"))


def _requirements(assignment: Assignment) -> str:
    """What Gradescope installs before it grades."""
    imports = "\n".join(cell.source for cell in assignment.cells if isinstance(cell, Prose) and cell.kind == "code")
    return "numpy\nmatplotlib\n" + ("keras\ntensorflow\n" if "import keras" in imports else "")


def _steady(archive: Path) -> bytes:
    """A zip's content as a zip that is the same whenever it is made."""
    steady = io.BytesIO()
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = (0o755 if name in ("run_autograder", "setup.sh") else 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return steady.getvalue()


def _bytes(notebook: NotebookNode) -> bytes:
    text: str = nbformat.writes(notebook)
    return f"{text}\n".encode()


def _write(files: Files, folder: Path) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _replace(files: Files, to: Path) -> None:
    """Write what changed, and remove what an earlier build wrote and this one does not."""
    manifest = to / _MANIFEST
    earlier = manifest.read_text().splitlines() if manifest.exists() else []
    for name in set(earlier) - files.keys():
        (to / name).unlink(missing_ok=True)
    for name, content in files.items():
        path = to / name
        if path.exists() and path.read_bytes() == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        unfinished.write_bytes(content)
        unfinished.replace(path)
    manifest.write_text("\n".join(sorted(files)) + "\n")
