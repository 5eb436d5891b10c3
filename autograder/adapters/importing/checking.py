"""Turn a check into a test: its parameters name answers, and what else it uses comes along."""

from __future__ import annotations

import ast
import builtins
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ...assignment import without_magics
from .bringing import Brought, CantCarry, Notebook
from .source import VALUE, Check

_VALUE_LINE = re.compile(rf"^(\s*){VALUE}\((.*)\)\s*$", re.MULTILINE)
_NAMED_BY_CHANCE = re.compile(r"question \d+")


@dataclass(frozen=True)
class Candidate:
    """A test to be: everything but its final name and points."""

    check: Check
    body: str
    brought: Brought
    claim: str
    told: bool  # whether the notebook had words for the claim

    @property
    def needs(self) -> tuple[str, ...]:
        return self.brought.answers

    @property
    def asks_for_values(self) -> bool:
        """Whether right answers decide what it expects."""
        return f"{VALUE}(" in self.body

    def probe(self) -> str:
        """Its code, for a box: it leaves the values of its expressions in `__said`, as text."""
        lines = [each.source for each in (*self.brought.shared, *self.brought.own)]
        return "\n".join(["__said = []", *lines, _VALUE_LINE.sub(r"\1__said.append(repr(\2))", self.body)])

    def with_values(self, said: list[str]) -> Candidate:
        """The same with the values that its expressions must have; raises CantCarry."""
        if len(said) != len(_VALUE_LINE.findall(self.body)):
            raise CantCarry("it asks for a value in a loop or a condition")
        values = iter(said)
        return replace(self, body=_VALUE_LINE.sub(lambda m: f"{m[1]}{expecting(m[2], next(values))}", self.body))


def candidate(check: Check, place: int, notebook: Notebook) -> Candidate:
    """The test that a check becomes; raises CantCarry."""
    if not check.points:
        shown = ", so it is code like any other in the notebook" if is_only_shown(check) else ""
        raise CantCarry(f"it is worth no points{shown}")
    tree = _parsed(check.source)
    brought = notebook.needed(check.source, place)
    if not brought.answers:
        raise CantCarry("it asks for nothing that students write")
    docstring = " ".join((ast.get_docstring(tree) or "").split())
    claim = docstring or _comment(check.source) or check.claim
    made_up = f"{brought.answers[0]} does what the text above asks for."
    return Candidate(check, _body(check.source, tree), brought, _whole(claim) or made_up, bool(claim))


def is_only_shown(check: Check) -> bool:
    """Whether students see a check that is worth nothing. They can still run it."""
    return not check.points and not check.hidden and f"{VALUE}(" not in check.source


def expecting(expression: str, said: str) -> str:
    """An assertion that an expression has a value, given as Python shows it; raises CantCarry."""
    compound = isinstance(ast.parse(expression, mode="eval").body, ast.BinOp | ast.BoolOp | ast.Compare | ast.IfExp)
    expression = f"({expression})" if compound else expression
    kind = re.fullmatch(r"<class '(\w+)'>", said)
    if kind and hasattr(builtins, kind[1]):
        return f"assert {expression} is {kind[1]}"
    try:
        value = ast.literal_eval(said)
    except (ValueError, SyntaxError):
        shown = said if len(said) < 60 else f"{said[:57]}..."
        raise CantCarry(f"the value of {expression} can't be written down: {shown}") from None
    if value is None or isinstance(value, bool):
        return f"assert {expression} is {said}"
    return f"assert {expression} == {f'approx({said})' if _has_fraction(value) else said}"


def _has_fraction(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(map(_has_fraction, value.values()))
    return any(map(_has_fraction, value)) if isinstance(value, list | tuple | set) else isinstance(value, float)


def _parsed(source: str) -> ast.Module:
    if without_magics(source) != source:
        raise CantCarry("it uses a command of Jupyter's")
    try:
        tree = ast.parse(source)
    except SyntaxError:
        raise CantCarry("Python can't read it") from None
    inner = {type(node) for node in ast.walk(tree)}
    if not inner & {ast.Assert, ast.Raise, ast.Call}:
        raise CantCarry("nothing in it can fail")
    if inner & {ast.Await, ast.Global, ast.Nonlocal}:
        raise CantCarry("it can't live inside a function")
    return tree


def _body(source: str, tree: ast.Module) -> str:
    """The code below the docstring, as it was written unless that can't be indented."""
    skipped = tree.body[0].end_lineno or 0 if ast.get_docstring(tree) is not None else 0
    text = "\n".join(source.splitlines()[skipped:]).strip("\n")
    if "'''" in text or '"""' in text or "\\\n" in text:
        return ast.unparse(ast.Module(tree.body[1:] if skipped else tree.body, []))
    return text


def _comment(source: str) -> str:
    """The words of the comment that a check begins with."""
    first = next(iter(source.splitlines()), "")
    words = first.lstrip("# ").strip() if first.startswith("#") else ""
    return words if len(words.split()) > 2 else ""


def _whole(claim: str) -> str:
    """A claim as a sentence."""
    told = " ".join(claim.replace("\\", "/").replace('"', "'").split())
    return told if not told or told[-1] in ".!?" else f"{told}."


def written(candidate: Candidate, name: str, needs: tuple[str, ...], points: float) -> str:
    """The test as it stands in tests.py."""
    marks = [*([] if candidate.check.hidden else ["@visible"]), f"@points({number(points)})"]
    told = [] if candidate.told else ["# TODO: say what a right answer does; students read the sentence below."]
    own = [silent(each.source) for each in candidate.brought.own]
    body = _VALUE_LINE.sub(r"\1assert \2", candidate.body)  # until the values are known
    inside = textwrap.indent("\n".join([f'"""{candidate.claim}"""', *own, silent(body)]), "    ")
    return "\n".join([*told, *marks, f"def {name}({', '.join(needs)}):", inside])


class _Silent(ast.NodeTransformer):
    """Takes out what prints: nobody reads what a test prints."""

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        match node.value:
            case ast.Call(func=ast.Name(id="print")):
                return ast.Pass()
        return node


def silent(source: str) -> str:
    """Code that does not print; as it was written if it never did."""
    if "print(" not in source:
        return source
    tree = _Silent().visit(ast.parse(source))
    kept = [node for node in tree.body if not isinstance(node, ast.Pass)]
    return ast.unparse(ast.fix_missing_locations(ast.Module(kept, [])))


def shown(source: str) -> str:
    """A check's code for people to read."""
    return _VALUE_LINE.sub(r"\1# the value of: \2", source)


def number(points: float) -> str:
    """Points as one writes them; thirds are exact enough to add up."""
    return str(int(points)) if float(points).is_integer() else repr(round(points, 10))


def test_name(check: Check, needs: tuple[str, ...]) -> str:
    """A name for a test, after the check or, where a program named that, after its answer."""
    words = re.sub(r"\W+", "_", check.where).strip("_").lower()
    if _NAMED_BY_CHANCE.match(check.where):
        words = f"{needs[0]}_hidden" if check.hidden else needs[0]
    return f"test_{words.removeprefix('test_')}"[:60]
