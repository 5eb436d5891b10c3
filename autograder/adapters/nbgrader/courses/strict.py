"""nbgrader's rules for what a cell is worth, with its slips mended. docs/nbgrader.md lists the differences."""

from __future__ import annotations

import contextlib
import copy
import math
from typing import Any

from .quicker import ScoresAtOnce

_TRUTH = {"True": 1.0, "False": 0.0}  # the share of the points that these are worth


class StrictScores(ScoresAtOnce):
    """The step that sets scores. What a cell shows stays as it is; only what counts is another."""

    def _add_score(self, cell: Any, resources: Any) -> None:
        counted = copy.deepcopy(cell)
        if cell.cell_type == "code":
            points = float(cell.metadata["nbgrader"]["points"])
            counted.outputs = [_mended(output, points) for output in counted.outputs if not _warns(output)]
        super()._add_score(counted, resources)


def _warns(output: Any) -> bool:
    """A warning costs nothing; an error shows an output of its own."""
    return bool(output.output_type == "stream" and output.name == "stderr")


def _mended(output: Any, points: float) -> Any:
    """A cell's result, as a score that is neither below zero nor above all points."""
    if output.output_type == "execute_result":
        text = str(output["data"].get("text/plain", ""))
        score = _TRUTH[text] * points if text in _TRUTH else math.inf
        with contextlib.suppress(ValueError):
            score = float(text)
        if math.isnan(score):
            score = 0.0
        if text in _TRUTH or score != math.inf:
            output["data"]["text/plain"] = repr(min(max(score, 0.0), points))
    return output
