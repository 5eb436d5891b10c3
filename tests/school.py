"""A school with an exchange folder: an instructor and students, each with a home and a configuration of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.adapters.nbgrader import tools_path
from conftest import ROOT

COURSE = "fdl"


@dataclass(frozen=True)
class Member:
    """Somebody who types commands in a folder, with a home of their own."""

    home: Path
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
        return {**kept, "HOME": str(self.home), "PATH": tools_path()}

    def nbgrader(self, *words: str) -> str:
        """Run a command of nbgrader's, which must succeed; return what it said."""
        return self.run("nbgrader", *words)

    def autograder(self, *words: str | Path) -> str:
        return self.run("autograder", *map(str, words))

    def run(self, module: str, *words: str) -> str:
        return self.said([sys.executable, "-m", module, *words])

    def said(self, command: Sequence[str]) -> str:
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=300, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}"
        return done.stdout


def typed(member: Member, block: str, topic: str) -> str:
    """Type what a block of docs/lab.md says, with another topic in it. A block is called by its first line."""
    blocks = re.findall(r"^```\n# (.+?)\n(.*?)^```$", (ROOT / "docs" / "lab.md").read_text(), re.MULTILINE | re.DOTALL)
    [lines] = [lines for name, lines in blocks if name == block]
    ours = "".join(f'{name}() {{ "{sys.executable}" -m {name} "$@"; }}\n' for name in ("autograder", "nbgrader"))
    script = f"set -eu\n{ours}{lines.replace('03-line-and-loss', topic)}"
    return member.said(["bash", "-c", script])


def student(root: Path, name: str, exchange: Path) -> Member:
    """A student whose nbgrader knows the exchange and, as all tests run as one user, the name."""
    member = Member(root / name, root / name / "work")
    (member.home / ".jupyter").mkdir(parents=True)
    member.folder.mkdir()
    (member.home / ".jupyter" / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.Exchange.root = {str(exchange)!r}\n"
        f"c.CourseDirectory.course_id = {COURSE!r}\nc.CourseDirectory.student_id = {name!r}\n"
    )
    return member


def open_exchange(folder: Path) -> Path:
    """An empty exchange folder, as nbgrader wants it."""
    folder.mkdir()
    folder.chmod(0o777)
    return folder
