"""Write otter's final_grades.csv of recorded verdicts, with otter's own columns and order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from ....intake import Upload, file_name
from ....judge import Ruling, Verdict

GRADES = "final_grades.csv"


def write_grades(results: Path, uploads: Sequence[Upload], verdicts: Collection[Verdict]) -> list[Path]:
    """Write a table for each assignment, with a row for each of these uploads that has a verdict; their paths."""
    newest = {(verdict.student, verdict.assignment, verdict.submission): verdict for verdict in verdicts}
    rows = dict[str, list[Any]]()
    for upload in uploads:
        verdict = newest.get((upload.student, upload.assignment, upload.digest))
        if verdict is not None:
            rows.setdefault(upload.assignment, []).append(_row(upload, verdict))
    return [_write(results / file_name(name), found) for name, found in sorted(rows.items())]


def _write(folder: Path, rows: list[Any]) -> Path:
    from otter.grade.utils import merge_scores_to_df

    folder.mkdir(parents=True, exist_ok=True)
    merge_scores_to_df(rows).to_csv(folder / GRADES, index=False)
    return folder / GRADES


def _row(upload: Upload, verdict: Verdict) -> Any:
    """otter's results of a submission, as far as its table needs them."""
    from otter.test_files import GradingResults

    if verdict.status is Ruling.GRADED:
        row = GradingResults([_test(outcome.test, outcome.score, outcome.max_score) for outcome in verdict.outcomes])
    else:
        row = GradingResults.without_results(ValueError(verdict.reason or str(verdict.status)))
    row.file = _name(upload)
    return row


def _name(upload: Upload) -> str:
    """The file that was handed in; of a folder, its student."""
    return upload.path.name if upload.path is not None and not upload.path.is_dir() else upload.student


def _test(name: str, score: float, possible: float) -> Any:
    from otter.test_files import TestCase
    from otter.test_files.ok_test import OKTestFile

    case = TestCase(name, "", hidden=False, points=_plain(possible), success_message=None, failure_message=None)
    test = OKTestFile(name, "", [case], all_or_nothing=False)
    test.update_score(_plain(score))
    return test


def _plain(points: float) -> float | int:
    """Whole points without a decimal point."""
    return int(points) if points == int(points) else points
