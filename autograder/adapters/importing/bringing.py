"""What a check uses of the rest of the notebook: imports, constants and functions that come with its test."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from ...assignment import bound_names, defined, defined_and_used, without_magics
from ...errors import Signal
from .source import VALUE

_PICTURES = ("matplotlib", "seaborn", "plotly", "altair", "bokeh")
_FILES = ("open", "input", "read_csv", "loadtxt", "read_table", "read_excel", "imread")
_OURS = ("approx", "points", "visible")
_INSIDE = ("test_", "cases_")  # begin the names of tests, so a helper called like that has to live inside one


class CantCarry(Signal):
    """Raised when a check has no equivalent; the message says why."""


@dataclass(frozen=True)
class Definition:
    """A statement of the notebook that defines names, and the place where it stands."""

    place: int
    source: str
    names: tuple[str, ...]
    plain: bool  # whether it is an import, an assignment, a function or a class, and makes all of its names

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)


@dataclass(frozen=True)
class Brought:
    """What a check needs: answers, and statements at the top of tests.py (`shared`) or inside the test (`own`)."""

    answers: tuple[str, ...]
    shared: tuple[Definition, ...]
    own: tuple[Definition, ...]


def definitions_in(source: str, place: int) -> list[Definition]:
    """The statements of a cell that define names."""
    try:
        body = ast.parse(without_magics(source)).body
    except SyntaxError:
        return []
    found = []
    for node in body:
        names = tuple(bound_names(node) or defined(ast.Module([node], [])))
        made = defined_and_used(ast.unparse(node))[0]
        if names or made:  # what changes a part of something, such as table["x"] = 1, has names but makes none
            found.append(Definition(place, ast.unparse(node), names or tuple(made), bool(names) and set(names) <= made))
    return found


@dataclass(frozen=True)
class Notebook:
    """The names of a notebook: its answers, what else it defines, and the names that got lost on the way, with why."""

    answers: tuple[str, ...]
    definitions: tuple[Definition, ...]
    lost: Mapping[str, str]
    files: tuple[str, ...] = ()

    def needed(self, source: str, place: int) -> Brought:
        """All that a check at a place uses, directly or not; raises CantCarry."""
        made, used = defined_and_used(source)
        used -= {VALUE, *(() if any("approx" in each.names for each in self.definitions) else ("approx",))}
        if changed := [name for name in self.answers if name in made]:
            raise CantCarry(f"it changes the student's {changed[0]}, which lives in another process here")
        _refuse_files(source, self.files)
        answers, found = set[str](), dict[Definition, set[str]]()
        self._follow(used, place, answers, found)
        own = {each for each, needs in found.items() if needs & set(self.answers) or self._must_stay_inside(each)}
        while more := {each for each in found if each not in own and found[each] & {n for o in own for n in o.names}}:
            own |= more
        ordered = [each for each in self.definitions if each in found]
        needs = tuple(name for name in self.answers if name in answers)
        return Brought(needs, tuple(e for e in ordered if e not in own), tuple(e for e in ordered if e in own))

    def _follow(self, used: Iterable[str], place: int, answers: set[str], found: dict[Definition, set[str]]) -> None:
        for name in sorted(set(used) - set(dir(builtins))):
            if name in self.answers:
                answers.add(name)
                continue
            definition = self._definition(name, place)
            if definition not in found:
                _refuse_files(definition.source, self.files)
                found[definition] = defined_and_used(definition.source)[1]
                self._follow(found[definition], definition.place, answers, found)

    def _definition(self, name: str, place: int) -> Definition:
        """The last definition of a name before a place."""
        if name in self.lost:
            raise CantCarry(f"it uses {name}, and {self.lost[name]}")
        known = [each for each in self.definitions if name in each.names and each.place <= place]
        if not known:
            raise CantCarry(f"it uses {name}, which nothing above it defines")
        if not known[-1].plain:
            raise CantCarry(f"it uses {name}, which takes more than one plain statement to make")
        _refuse_imports(known[-1].tree.body[0])
        return known[-1]

    def _must_stay_inside(self, definition: Definition) -> bool:
        """Whether it can't stand at the top of tests.py: its name is another statement's too, or a test's, or ours."""
        if any(name in _OURS or name.startswith(_INSIDE) for name in definition.names):
            return True
        if not bound_names(definition.tree.body[0]):  # such as a = b = 1, which tests.py can't have
            return True
        sources = {e.source for e in self.definitions if set(e.names) & set(definition.names)}
        return len(sources) > 1


def _refuse_imports(node: ast.stmt) -> None:
    """Pictures can't be tested, and a module of the author's own is not here."""
    modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    for module in (module.split(".")[0] for module in modules):
        if module in _PICTURES:
            raise CantCarry(f"it uses {module}, and tests here see values, not pictures")
        if not module or find_spec(module) is None:
            raise CantCarry(f"it imports {module or 'from a folder'}, which is not installed here")


def _refuse_files(source: str, files: tuple[str, ...]) -> None:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            _refuse_imports(node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in files:
            raise CantCarry(f"it reads the file {node.value}")
        if isinstance(node, ast.Call) and (called := ast.unparse(node.func).split(".")[-1]) in _FILES:
            raise CantCarry(f"it calls {called}, and tests here have no files")
