"""The executed notebook, for the student: outputs from the box, and the outcome of each check."""

from __future__ import annotations

import json
from typing import Any

from ..release import METADATA, Role
from ..sandbox import Output
from .cells import Ran
from .outputs import said
from .verdict import Outcome, Status

Notebook = dict[str, Any]


def executed_notebook(ran: list[Ran], outcomes: tuple[Outcome, ...]) -> Notebook:
    """The notebook in nbformat 4.5, in which each check shows its outcomes."""
    cells = [_cell(each, outcomes) for each in ran if each.cell.role is not Role.TOOLS]
    return {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}


def as_text(notebook: Notebook) -> str:
    """The file's text, as Jupyter would write it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _cell(ran: Ran, outcomes: tuple[Outcome, ...]) -> dict[str, object]:
    cell: dict[str, object] = {"cell_type": ran.cell.kind, "id": ran.cell.id, "metadata": {}, "source": ran.cell.source}
    if ran.cell.kind == "code":
        cell |= {"execution_count": ran.count, "outputs": _outputs(ran, outcomes)}
    return cell


def _outputs(ran: Ran, outcomes: tuple[Outcome, ...]) -> list[Output]:
    if ran.cell.role is Role.PICTURE and ran.count is None:
        return [said("Not drawn while grading.\n")]
    if ran.cell.role in (Role.VISIBLE, Role.HIDDEN):
        return [said(_told(ran.cell.tests, outcomes))]
    return ran.outputs


def _told(tests: tuple[str, ...], outcomes: tuple[Outcome, ...]) -> str:
    shown = [outcome for outcome in outcomes if outcome.test in tests]
    return "".join(f"{'✓' if o.status is Status.PASSED else '✗'} {o.message or o.claim}\n" for o in shown)
