"""The notebook as it ran, for the student: outputs from the box, cleaned, and the outcome of each check."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode, v4

from ..release import Role
from .bench import Ran
from .verdict import Outcome, Status

# What a viewer may be asked to show. No scripts, no widgets, nothing that fetches.
_SHOWN = ("text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg", "image/svg+xml")


def executed_notebook(ran: list[Ran], outcomes: tuple[Outcome, ...]) -> NotebookNode:
    """The notebook; where a check stood, its outcomes stand."""
    cells = []
    for each in ran:
        if each.cell.role is Role.TOOLS:
            continue
        if each.cell.kind == "markdown":
            cells.append(v4.new_markdown_cell(each.cell.source, id=each.cell.id))
            continue
        outputs = [output for raw in each.outputs if (output := _output(raw))]
        if each.cell.role is Role.PICTURE and each.count is None:
            outputs = [v4.new_output("stream", name="stdout", text="Not drawn while grading.\n")]
        if each.cell.role in (Role.VISIBLE, Role.HIDDEN):
            told = _told(each.cell.tests, outcomes)
            outputs = [v4.new_output("stream", name="stdout", text=told)]
        cells.append(v4.new_code_cell(each.cell.source, id=each.cell.id, execution_count=each.count, outputs=outputs))
    return v4.new_notebook(cells=cells)


def _told(tests: tuple[str, ...], outcomes: tuple[Outcome, ...]) -> str:
    shown = [outcome for outcome in outcomes if outcome.test in tests]
    return "".join(f"{'✓' if o.status is Status.PASSED else '✗'} {o.message or o.claim}\n" for o in shown)


def _output(raw: Any) -> NotebookNode | None:
    """One output, rebuilt from the parts that an output may have; None for what is none."""
    match raw:
        case {"output_type": "stream", "name": "stdout" | "stderr" as name, "text": str(text)}:
            return v4.new_output("stream", name=name, text=text)
        case {"output_type": "error", "ename": str(name), "evalue": str(value), "traceback": [*lines]}:
            texts = [line for line in lines if isinstance(line, str)]
            return v4.new_output("error", ename=name, evalue=value, traceback=texts)
        case {"output_type": "execute_result" | "display_data" as kind, "data": {**data}}:
            shown = {name: data[name] for name in _SHOWN if isinstance(data.get(name), str)}
            count = {"execution_count": raw.get("execution_count")} if kind == "execute_result" else {}
            return v4.new_output(kind, data=shown, **count)
    return None
