"""Read a topic's tests without running them: names, points, claims, source, and what they measure."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from .. import testing
from .cells import Test
from .errors import AssignmentError
from .names import DRAWN, bound_names, defined_and_used, is_test, needed_by
from .percent import syntax, text_of

EXEMPT = "WITHOUT_CASES"
_REASON_WORDS = 4


@dataclass(frozen=True)
class TestFile:
    """The contents of tests.py."""

    source: str
    tests: tuple[Test, ...]
    exempt: Mapping[str, str]  # answers without drawn calls, and why

    @property
    def hidden_sets(self) -> tuple[str, ...]:
        """The data sets whose hidden part the tests use."""
        return tuple(dict.fromkeys(name for test in self.tests for name in test.hidden))


def read_tests(path: Path, answers: list[str]) -> TestFile:
    """Return the file's text and its tests, in order, or raise AssignmentError."""
    source = text_of(path)
    tree = syntax(path, source, 1)
    _check_definitions(path, tree)
    _check_tools(path, tree)
    found = [node for node in tree.body if is_test(node)]
    tests = tuple(_test(path, source, tree, node, answers) for node in found)
    seen: dict[str, int] = {}
    for test in tests:
        if test.name in seen:
            fault = f"{test.name} is defined twice, first at line {seen[test.name]}."
            raise AssignmentError(path, fault, "Give each test its own name.", test.line)
        seen[test.name] = test.line
    for answer in answers:
        if not any(test.answer == answer for test in tests):
            fix = f"Write `def test_...({answer}):` with a docstring and @points."
            raise AssignmentError(path, f"{answer!r} has no test.", fix)
    _check_names(path, source, tree)
    return TestFile(source, tests, _exempt(path, tree, tests, answers))


def _check_definitions(path: Path, tree: ast.Module) -> None:
    """A test brings along only the definitions that it uses, so the file may contain nothing but definitions."""
    seen: dict[str, int] = {}
    for number, node in enumerate(tree.body):
        if number == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # the file's docstring
        names = bound_names(node)
        if not names:
            fault = f"no test would bring along `{ast.unparse(node).splitlines()[0]}`."
            fix = "Write only imports, constants and functions; build a constant in one expression or a function."
            raise AssignmentError(path, fault, fix, node.lineno)
        for name in names:
            if name in seen and not is_test(node):
                fault = f"{name} is defined twice, first at line {seen[name]}."
                fix = "Give each its own name: a test brings along only one of them."
                raise AssignmentError(path, fault, fix, node.lineno)
            seen[name] = node.lineno


def _check_tools(path: Path, tree: ast.Module) -> None:
    """Every name imported from autograder.testing exists, and everything with points is a test."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "autograder.testing":
            for alias in node.names:
                if alias.name not in testing.__all__:
                    near = get_close_matches(alias.name, testing.__all__, 1)
                    fix = f"Did you mean {near[0]}?" if near else "See `autograder guide authoring`."
                    raise AssignmentError(path, f"autograder.testing has no {alias.name!r}.", fix, node.lineno)
        marked = isinstance(node, ast.FunctionDef) and any("points" in ast.unparse(m) for m in node.decorator_list)
        if isinstance(node, ast.FunctionDef) and marked and not is_test(node):
            fix = f"Call it test_{node.name}, or remove the mark."
            raise AssignmentError(path, f"{node.name} has points, but is not a test.", fix, node.lineno)
        if isinstance(node, ast.ClassDef) and any(getattr(n, "name", "").startswith("test_") for n in node.body):
            fix = "Write each test as a top-level function."
            raise AssignmentError(path, f"tests in a class, such as {node.name}, do not run.", fix, node.lineno)


def _check_names(path: Path, source: str, tree: ast.Module) -> None:
    """A name that nothing defines would fail every test that uses it."""
    unknown = defined_and_used(source)[1] - set(dir(builtins))
    if unknown:
        lines = {n.id: n.lineno for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id in unknown}
        name, line = min(lines.items(), key=lambda item: item[1])
        fix = "Import it, define it, or correct the name."
        raise AssignmentError(path, f"nothing defines {name!r}.", fix, line)


def _test(path: Path, source: str, tree: ast.Module, node: ast.FunctionDef, answers: list[str]) -> Test:
    def wrong(fault: str, fix: str) -> AssignmentError:
        return AssignmentError(path, f"{node.name} {fault}", fix, node.lineno)

    drawn = node.name.startswith(DRAWN)
    needs = tuple(arg.arg for arg in node.args.args)
    if node.args.vararg or node.args.kwarg or node.args.kwonlyargs or node.args.defaults:
        raise wrong("has parameters with stars or defaults.", "Make each parameter the name of an answer.")
    if drawn:
        if needs[:1] != ("draw",):
            raise wrong("does not draw.", "Make its first parameter `draw`.")
        needs = (_answer_of(node, answers, wrong), *needs[1:])
    unknown = [name for name in needs if name not in answers]
    if not needs or unknown:
        fault = f"asks for {unknown[0]!r}, which is not an answer here." if unknown else "asks for no answer."
        raise wrong(fault, f"Its parameters must name answers: {', '.join(answers)}.")
    claim = " ".join((ast.get_docstring(node) or "").split())
    if not claim:
        raise wrong("has no docstring.", "Write the sentence that students read when it fails.")
    marks = _marks(node, drawn, wrong)
    if unknown := [name for name in marks.assuming if name not in answers or name in needs]:
        raise wrong(f"assumes {unknown[0]!r}.", "Name other answers that its own answer may use.")
    nodes = [node, *needed_by(tree, node.name)]
    gates, hidden = _first_arguments(path, "reach", nodes), _first_arguments(path, "hidden", nodes)
    # The decorators stay behind: they are for us, not for the notebooks.
    lines = source.splitlines()[node.lineno - 1 : node.end_lineno]
    return Test(
        node.name, needs, marks.points, marks.visible, claim, "\n".join(lines), node.lineno, marks.before, gates,
        hidden, drawn, marks.rules, marks.shares, assuming=marks.assuming,
    )  # fmt: skip


def _answer_of(node: ast.FunctionDef, answers: list[str], wrong: _Wrong) -> str:
    """The answer that drawn calls go to: `cases_get_mse`, and `cases_get_mse_of_one_point`, are for get_mse."""
    named = f"{node.name.removeprefix(DRAWN)}_"
    fits = [answer for answer in answers if named.startswith(f"{answer}_")]
    if not fits:
        raise wrong("names no answer.", f"Call it {DRAWN} and the name of one: {', '.join(answers)}.")
    return max(fits, key=len)


@dataclass
class _Marks:
    points: float = 0.0
    shares: str = ""
    visible: bool = False
    before: str = ""
    rules: str = ""
    assuming: tuple[str, ...] = ()


_Wrong = Callable[[str, str], AssignmentError]


def _marks(node: ast.FunctionDef, drawn: bool, wrong: _Wrong) -> _Marks:
    found, likened = _Marks(), False
    for mark in node.decorator_list:
        match mark:
            case ast.Name(id="visible"):
                found.visible = True
            case ast.Call(func=ast.Name(id="points"), args=[ast.Constant(value=int() | float() as worth)]):
                found.points = float(worth)
                found.shares = _shares(mark, drawn, wrong)
            case ast.Call(func=ast.Name(id="before"), args=[ast.Constant(value=str() as answer)]):
                found.before = answer
            case ast.Call(func=ast.Name(id="assuming"), args=[*named]) if named:
                found.assuming = tuple(ast.literal_eval(name) for name in named)
            case ast.Name(id="like_reference"):
                likened = True
            case ast.Call(func=ast.Name(id="like_reference"), args=[]):
                likened = True
                found.rules = ", ".join(ast.unparse(keyword) for keyword in mark.keywords)
            case _:
                fix = "Use only @visible, @points(2), @like_reference, @assuming('sgd') and @before('model')."
                raise wrong(f"is marked @{ast.unparse(mark)}.", fix)
    if found.points <= 0:
        raise wrong("does not say what it is worth.", "Mark it @points(2).")
    if likened is not drawn:
        fault = "draws calls, but is not marked @like_reference." if drawn else "is marked @like_reference."
        raise wrong(fault, f"Tests whose calls are drawn are called {DRAWN}ANSWER and marked @like_reference.")
    if drawn and (found.visible or found.before):
        fix = "Show a worked example in a test_... instead; students must not know what is drawn."
        raise wrong("draws calls, so it can be neither @visible nor @before(...).", fix)
    return found


def _shares(mark: ast.Call, drawn: bool, wrong: _Wrong) -> str:
    match mark.keywords:
        case []:
            return ""
        case [ast.keyword(arg="shares", value=ast.Constant(value="cases"))] if drawn:
            return "cases"
    raise wrong(f"is marked @{ast.unparse(mark)}.", 'Drawn tests may be marked @points(3, shares="cases").')


def _exempt(path: Path, tree: ast.Module, tests: tuple[Test, ...], answers: list[str]) -> dict[str, str]:
    """The answers of WITHOUT_CASES, each with the reason why no calls are drawn for it."""
    node = next((node for node in tree.body if bound_names(node) == [EXEMPT]), None)
    if not isinstance(node, ast.Assign):
        return {}
    try:
        told = ast.literal_eval(node.value)
        reasons = {str(answer): " ".join(reason.split()) for answer, reason in told.items()}
    except (ValueError, AttributeError):
        fix = f'Write {EXEMPT} = {{"model": "It is trained, so ..."}}.'
        raise AssignmentError(path, f"{EXEMPT} is not a dictionary of answers and reasons.", fix, node.lineno) from None
    drawn = {test.answer for test in tests if test.drawn}
    for answer, reason in reasons.items():
        fault = ""
        if answer in drawn:
            fault = f"names {answer!r}, which has drawn calls."
        elif answer not in answers:
            fault = f"names {answer!r}, which is not an answer here."
        elif len(reason.split()) < _REASON_WORDS:
            fault = f"does not argue why {answer!r} has no drawn calls."
        if fault:
            fix = "Name answers without drawn calls, each with its reason."
            raise AssignmentError(path, f"{EXEMPT} {fault}", fix, node.lineno)
    return reasons


def _first_arguments(path: Path, function: str, nodes: Iterable[ast.AST]) -> tuple[str, ...]:
    """The names in all calls of `hidden` or `reach`: literal strings, so that they are known before anything runs."""
    found: dict[str, None] = {}
    for call in (call for node in nodes for call in ast.walk(node)):
        match call:
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str() as text), *_]) if name == function:
                found[text] = None
            case ast.Call(func=ast.Name(id=name)) if name == function:
                fix = f'Write {function}("name", ...), with a literal name.'
                raise AssignmentError(path, f"{function} is called without a name.", fix, call.lineno)
    return tuple(found)
