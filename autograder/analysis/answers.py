"""The answers that stand in a notebook, as a student wrote them."""

from __future__ import annotations

import re

from ..judge import Notebook

_AGAIN = re.compile(r"-again-\d+$")


def written_for(notebook: Notebook) -> dict[str, str]:
    """The source of each code cell by its name. Of an answer that was given several times, the last counts."""
    return {
        _AGAIN.sub("", str(cell["id"])): str(cell["source"])
        for cell in notebook.get("cells", ())
        if cell.get("cell_type") == "code" and cell.get("source")
    }
