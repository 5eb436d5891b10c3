"""The figures of a topic: what each one shows, from its source, and small copies, from the executed notebook."""

from __future__ import annotations

import ast
import io
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass

from nbformat import NotebookNode
from PIL import Image

from ..assignment import Assignment, Prose
from ..release import Files, last_heading

_WIDTH = 360  # pixels
_LARGEST = 30_000  # bytes
_COLOURS = (256, 128, 64, 32, 16)  # tried in turn until the file is small enough
_END = re.compile(r"(?<=[.?!]) ")
_ABOUT_FIGURE = re.compile(r"(?:The|In)\b.*\b(?:pictures?|figures?|plot|map)\b")


@dataclass(frozen=True)
class Figure:
    """A cell that draws. `number` counts those of a topic from one; `title` says what it shows."""

    topic: str
    number: int
    cell: str
    title: str

    @property
    def file(self) -> str:
        """Where its small copy stands in a build."""
        return f"figures/{self.topic}-{self.number}.png"


def figures(assignment: Assignment) -> tuple[Figure, ...]:
    """The figures of a topic in order."""
    found: list[Figure] = []
    before, heading = "", assignment.title
    for cell in assignment.cells:
        match cell:
            case Prose(kind="markdown", source=before):
                heading = last_heading(before) or heading
            case Prose(id=id, source=source, picture=True):
                title = _title(source) or _sentence(before) or heading
                found.append(Figure(assignment.name, len(found) + 1, id, title))
    return tuple(found)


def thumbnails(assignment: Assignment, executed: NotebookNode) -> Files:
    """A small copy of each figure that the executed notebook holds, by file name."""
    drawn = {cell.id: picture for cell in executed.cells for picture in _pictures(cell)}
    return {each.file: _small(drawn[each.cell]) for each in figures(assignment) if each.cell in drawn}


def _pictures(cell: NotebookNode) -> Iterator[bytes]:
    for output in cell.get("outputs", []):
        if "image/png" in output.get("data", {}):
            yield b64decode(output.data["image/png"])


def _small(png: bytes) -> bytes:
    """A picture on white, no wider and no larger than a page can carry dozens of."""
    drawn = Image.open(io.BytesIO(png)).convert("RGBA")
    picture = Image.alpha_composite(Image.new("RGBA", drawn.size, "white"), drawn).convert("RGB")
    if picture.width > _WIDTH:
        height = max(1, round(picture.height * _WIDTH / picture.width))
        picture = picture.resize((_WIDTH, height), Image.Resampling.LANCZOS)
    content = b""
    for colours in _COLOURS:
        written = io.BytesIO()
        picture.quantize(colours).save(written, "PNG", optimize=True)
        content = written.getvalue()
        if len(content) <= _LARGEST:
            break
    return content


def _title(source: str) -> str:
    """The title over the whole figure, or those of its parts; empty if one of them is made while drawing."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    over, parts = list[ast.expr](), list[ast.expr]()
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        match call:
            case ast.Call(func=ast.Attribute(attr="suptitle"), args=[text, *_]):
                over.append(text)
            case ast.Call(func=ast.Attribute(attr="title" | "set_title"), args=[text, *_]):
                parts.append(text)
            case ast.Call(func=ast.Attribute(attr="set"), keywords=keywords):
                parts += [keyword.value for keyword in keywords if keyword.arg == "title"]
    texts = [text.value if isinstance(text, ast.Constant) else None for text in over or parts]
    literal = [" ".join(text.split()) for text in texts if isinstance(text, str)]
    return "; ".join(dict.fromkeys(literal)) if len(literal) == len(texts) else ""


def _sentence(text: str) -> str:
    """The first sentence of a text that is about a figure, without its full stop."""
    paragraphs = [" ".join(each.split()) for each in text.split("\n\n") if not each.startswith("#")]
    sentences = (each for paragraph in paragraphs for each in _END.split(paragraph))
    return next((each.rstrip(".") for each in sentences if _ABOUT_FIGURE.match(each)), "")
