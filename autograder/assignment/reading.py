"""Load a topic's three files: the notebook, its tests, and the right and wrong answers."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType

from ..datasets import Dataset, DatasetError, find
from ..policy import Policy
from ..policy import load as load_policy
from .parts import Answer, Assignment, AssignmentError, Cell, Essay, Mutant, Prose
from .percent import Block, read, syntax, without_magics
from .tests import read_tests

_ESSAY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*$")  # no hyphen: with one it could be the id of a check
_LONGEST = 48  # characters of a name; ids of cells are made from it, and have 64 at most
_TAKEN = ("tools", "coursecheck")  # what the notebook's own cell and module are called
_POLICY = "grading_config.yml"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*$")


def load_course(root: Path) -> tuple[Assignment, ...]:
    """Every assignment of the course, in folder order, which is course order."""
    folders = sorted(path for path in (root / "assignments").glob("*") if (path / "notebook.py").exists())
    if not folders:
        fix = "Run this where the course is, or say --course FOLDER."
        raise AssignmentError(root / "assignments", "no assignment found here.", fix)
    policy = load_policy(root / _POLICY) if (root / _POLICY).exists() else Policy()
    return tuple(load(folder, policy) for folder in folders)


def load(folder: Path, policy: Policy | None = None) -> Assignment:
    """One assignment, from `assignments/<name>` and `reference/<name>.py`; or AssignmentError.

    Of the policy it takes the gates and where real data lies: both decide what a grade is.
    """
    policy = policy or Policy()
    name = folder.name
    if not _NAME.match(name):
        raise AssignmentError(folder, "a topic's folder is named like 03-line-and-loss.", "Rename it.")
    reference = folder.parent.parent / "reference" / f"{name}.py"
    cells = tuple(_cells(folder / "notebook.py"))
    names = [cell.name for cell in cells if isinstance(cell, Answer)]
    tests_source, tests = read_tests(folder / "tests.py", names)
    right, mutants, equivalents = _reference(reference, names, {test.name for test in tests})
    assignment = Assignment(
        name, _title(folder / "notebook.py", cells), folder, reference,
        cells, tests_source, tests, MappingProxyType(right), mutants,
        MappingProxyType(equivalents),
        tuple(_data(folder, cells, policy)), MappingProxyType(policy.gates.get(name, {})),
        MappingProxyType(policy.retrain.get(name, {})),
    )  # fmt: skip
    _trainings(assignment)
    return assignment


def _trainings(assignment: Assignment) -> None:
    """What comes before a cell, or is made by the grader, is a variable; and a function makes it."""
    functions = {answer.name for answer in assignment.answers} - assignment.variables
    for test in assignment.tests:
        if test.before and (test.before not in assignment.variables or assignment.variables & set(test.needs)):
            fault = f"{test.name} comes before {test.before!r}."
            fix = "Only the cell of a variable may wait, such as @before('model'), for a test of functions."
            raise AssignmentError(assignment.folder / "tests.py", fault, fix, test.line)
    for name, function in assignment.retrained.items():
        if name not in assignment.variables or function not in functions:
            fault = f"retrain.{assignment.name} asks {function!r} for {name!r}."
            fix = "Name a variable and a function that the notebook asks for, such as {model: train}."
            raise AssignmentError(Path(_POLICY), fault, fix)


def _data(folder: Path, cells: tuple[Cell, ...], policy: Policy) -> Iterable[Dataset]:
    """The data that the notebook reads: each file that it names which has a recipe, or lies in datasets/."""
    for name in dict.fromkeys(name for cell in cells for name in _texts_in(cell)):
        try:
            data = find(folder.parent.parent, name, policy.datasets.get(name.removesuffix(".npz")))
        except DatasetError as error:
            fix = "Write the recipe, or mend the name."
            raise AssignmentError(folder / "notebook.py", str(error), fix) from None
        if data is not None:
            yield data


def _texts_in(cell: Cell) -> Iterable[str]:
    """The strings that stand in a cell's code."""
    if isinstance(cell, Essay) or (isinstance(cell, Prose) and cell.kind == "markdown"):
        return
    source = cell.stub if isinstance(cell, Answer) else cell.source
    for node in ast.walk(ast.parse(without_magics(source))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _cells(path: Path) -> Iterable[Cell]:
    seen: dict[str, int] = {}
    for number, block in enumerate(read(path), 1):
        cell = _cell(path, block, number)
        if not isinstance(cell, Prose):
            if cell.name in _TAKEN or len(cell.name) > _LONGEST:
                fix = f"Use another name of at most {_LONGEST} characters."
                raise AssignmentError(path, f"no answer can be called {cell.name!r}.", fix, block.line)
            if cell.name in seen:
                fault = f"{cell.name!r} is asked for twice, first at line {seen[cell.name]}."
                raise AssignmentError(path, fault, "Give each answer its own name.", block.line)
            seen[cell.name] = block.line
        yield cell
    if not seen:
        raise AssignmentError(path, "no answer is asked for.", "Mark a stub with `# %% answer`.")


def _cell(path: Path, block: Block, number: int) -> Cell:
    if block.title not in ("", "answer", "picture"):
        fault, fix = f"{block.title!r} is no kind of cell.", "Write `# %%`, `# %% answer` or `# %% picture`."
        raise AssignmentError(path, fault, fix, block.line - 1)
    if block.kind == "markdown":
        return _essay(path, block, number) if block.title else Prose(f"text-{number}", "markdown", block.source)
    tree = syntax(path, block.source, block.line)
    if block.title != "answer":
        return Prose(f"code-{number}", "code", block.source, picture=block.title == "picture")
    return Answer(_only_name(path, block, tree), block.source, block.line)


def _essay(path: Path, block: Block, number: int) -> Essay:
    points = block.options.get("points")
    if not isinstance(points, int | float) or points <= 0:
        fix = "Write `# %% [markdown] answer points=2`."
        raise AssignmentError(path, "an answer in words says what it is worth.", fix, block.line - 1)
    name = block.options.get("name")
    if name is not None and not _ESSAY.match(str(name)):
        fix = 'Write a name of letters, digits and underscores, such as name="why_it_learns".'
        raise AssignmentError(path, f"{name!r} can't be the name of an answer in words.", fix, block.line - 1)
    return Essay(str(name or f"words-{number}"), block.source, float(points))


def _only_name(path: Path, block: Block, tree: ast.Module) -> str:
    names = defined(tree)
    if len(names) != 1:
        found = f"it defines {', '.join(names)}" if names else "it defines nothing"
        fix = "Give it one function, class or variable; put imports in a cell above."
        raise AssignmentError(path, f"an answer cell defines one name, but {found}.", fix, block.line)
    return names[0]


def defined(tree: ast.Module) -> list[str]:
    """The names that a cell defines at its top level, imports aside, each once."""
    names: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names += [n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)]
    return list(dict.fromkeys(names))


def _title(path: Path, cells: tuple[Cell, ...]) -> str:
    for cell in cells:
        if isinstance(cell, Prose) and cell.kind == "markdown":
            for line in cell.source.splitlines():
                if line.startswith("# "):
                    return line[2:].strip()
    raise AssignmentError(path, "the notebook has no title.", "Begin it with a `# Title` in a markdown cell.")


def _reference(
    path: Path, names: list[str], tests: set[str]
) -> tuple[dict[str, str], tuple[Mutant, ...], dict[str, str]]:
    right: dict[str, str] = {}
    mutants: list[Mutant] = []
    equivalents: dict[str, str] = {}
    for block in read(path):
        if block.kind == "markdown":
            continue
        if block.title == "equivalent":
            name, reason = _argued(path, block)
            equivalents[name] = reason
            continue
        answer = _answer_of(path, block, names)
        if "mutant" in block.options:
            mutants.append(_mutant(path, block, answer, tests))
        elif answer in right:
            fix = 'Keep one; a wrong one is marked `# %% mutant="..." fails="test_..."`.'
            raise AssignmentError(path, f"{answer!r} is answered twice.", fix, block.line)
        else:
            right[answer] = block.source
    for name in names:
        if name not in right:
            raise AssignmentError(path, f"{name!r} has no right answer.", "Add it under `# %% answer`.")
    _no_twins(path, mutants)
    return right, tuple(mutants), equivalents


def _argued(path: Path, block: Block) -> tuple[str, str]:
    """A small change of a right answer, and why it is as right as before."""
    lines = [line.strip().removeprefix("#").strip() for line in block.source.splitlines() if line.strip()]
    if len(lines) < 2 or not all(line.startswith("#") for line in block.source.splitlines() if line.strip()):
        fix = "Write the change as `autograder check --mutate` names it, and the reason below it, both as comments."
        raise AssignmentError(path, "an equivalent change needs its name and a reason.", fix, block.line - 1)
    return lines[0], " ".join(lines[1:])


def _answer_of(path: Path, block: Block, names: list[str]) -> str:
    if block.title != "answer" and "mutant" not in block.options:
        fix = 'Head it `# %% answer` or `# %% mutant="what is wrong" fails="test_..."`.'
        raise AssignmentError(path, "a block is neither an answer nor a mutant.", fix, block.line - 1)
    found = [name for name in defined(syntax(path, block.source, block.line)) if name in names]
    if len(found) != 1:
        what = f"answers {' and '.join(found)}" if found else "answers nothing that the notebook asks for"
        fix = f"Define one of: {', '.join(names)}."
        raise AssignmentError(path, f"this block {what}.", fix, block.line)
    return found[0]


def _mutant(path: Path, block: Block, answer: str, tests: set[str]) -> Mutant:
    label, fails = str(block.options["mutant"]), str(block.options.get("fails", ""))
    named = tuple(name.strip() for name in fails.split(",") if name.strip())
    unknown = [name for name in named if name not in tests]
    if unknown or not named:
        what = f"must fail {unknown[0]!r}, which is no test here." if unknown else "does not say which test catches it."
        fix = f'Write fails="..." with one of: {", ".join(sorted(tests))}.'
        raise AssignmentError(path, f"mutant {label!r} {what}", fix, block.line - 1)
    return Mutant(label, answer, block.source, named, block.line)


def _no_twins(path: Path, mutants: list[Mutant]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for mutant in mutants:
        first = seen.setdefault((mutant.answer, mutant.label), mutant.line)
        if first != mutant.line:
            fault = f"{mutant.answer} has two mutants called {mutant.label!r}, the first at line {first}."
            raise AssignmentError(path, fault, "Name each after its own mistake.", mutant.line)
