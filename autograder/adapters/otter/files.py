"""The files of otter's release: the notebook for `otter assign`, and the autograder that Gradescope runs."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from ...assignment import Assignment, Prose
from ...release import TOOLS, Files, Release, as_bytes, beside, tools_source
from ...zips import zipped
from .release import otter, otter_tests


def _of_topic(assignment: Assignment, hidden: Files) -> Files:
    name = assignment.name
    return {
        f"{name}/{name}.ipynb": as_bytes(otter(assignment)),
        f"{name}/{TOOLS}.py": tools_source(assignment).encode(),
        **beside(assignment),
        **{f"{name}/{file}": content for file, content in _autograder(assignment, hidden)},
    }


RELEASE = Release("otter", _of_topic)


def autograder_name(assignment: str) -> str:
    """The name of the file to upload to Gradescope."""
    return f"{assignment}-autograder.zip"


def _autograder(assignment: Assignment, hidden: Files) -> Iterator[tuple[str, bytes]]:
    """The autograder that otter makes; nothing if otter is not installed."""
    try:
        from otter.generate import main as generate
    except ImportError:
        return
    with tempfile.TemporaryDirectory() as scratch, contextlib.chdir(scratch):
        beside_it = {
            f"{TOOLS}.py": tools_source(assignment).encode(),
            **assignment.data.files,
            **{f"hidden-{file}": content for file, content in hidden.items()},
        }
        _write(
            {
                **{f"tests/{file}": text.encode() for file, text in otter_tests(assignment).items()},
                **beside_it,
                "requirements.txt": _requirements(assignment).encode(),
                "otter_config.json": json.dumps({"assignment_name": assignment.name, "show_stdout": False}).encode(),
            }
        )
        with contextlib.redirect_stdout(io.StringIO()):
            generate(output_path="autograder.zip", files=list(beside_it), python_version="3.11")
        yield autograder_name(assignment.name), _steady(Path("autograder.zip"))


def _write(files: Files) -> None:
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _requirements(assignment: Assignment) -> str:
    """What Gradescope installs before it grades."""
    imports = "\n".join(cell.source for cell in assignment.cells if isinstance(cell, Prose) and cell.kind == "code")
    return "numpy\nmatplotlib\n" + ("keras\ntensorflow\n" if "import keras" in imports else "")


def _steady(archive: Path) -> bytes:
    """Rewrite a zip file so that the same content always gives the same bytes."""
    with zipfile.ZipFile(archive) as made:
        files = {name: made.read(name) for name in made.namelist()}
    return zipped(files, lambda name: 0o755 if name in ("run_autograder", "setup.sh") else 0o644)
