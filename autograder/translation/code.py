"""Code with its texts in another language. What it does stays the same: if it would not, the code stays as it is."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator

from .places import Place, places
from .wording import Say

_WIDTH = 120
_CODE, _KEPT = re.compile(r"`[^`]*`"), "\0"  # a space that must stay where it is
_ITEM = re.compile(r"\s*(?:[-*+] |\d+[.)] )")
_TOKEN = re.compile(r"(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|[^\s{}]|\{|\})+\s*|\s+")  # a word, with the space behind it


def texts_of_code(source: str, *, picture: bool = False) -> Iterator[tuple[str, str]]:
    """Each text in code, and its kind."""
    return ((place.text, place.kind) for place in places(source, picture=picture))


def code_in(source: str, say: Say, *, picture: bool = False) -> str:
    """The same code with each text as `say` gives it."""
    changed = _replaced(source, [(place, say(place.text)) for place in places(source, picture=picture)])
    return changed if changed == source or _does_the_same(source, changed, picture=picture) else source


def docstring_in(source: str, text: str) -> str:
    """The same function with another docstring of one paragraph."""
    first = next(place for place in places(source) if place.kind == "docstring")
    changed = _replaced(source, [(first, text)])
    return changed if _does_the_same(source, changed) else source


def without_texts(source: str, *, picture: bool = False) -> str:
    """What is left of code without its texts: the same in every language. The source itself if it is not Python."""
    try:
        tree = ast.parse(_replaced(source, [(place, "x") for place in places(source, picture=picture)]))
    except SyntaxError:
        return source
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            node.value.value = inspect.cleandoc(node.value.value).strip()  # the quotes may stand on a line of their own
    return ast.dump(tree)


def _does_the_same(source: str, changed: str, *, picture: bool = False) -> bool:
    """Whether only texts differ. A picture may have words that no longer look like words, so all strings count."""
    ours, theirs = (without_texts(each, picture=picture) for each in (source, changed))
    return ours == theirs or (picture and without_strings(source) == without_strings(changed))


def without_strings(source: str) -> str:
    """What is left of code without all its strings. The source itself if it is not Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return source
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            node.values = sorted((each for each in node.values if isinstance(each, ast.FormattedValue)), key=ast.dump)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


def _replaced(source: str, said: list[tuple[Place, str | None]]) -> str:
    for place, text in reversed(said):
        if text is not None:
            source = source[: place.start] + _written(place, text) + source[place.end :]
    return source


def _written(place: Place, text: str) -> str:
    """A text as code, in lines that are not too long."""
    match place.kind:
        case "docstring":
            return _as_docstring(place, text)
        case "comment":
            return _as_comment(place, text)
    return _as_string(place, text)


def _as_docstring(place: Place, text: str) -> str:
    lines: list[str] = []
    for number, line in enumerate(text.split("\n")):
        item = _ITEM.match(line)
        hanging = " " * len(item[0]) if item else ""
        lines += _wrapped(line, _WIDTH - place.column - (3 if number == 0 else 0), hanging)
    ends = place.closes and (len(lines) > 1 or len(lines[0]) + place.column + 6 > _WIDTH or lines[-1].endswith('"'))
    return f"\n{' ' * place.column}".join([*lines, ""] if ends else lines)


def _as_comment(place: Place, text: str) -> str:
    if not place.mark:
        return f"# {text}"
    return f"\n{' ' * place.column}".join(f"# {line}" for line in _wrapped(text, _WIDTH - place.column - 2))


def _wrapped(text: str, width: int, hanging: str = "") -> list[str]:
    """A line broken at spaces, but not inside a piece of code."""
    whole = _CODE.sub(lambda code: code[0].replace(" ", _KEPT), text)
    lines = textwrap.wrap(whole, width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)
    return [line.replace(_KEPT, " ") for line in lines] or [""]


def _as_string(place: Place, text: str) -> str:
    quote = place.mark[-1]
    pieces = _TOKEN.findall(re.sub(rf"(?<!\\){quote}(?![^{{]*\}})", rf"\\{quote}", text))
    lines = [""]
    for piece in pieces:
        if place.parted and lines[-1] and place.column + len(lines[-1]) + len(piece) > _WIDTH - 5:
            lines.append("")
        lines[-1] += piece
    return f"\n{' ' * place.column}".join(f"{place.mark}{line}{quote}" for line in lines)
