"""A cell's outputs, made safe to keep: rebuilt from the allowed parts, and capped.

Outputs come from the box, so they may hold anything. Nothing that runs, fetches or moves a terminal's cursor is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..sandbox import Output, Room

_SHOWN = ("text/plain", "text/latex", "image/png", "image/jpeg")
_TERMINAL = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)|[\x00-\x08\x0b-\x1f\x7f-\x9f]", re.S
)
_LONGEST = 500  # characters of an outcome's detail
_FULL: Output = {"output_type": "stream", "name": "stdout", "text": "[more output was not kept]\n"}


class Outputs:
    """The outputs of one notebook, as nbformat writes them."""

    def __init__(self) -> None:
        self._room = Room()

    def cleaned(self, raw: Sequence[object], count: int) -> list[Output]:
        """The part of a cell's outputs that may be shown."""
        rebuilt = [output for item in raw if (output := _rebuilt(item, count)) is not None]
        shown = [output for output in rebuilt if self._room.takes(_size(output))]
        return shown if len(shown) == len(rebuilt) else [*shown, _FULL]


def error(name: str, text: str) -> Output:
    """The output of a cell that did not end by itself."""
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": [text]}


def said(text: str) -> Output:
    return {"output_type": "stream", "name": "stdout", "text": text}


def _rebuilt(raw: object, count: int) -> Output | None:
    match raw:
        case {"output_type": "stream", "name": "stdout" | "stderr" as name, "text": str(text)}:
            return {"output_type": "stream", "name": name, "text": plain(text)}
        case {"output_type": "error", "ename": str(name), "evalue": str(value), "traceback": [*lines]}:
            texts = [plain(line) for line in lines if isinstance(line, str)]
            return {"output_type": "error", "ename": plain(name), "evalue": plain(value), "traceback": texts}
        case {"output_type": "execute_result" | "display_data" as kind, "data": {**data}}:
            shown = {name: plain(str(data[name])) for name in _SHOWN if isinstance(data.get(name), str)}
            counted = {"execution_count": count} if kind == "execute_result" else {}
            return {"output_type": kind, "metadata": {}, "data": shown, **counted} if shown else None
    return None


def plain(text: str) -> str:
    """The text without escape sequences and control characters, which a terminal would obey."""
    return _TERMINAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def short(text: str) -> str:
    """A text in so few characters that a verdict stays small, whoever wrote it."""
    text = plain(text[: 2 * _LONGEST])
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}\u2026"


def _size(output: Output) -> int:
    texts = (output.get(name, "") for name in ("text", "ename", "evalue"))
    parts = [*output.get("data", {}).values(), *output.get("traceback", []), *texts]
    return sum(len(part) + 8 for part in parts) + 100  # even an empty output takes space
