"""A table that somebody else wrote, as CSV: read in any usual form, and written back byte for byte.

The standard library's csv reads values and forgets how they were written. A file that a platform made and will read
again keeps its quotes, its separator, its line ends and its encoding here; only a cell that is filled changes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from ..errors import UserMistake
from ..intake import Refused, read_capped

SHEET_CAP = 32 * 1024 * 1024  # bytes; a table of 10,000 people and 100 assignments has about 10 MB
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SEPARATORS = ",;\t"
_QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*"')
_HINT = re.compile(r'"?sep=(.)"?[\r\n]')  # Excel's first line, which names the separator


class SheetError(UserMistake):
    """Raised when a file is not a table that can be read."""


@dataclass(frozen=True)
class Line:
    """One row: its cells as they are written, quotes included, and what ends it."""

    cells: tuple[str, ...]
    end: str

    @cached_property
    def values(self) -> tuple[str, ...]:
        return tuple(map(_value, self.cells))

    @property
    def blank(self) -> bool:
        return not any(value.strip() for value in self.values)


@dataclass(frozen=True)
class Sheet:
    """A table: `before` is what comes before the header, `lines` is the header and everything below."""

    before: str
    lines: tuple[Line, ...]
    separator: str = ","
    encoding: str = "utf-8"
    mark: bytes = b""  # at the very start; it tells the encoding
    name: str = "the table"

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(value.strip() for value in self.lines[0].values)

    @property
    def rows(self) -> list[tuple[int, tuple[str, ...]]]:
        """The rows below the header with their numbers, without blank ones. Each is as long as the header."""
        width = len(self.header)
        return [
            (number, (*line.values[:width], *[""] * (width - len(line.values))))
            for number, line in enumerate(self.lines)
            if number and not line.blank
        ]

    def filled(self, cells: Mapping[tuple[int, int], str]) -> Sheet:
        """The same table with these texts in the cells (row, column); a cell that was quoted stays quoted."""
        lines = list(self.lines)
        for (row, column), text in cells.items():
            written = [*lines[row].cells, *[""] * (column + 1 - len(lines[row].cells))]
            written[column] = _written(text, self.separator, quoted=written[column].startswith('"'))
            lines[row] = Line(tuple(written), lines[row].end)
        return replace(self, lines=tuple(lines))

    def as_bytes(self) -> bytes:
        text = "".join(self.separator.join(line.cells) + line.end for line in self.lines)
        return self.mark + (self.before + text).encode(self.encoding)


def read_sheet(path: Path) -> Sheet:
    """Read a table from a file."""
    try:
        content = read_capped(path, SHEET_CAP)
    except Refused as reason:
        raise SheetError(f"{path}: {reason}") from None
    return sheet_of(content, path.name)


def sheet_of(content: bytes, name: str = "the table") -> Sheet:
    """Read a table. UTF-8 and UTF-16 are told by their first bytes; what is neither was written by an old Excel."""
    mark, encoding = next(((mark, code) for mark, code in _MARKS if content.startswith(mark)), (b"", ""))
    text, encoding = _text(content[len(mark) :], encoding, name)
    hint = _HINT.match(text)
    start = len(text) - len(text[hint.end() if hint else 0 :].lstrip("\r\n"))
    first = re.match(r"[^\r\n]*", text[start:])
    separator = hint[1] if hint else _separator(first[0] if first else "")
    lines = _lines(text[start:], separator, name)
    if not lines or lines[0].blank:
        raise SheetError(f"{name} is empty. Export it again.")
    return Sheet(text[:start], tuple(lines), separator, encoding, mark, name)


def _text(content: bytes, encoding: str, name: str) -> tuple[str, str]:
    if content.startswith(b"PK\x03\x04"):
        raise SheetError(f"{name} is an Excel or LibreOffice workbook. Save it as CSV (UTF-8) first.")
    for code in [encoding] if encoding else ["utf-8", "cp1252"]:
        try:
            text = content.decode(code)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text, code
    raise SheetError(f"{name} is not a table of plain text. Export it again, as CSV in UTF-8.")


def _separator(line: str) -> str:
    """The separator of a table with this header: the one that occurs most, outside of quotes."""
    bare = _QUOTED.sub("", line)
    return max(_SEPARATORS, key=bare.count)


def _lines(text: str, separator: str, name: str) -> list[Line]:
    bare = re.compile(rf"(?:{_QUOTED.pattern})?[^{re.escape(separator)}\r\n]*")
    unquoted = re.compile(rf'(?!")[^{re.escape(separator)}\r\n]*')
    lines, cells, at = list[Line](), list[str](), 0
    while at < len(text) or cells:
        found = bare.match(text, at) if text.startswith('"', at) else unquoted.match(text, at)
        if found is None or (found[0].startswith('"') and not _QUOTED.match(found[0])):
            raise SheetError(f"{name}: row {len(lines) + 1} has a quote that never ends. Export the file again.")
        cells.append(found[0])
        at = found.end()
        end = re.compile(r"\r\n|\r|\n").match(text, at)
        if end is None and at < len(text):
            at += 1  # the separator
            if at < len(text):
                continue
            cells.append("")
        lines.append(Line(tuple(cells), end[0] if end else ""))
        cells, at = [], end.end() if end else at
    return lines


def _value(cell: str) -> str:
    quoted = _QUOTED.match(cell)
    return quoted[0][1:-1].replace('""', '"') + cell[quoted.end() :] if quoted else cell


def _written(text: str, separator: str, *, quoted: bool) -> str:
    if quoted or separator in text or any(c in text for c in '"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text
