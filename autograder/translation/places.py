"""Where texts stand in Python code: in docstrings, comments, hints of unwritten answers, and what is shown.

What is shown is what a cell prints, and the titles and labels of its pictures. In a cell that only draws, other strings
that read like words count, too: titles often stand in lists.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from .markdown import flowed

Kind = Literal["docstring", "comment", "hint", "shown"]
_LITERAL = re.compile(r"""([fFuU]?)("|')((?:\\.|(?!\2)[^\n\\])*)\2\s*(?:\\\n\s*)?""")
_SHOWN_BY = {
    "print",
    "title",
    "suptitle",
    "xlabel",
    "ylabel",
    "set_title",
    "set_xlabel",
    "set_ylabel",
    "text",
    "annotate",
}
_SHOWN_AS = {"title", "suptitle", "xlabel", "ylabel", "zlabel", "label"}
_PLACEHOLDER = re.compile(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
_WORD = re.compile(r"[^\W\d_]{2}")
_WORDS = re.compile(r"[^\W\d_]{2,}.* .*[^\W\d_]|[^\W\d_].* [^\W\d_]{2,}")
_ONE_WORD = re.compile(r"[A-Z]?[a-z]{3,}")
_NO_WORDS = re.compile(  # they name colours, maps of colours, and places
    r"(?:light|dark)?(?:gray|grey|black|white|blue|orange|green|red|purple|firebrick)s?|viridis|magma|left|right|"
    r"center|top|bottom|baseline|equal|auto|constrained|tight|mirror|zero|valid|same|linear",
    re.IGNORECASE,
)
_NO_COMMENT = re.compile(r"# ?(?:fmt|type|noqa)\b")


@dataclass(frozen=True)
class Place:
    """A text in code: from `start` to `end`, in characters. `column` is where it may begin in further lines."""

    kind: Kind
    start: int
    end: int
    text: str
    column: int
    mark: str = ""  # of a string: its prefix and quote; of a comment behind code: nothing
    parted: bool = False  # it is written as several strings, one behind the other
    closes: bool = False  # the quotes that end a docstring follow in the same line


def places(source: str, *, picture: bool = False) -> list[Place]:
    """The texts in code, in order; none if it is not plain Python."""
    try:
        tree = ast.parse(source)
        found = [*_docstrings(source, tree), *_strings(source, tree, picture=picture), *_comments(source)]
    except (SyntaxError, tokenize.TokenError):
        return []
    unique = {each.start: each for each in found}
    return [unique[start] for start in sorted(unique)]


class _Offsets:
    """Turns the lines and columns of a syntax tree, which are in bytes, into places in the text."""

    def __init__(self, source: str) -> None:
        self._lines = source.splitlines(keepends=True)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def at(self, line: int, column: int) -> int:
        return self._starts[line - 1] + len(self._lines[line - 1].encode()[:column].decode())

    def of(self, node: ast.expr) -> tuple[int, int]:
        return self.at(node.lineno, node.col_offset), self.at(node.end_lineno or 1, node.end_col_offset or 0)

    def line(self, number: int) -> int:
        return self._starts[number - 1]


def _docstrings(source: str, tree: ast.Module) -> Iterator[Place]:
    """The paragraphs of docstrings, without their examples."""
    offsets = _Offsets(source)
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or ast.get_docstring(node) is None:
            continue
        first = node.body[0]
        assert isinstance(first, ast.Expr)
        start, end = offsets.of(first.value)
        if source[start:end].startswith('"""'):
            yield from _paragraphs(source, start + 3, end - 3, first.value.col_offset)


def _paragraphs(source: str, start: int, end: int, column: int) -> Iterator[Place]:
    for found in re.finditer(r"\S(?:.|\n(?!\s*\n))*", source[start:end].rstrip()):
        text = found[0].rstrip()
        if ">>>" not in text and _WORD.search(text):
            begin, last = start + found.start(), start + found.start() + len(text)
            lines = text.split("\n")
            plain = "\n".join([lines[0], *(line[column:] if line[:column].isspace() else line for line in lines[1:])])
            yield Place("docstring", begin, last, flowed(plain), column, closes=last == end)


def _strings(source: str, tree: ast.Module, *, picture: bool) -> Iterator[Place]:
    """The strings that students read."""
    offsets = _Offsets(source)
    shown = {id(each): each for node in ast.walk(tree) for each in _shown(node)}
    hints = {id(each): each for node in ast.walk(tree) for each in _hints(node)}
    others = {id(each): each for each in _like_words(tree)} if picture else {}
    for key, node in {**others, **shown, **hints}.items():
        start, end = offsets.of(node)
        if read := _read(source[start:end]):
            mark, text, parted = read
            if _WORD.search(_PLACEHOLDER.sub(" ", text) if mark.startswith("f") else text):
                column = start - offsets.line(node.lineno)
                yield Place("hint" if key in hints else "shown", start, end, text, column, mark, parted)


def _shown(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        said = node.args if name in _SHOWN_BY else []
        for each in [*said, *(keyword.value for keyword in node.keywords if keyword.arg in _SHOWN_AS)]:
            yield from _strings_of(each)


def _strings_of(node: ast.expr) -> Iterator[ast.expr]:
    """The strings that an expression may be."""
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            yield node
        case ast.IfExp(body=body, orelse=other):
            yield from (*_strings_of(body), *_strings_of(other))


def _hints(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.Call(func=ast.Name(id="NotImplementedError"), args=[ast.Constant(value=str()) as hint]):
            yield hint


def _like_words(tree: ast.Module) -> Iterator[ast.expr]:
    """The strings of a picture that read like words: several anywhere, or a single one in a list."""
    keys = {id(each) for node in ast.walk(tree) if isinstance(node, ast.Subscript) for each in ast.walk(node.slice)}
    keys |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.keyword)}  # such as loc="upper left"
    inner = {id(each) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for each in node.values}
    listed = {id(each) for node in ast.walk(tree) for each in _listed(node)}
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in keys | inner | docstrings or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        if isinstance(node, ast.JoinedStr):
            text = " ".join(str(each.value) for each in node.values if isinstance(each, ast.Constant))
        else:
            text = node.value if isinstance(node.value, str) else ""
        single = id(node) in listed and _ONE_WORD.fullmatch(text) and not _NO_WORDS.fullmatch(text)
        if single or _WORDS.search(text):
            yield node


def _listed(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return list(items)
    return []


def _read(literal: str) -> tuple[str, str, bool] | None:
    """The mark of a string, its text as written, and whether it has parts; None if it is written in another way."""
    if '"""' in literal or "'''" in literal:
        return None
    parts, at = [], 0
    while found := _LITERAL.match(literal, at):
        parts.append(found)
        at = found.end()
    if at != len(literal) or not parts or len({part[2] for part in parts}) > 1:
        return None
    filled = any(part[1].lower() == "f" for part in parts)
    bodies = [
        part[3].replace("{", "{{").replace("}", "}}") if filled and part[1].lower() != "f" else part[3]
        for part in parts
    ]
    return f"{'f' if filled else ''}{parts[0][2]}", "".join(bodies), len(parts) > 1


def _comments(source: str) -> Iterator[Place]:
    """Comments: each behind a line of code, and those on lines of their own as paragraphs."""
    offsets, lines = _Offsets(source), source.splitlines()
    tokens = [
        token for token in tokenize.generate_tokens(io.StringIO(source).readline) if token.type == tokenize.COMMENT
    ]
    groups: list[list[tokenize.TokenInfo]] = [[token] for token in tokens[:1]]
    for before, token in pairwise(tokens):
        follows = token.start == (before.start[0] + 1, before.start[1])
        alone = all(not lines[each.start[0] - 1][: each.start[1]].strip() for each in (before, token))
        if follows and alone:
            groups[-1].append(token)
        else:
            groups.append([token])
    for group in groups:
        text = " ".join(token.string.lstrip("#").strip() for token in group)
        if _WORD.search(text) and not _NO_COMMENT.match(group[0].string):
            row, column = group[0].start
            start, end = offsets.line(row) + column, offsets.line(group[-1].end[0]) + group[-1].end[1]
            alone = not lines[row - 1][:column].strip()
            yield Place("comment", start, end, text, column, mark="# " if alone else "")
