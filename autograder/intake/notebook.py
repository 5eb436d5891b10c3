"""Bytes in, the cells of a notebook out, or `Refused` with the plain reason."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from ..errors import Signal

SIZE_CAP = 20 << 20
CELLS_CAP = 5000
CODE_CAP = 1 << 20  # characters: parsing takes about a hundred times as much memory


class Refused(Signal):
    """Raised when an upload can't be graded; the message is for the student."""


@dataclass(frozen=True)
class RawCell:
    """A cell as handed in. `ids` are all its names."""

    kind: Literal["code", "markdown"]
    source: str
    ids: tuple[str, ...]


def parse(content: bytes) -> list[RawCell]:
    """Return the cells of a notebook of format 3 or 4, or raise Refused."""
    notebook = _json(content)
    if not isinstance(notebook, dict) or not {"cells", "worksheets"} & notebook.keys():
        raise Refused("This file is JSON, but not a notebook. Hand in the .ipynb file itself.")
    version = notebook.get("nbformat")
    if version == 3:
        sheets = notebook.get("worksheets")
        cells = [cell for sheet in _dicts(sheets) for cell in _dicts(sheet.get("cells"))]
    elif version == 4 or version is None:
        cells = _dicts(notebook.get("cells"))
    else:
        raise Refused(
            f"This notebook has format {version!r:.20}; only formats 3 and 4 can be read. Save it with JupyterLab."
        )
    if not cells:
        raise Refused("This notebook has no cells.")
    if len(cells) > CELLS_CAP:
        raise Refused(f"This notebook has {len(cells)} cells; the limit is {CELLS_CAP}.")
    found = [raw for cell in cells if (raw := _cell(cell))]
    code = sum(len(cell.source) for cell in found if cell.kind == "code")
    if code > CODE_CAP:
        raise Refused(f"This notebook has {code:,} characters of code; the limit is {CODE_CAP:,}.")
    return found


def _json(content: bytes) -> object:
    if len(content) > SIZE_CAP:
        size, most = len(content) >> 20, SIZE_CAP >> 20
        raise Refused(f"This file has over {size} MB; the limit is {most} MB. Clear the outputs and save again.")
    if not content.strip():
        raise Refused("This file is empty.")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or content[:40].count(b"\0") > 4:
        raise Refused("This file is saved as UTF-16. Save it as UTF-8, as JupyterLab does.")
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused("This file is not text in UTF-8, so it is not a notebook.") from None
    except json.JSONDecodeError as error:
        hint = " It looks like a web page." if content.lstrip()[:1] == b"<" else ""
        raise Refused(f"This file is not a notebook: {error.msg} at line {error.lineno}.{hint}") from None
    except (RecursionError, ValueError, MemoryError):  # thousands of levels, or a number with thousands of digits
        raise Refused("This file is not a notebook that Jupyter could have written.") from None


def _dicts(value: object) -> list[dict[str, object]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _cell(cell: dict[str, object]) -> RawCell | None:
    kind = cell.get("cell_type")
    source = _text(cell.get("source", cell.get("input", "")))
    if kind not in ("code", "markdown") or source is None:
        return None
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    marks = metadata.get("nbgrader")
    grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
    ids = (cell.get("id"), grade_id, metadata.get("id"))
    return RawCell(kind, source, tuple(name for name in ids if isinstance(name, str)))


def _text(value: object) -> str | None:
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    if not isinstance(value, str):
        return None
    # Half a surrogate pair is legal JSON, but can't be encoded as text.
    return value.encode("utf-8", "replace").decode().replace("\r\n", "\n")
