"""The findings of a proof: where something is not proven, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..assignment import Assignment, Mutant
from ..judge import Graded

# The errors of code that does not run, and that of an answer whose cell does not define it.
BROKEN = ("NameError", "Undefined", "SyntaxError", "IndentationError", "ModuleNotFoundError", "ImportError")


@dataclass(frozen=True)
class Finding:
    """Something that is not proven: where, what, and what to do."""

    where: str
    fault: str
    fix: str

    def __str__(self) -> str:
        return f"{self.where}: {self.fault} {self.fix}"


def at_line(path: Path, text: str) -> str:
    """A file and the number of its first line that begins with this text, for a finding about that line."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith(text):
            return f"{path}:{number}"
    return str(path)


def not_running(assignment: Assignment, mutant: Mutant, why: str) -> Finding:
    """A mutant whose code does not even run, so that no test can take the credit for catching it."""
    fault = f"{mutant.answer} that {mutant.label} does not even run: {why}."
    fix = "Correct the mutant, so that it makes the mistake that its name states."
    return Finding(f"{assignment.reference}:{mutant.line}", fault, fix)


def why_broken(mutant: Mutant, graded: Graded) -> str:
    """Why a mutant's cell does not run, or does not define the answer; empty if it does."""
    cells = graded.notebook["cells"] if graded.notebook is not None else []
    for output in (output for cell in cells if cell["id"] == mutant.answer for output in cell["outputs"]):
        if output["output_type"] == "error":
            return f"{output['ename']}: {output['evalue']}"
    missing = f"{mutant.answer} is not defined"
    return missing if any(missing in outcome.detail for outcome in graded.verdict.outcomes) else ""
