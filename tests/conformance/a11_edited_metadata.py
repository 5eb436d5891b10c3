"""Points, locks and tests in the metadata are edited: all of that comes from the source."""

import json

from conformance.case import Case


def edited(content: bytes) -> bytes:
    """Every point multiplied, every test emptied, every lock opened."""
    notebook = json.loads(content)
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader")
        if marks:
            marks.update(points=1000, locked=False, grade=True)
        if "-check" in cell["id"] or "-hidden" in cell["id"]:
            cell["source"] = "pass"
    return json.dumps(notebook).encode()


CASE = Case("metadata and checks are edited", upload=edited, remark="was changed; ours ran instead")
