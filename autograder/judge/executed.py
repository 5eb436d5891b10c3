"""The executed notebook, for the student: outputs from the box, and the outcome of each check."""

from __future__ import annotations

import json
import re
from typing import Any

from ..intake import Submission
from ..release import METADATA, Role, description
from ..sandbox import Output
from ..testing import picture_html
from .cells import Ran
from .outputs import said
from .verdict import Outcome, Status

Notebook = dict[str, Any]
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")


def executed_notebook(ran: list[Ran], outcomes: tuple[Outcome, ...]) -> Notebook:
    """The notebook in nbformat 4.5, in which each check shows its outcomes, and each picture has its description."""
    cells, texts = [], list[str]()
    for each in ran:
        if each.cell.role is Role.TEXT:
            texts.append(each.cell.source)
        if each.cell.role is not Role.TOOLS:
            cells.append(_cell(each, outcomes, description(texts) if each.cell.role is Role.PICTURE else ""))
    return {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}


def as_handed_in(submission: Submission, outcomes: tuple[Outcome, ...]) -> Notebook:
    """The notebook of a submission that another grader ran: what its cells showed there is not known."""
    return executed_notebook([Ran(cell) for cell in submission.cells], outcomes)


def as_text(notebook: Notebook) -> str:
    """The file's text, as Jupyter would write it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _cell(ran: Ran, outcomes: tuple[Outcome, ...], words: str) -> dict[str, object]:
    cell: dict[str, object] = {"cell_type": ran.cell.kind, "id": ran.cell.id, "metadata": {}, "source": ran.cell.source}
    if ran.cell.kind == "code":
        outputs = [_in_words(output, words) for output in _outputs(ran, outcomes)]
        cell |= {"execution_count": ran.count, "outputs": outputs}
    return cell


def _in_words(output: Output, words: str) -> Output:
    """A picture with its description: where nbconvert looks for it, and in HTML, since JupyterLab looks nowhere."""
    png = output.get("data", {}).get("image/png", "")
    if not words or not _BASE64.fullmatch(png):
        return output
    data = {**output["data"], "text/html": picture_html(png, words)}
    return {**output, "data": data, "metadata": {"image/png": {"alt": words}}}


def _outputs(ran: Ran, outcomes: tuple[Outcome, ...]) -> list[Output]:
    if ran.cell.role is Role.PICTURE and ran.count is None:
        return [said("Not drawn while grading.\n")]
    if ran.cell.role in (Role.VISIBLE, Role.HIDDEN):
        return [said(_told(ran.cell.tests, outcomes))]
    return ran.outputs


def _told(tests: tuple[str, ...], outcomes: tuple[Outcome, ...]) -> str:
    shown = [outcome for outcome in outcomes if outcome.test in tests]
    return "".join(f"{'✓' if o.status is Status.PASSED else '✗'} {o.message or o.claim}\n" for o in shown)
