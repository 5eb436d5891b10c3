"""Read a reference file: right answers, known mistakes, small changes argued not to be mistakes, and rubrics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .cells import Essay, Mutant, Solution
from .errors import AssignmentError
from .names import defined
from .percent import Block, read, syntax
from .rubrics import Rubrics, read_rubrics


@dataclass(frozen=True)
class Reference:
    """The contents of a reference file."""

    solutions: tuple[Solution, ...]
    mutants: tuple[Mutant, ...]
    equivalents: Mapping[str, str]
    rubrics: Rubrics


def read_reference(path: Path, answers: list[str], tests: set[str], essays: tuple[Essay, ...]) -> Reference:
    """The right and wrong answers to a notebook that asks for `answers` and `essays`, or AssignmentError."""
    solutions: dict[tuple[str, str], Solution] = {}
    mutants: list[Mutant] = []
    equivalents: dict[str, str] = {}
    blocks = read(path)
    for block in blocks:
        if block.kind == "markdown" or block.title == "rubric":
            continue
        if block.title == "equivalent":
            equivalents |= [_argued(path, block)]
            continue
        answer = _answer_of(path, block, answers)
        if "mutant" in block.options:
            mutants.append(_mutant(path, block, answer, tests))
            continue
        also = str(block.options.get("also", ""))
        if (answer, also) in solutions:
            fix = 'Mark another style `# %% also="with loops"`, a wrong one `# %% mutant="..." fails="test_..."`.'
            raise AssignmentError(path, f"{answer!r} has two right answers.", fix, block.line)
        solutions[answer, also] = Solution(answer, block.source, block.line, also)
    for name in answers:
        if (name, "") not in solutions:
            raise AssignmentError(path, f"{name!r} has no right answer.", "Add it under `# %% answer`.")
    _check_twins(path, mutants)
    _check_changed(path, {name: solutions[name, ""] for name in answers}, mutants)
    rubrics = read_rubrics(path, [block for block in blocks if block.title == "rubric"], essays)
    return Reference(tuple(solutions.values()), tuple(mutants), equivalents, rubrics)


def _argued(path: Path, block: Block) -> tuple[str, str]:
    """A small change to a right answer, and why it stays right."""
    lines = [line.strip().removeprefix("#").strip() for line in block.source.splitlines() if line.strip()]
    if len(lines) < 2 or not all(line.startswith("#") for line in block.source.splitlines() if line.strip()):
        fix = "Write the change as `autograder check --mutate` names it, and the reason below it, both as comments."
        raise AssignmentError(path, "an equivalent change needs its name and a reason.", fix, block.line - 1)
    return lines[0], " ".join(lines[1:])


def _answer_of(path: Path, block: Block, answers: list[str]) -> str:
    if block.title != "answer" and not {"mutant", "also"} & block.options.keys():
        fix = 'Head it `# %% answer`, `# %% also="in another style"` or `# %% mutant="what is wrong" fails="test_..."`.'
        raise AssignmentError(path, "a block is neither an answer nor a mutant.", fix, block.line - 1)
    found = [name for name in defined(syntax(path, block.source, block.line)) if name in answers]
    if len(found) != 1:
        what = f"answers {' and '.join(found)}" if found else "answers no question of the notebook"
        fix = f"Define one of: {', '.join(answers)}."
        raise AssignmentError(path, f"this block {what}.", fix, block.line)
    return found[0]


def _mutant(path: Path, block: Block, answer: str, tests: set[str]) -> Mutant:
    label, fails = str(block.options["mutant"]), str(block.options.get("fails", ""))
    named = tuple(name.strip() for name in fails.split(",") if name.strip())
    unknown = [name for name in named if name not in tests]
    if unknown or not named:
        what = f"names {unknown[0]!r}, which is not a test here." if unknown else "does not say which test catches it."
        fix = f'Write fails="..." with one of: {", ".join(sorted(tests))}.'
        raise AssignmentError(path, f"mutant {label!r} {what}", fix, block.line - 1)
    return Mutant(label, answer, block.source, named, block.line)


def _check_twins(path: Path, mutants: list[Mutant]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for mutant in mutants:
        first = seen.setdefault((mutant.answer, mutant.label), mutant.line)
        if first != mutant.line:
            fault = f"{mutant.answer} has two mutants called {mutant.label!r}, the first at line {first}."
            raise AssignmentError(path, fault, "Name each after its mistake.", mutant.line)


def _check_changed(path: Path, solutions: Mapping[str, Solution], mutants: list[Mutant]) -> None:
    for mutant in mutants:
        if mutant.source.strip() == solutions[mutant.answer].source.strip():
            fault = f"the mutant {mutant.label!r} is identical to the right answer of {mutant.answer}."
            raise AssignmentError(path, fault, "Make the mistake that its name states.", mutant.line)
