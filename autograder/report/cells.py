"""A student's cells and what they showed, read from the executed notebook and made fit for a page.

Everything in it was written by the student or by their code. What comes out is plain text in bounded amounts, and
pictures that are surely pictures. HTML that a cell showed is left out; its plain text stands in for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from ..judge import Notebook
from ..release import last_heading
from .pictures import as_data_uri

ROOM = 2_000_000  # letters of all pictures of a page
_LINES, _LETTERS = 60, 6_000  # of one output
_SOURCE_LINES, _SOURCE_LETTERS = 400, 20_000
_OUTPUTS, _FRAMES = 20, 20  # of one cell, and of one error
_SHORT = 200  # letters of an error, a heading or the words for a picture
_OURS = ("Timeout", "Ended")  # the names of endings that the judge writes itself
_LIBRARIES = re.compile(r"(?:site-packages|dist-packages|lib/python3\.\d+)/")
_FRAME = re.compile(r"File (\S+?):(\d+), in ([\w.<>]+)")
_UNNAMED = re.compile(r"<ipython-input-[\w-]{1,40}>")
_WORD = 500  # letters; a browser takes minutes to fit a word of 20,000 into a column
_ENDLESS = re.compile(rf"(\S{{{_WORD}}})(?=\S)")
_RULE = re.compile(r"-{20,}|\w{1,80} {2,}Traceback \(most recent call last\)")
_PACKAGE = f"{Path(__file__).parent.parent.parent}/"

Kind = Literal["printed", "warned", "value", "error", "picture", "note"]


@dataclass(frozen=True)
class Shown:
    """One thing that a cell showed. `address` holds a picture; then `text` says what it shows."""

    kind: Kind
    text: str
    address: str = ""


@dataclass(frozen=True)
class RanCell:
    """A cell of the executed notebook. `ending` says why it did not end well; `under` is the heading above it."""

    id: str
    kind: str
    source: str
    shown: tuple[Shown, ...] = ()
    ending: str = ""
    under: str = ""


def ran_cells(notebook: Notebook | None) -> tuple[RanCell, ...]:
    """The cells of an executed notebook, in order; none if there is no notebook."""
    return tuple(_cells(notebook)) if notebook else ()


def brief(text: str, most: int = _SHORT) -> str:
    """Anybody's text in one line of bounded length."""
    line = " ".join(named(text[: 4 * most]).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def cut(text: str, lines: int = _LINES, letters: int = _LETTERS) -> str:
    """A long text without its middle, and a line that says so; endless words are broken."""
    if len(text) > letters or len(text.splitlines()) > lines:
        head = text[: letters * 2 // 3].splitlines()[: lines * 2 // 3]
        tail = text[-letters // 3 :].splitlines()[-lines // 3 :]
        text = "\n".join([*head, "[... the middle is left out here ...]", *tail])
    return _ENDLESS.sub(r"\1\n", text) if max(map(len, text.split()), default=0) > _WORD else text


def named(text: str) -> str:
    """A text in which files of libraries are named as in an import, and cells as cells: no path of this machine."""
    if "/" not in text and "<" not in text:
        return text
    return _UNNAMED.sub("your cell", re.sub(r"\S+", lambda found: _without_folders(found[0]), text))


def _without_folders(word: str) -> str:
    """A word without the folders that a library, or this package, lies in. It may begin with a quote."""
    before, slash, path = word.replace(_PACKAGE, "").partition("/")
    ends = [found.end() for found in _LIBRARIES.finditer(path)] if slash else []
    return before + path[ends[-1] :] if ends else before + slash + path


def _cells(notebook: Notebook) -> Iterator[RanCell]:
    pictures, under = _Pictures(), ""
    for cell in notebook["cells"]:
        kind, source = str(cell["cell_type"]), str(cell["source"])
        if kind == "markdown":
            under = last_heading(source) or under
        outputs = [output for output in cell.get("outputs", ()) if isinstance(output, dict)]
        shown = tuple(_shown(outputs, pictures))
        lines = cut(source, _SOURCE_LINES, _SOURCE_LETTERS)
        yield RanCell(str(cell["id"]), kind, lines, shown, _ending(outputs), brief(under, 80))


class _Pictures:
    """The pictures of one page, as many as there is room for."""

    def __init__(self) -> None:
        self._left = ROOM

    def shown(self, base64: str, words: str) -> Shown:
        address = as_data_uri(base64)
        if not address:
            return Shown("note", "A picture that can't be shown here: it is damaged, too large, or not a PNG.")
        if len(address) > self._left:
            return Shown("note", "A picture is left out here, so that this page stays small.")
        self._left -= len(address)
        return Shown("picture", "What this cell drew" if words.startswith("<") else brief(words, 300), address)


def _shown(outputs: Sequence[Mapping[str, Any]], pictures: _Pictures) -> Iterator[Shown]:
    """What a cell showed. Printed lines that follow each other are one text."""
    every = [part for output in outputs for part in _parts(output, pictures)]
    joined: list[Shown] = []
    for kind, group in groupby(every, key=lambda each: each.kind):
        if kind in ("printed", "warned"):
            joined.append(Shown(kind, named(cut("".join(each.text for each in group)))))
        else:
            joined += group
    yield from joined[:_OUTPUTS]
    if len(joined) > _OUTPUTS:
        yield Shown("note", f"{len(joined) - _OUTPUTS} more outputs are left out here.")


def _parts(output: Mapping[str, Any], pictures: _Pictures) -> Iterator[Shown]:
    match output:
        case {"output_type": "stream", "name": name, "text": str(text)}:
            yield Shown("warned" if name == "stderr" else "printed", text)
        case {"output_type": "error", "ename": str(name), "traceback": [*frames]} if name not in _OURS:
            yield Shown("error", cut(_traceback([cut(each) for each in frames[-_FRAMES:] if isinstance(each, str)])))
        case {"data": {"image/png": str(png), **rest}}:
            yield pictures.shown(png, str(rest.get("text/plain", "<")))
        case {"data": {"image/jpeg": _}}:
            yield Shown("note", "A picture in another format than PNG is not shown here.")
        case {"data": {"text/plain": str(text)} | {"text/latex": str(text)}}:
            yield Shown("value", named(cut(text)))


def _traceback(frames: list[str]) -> str:
    """A traceback as far as it is the student's: of a library's part, only where it was."""
    told = []
    for frame in frames:
        lines = frame.split("\n")
        if found := _FRAME.match(lines[0]):
            lines = [f"({_file(found[1])}, line {found[2]}, in {found[3]})"]
        told += [line for line in lines if not _RULE.match(line.strip())]
    return named("\n".join(told).strip("\n"))


def _file(path: str) -> str:
    """A library's file as in an import; of any other only its name."""
    short = _without_folders(path)
    return short if not short.startswith("/") else short.rpartition("/")[2]


def _ending(outputs: Sequence[Mapping[str, Any]]) -> str:
    """Why a cell did not end well, as the rest of a sentence that begins with the cell; nothing if it did."""
    for output in reversed(outputs):
        if output.get("output_type") == "error":
            name, text = str(output.get("ename", "")), str(output.get("evalue", ""))
            if name == "Timeout":
                return f"was stopped, since it took too long: {_begun_small(text)}"
            if name == "Ended":
                return f"took the process down: {_begun_small(text.removeprefix('This cell ended the process. '))}"
            return f"ended with {brief(f'{name}: {text}' if text else name).rstrip('.')}"
    return ""


def _begun_small(text: str) -> str:
    return brief(text[:1].lower() + text[1:]).rstrip(".")
