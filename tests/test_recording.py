"""The part of the benchmark that records verdicts, on real ones of a small topic."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from autograder.assignment import Assignment
from autograder.benchmark import BenchError, bars, tables
from autograder.benchmark.recording import Recorded, recorded
from autograder.gradebook import Gradebook
from conftest import course_of, write_topic
from old_gradebook import VERDICT
from test_gradebook_store import NOW


def measured(url: str, topic: Assignment) -> Recorded:
    return recorded(url, course_of(topic), [VERDICT], 40, NOW, lambda step: None)


def test_verdicts_are_recorded_in_each_way_and_read_again(doubling: Assignment, any_database: str) -> None:
    found = measured(any_database, doubling)

    assert found.database == any_database.partition(":")[0].partition("+")[0]
    assert [(rate.way, rate.verdicts) for rate in found.rates] == [
        ("in groups of 100", 40), ("claimed, in groups of 100", 4), ("in groups of 10", 4), ("each alone", 4),
    ]  # fmt: skip
    assert all(rate.per_second > 0 for rate in found.rates)
    assert found.verdicts == 40
    with Gradebook(any_database) as book:
        assert len(list(book.verdicts())) == 52


def test_nothing_is_measured_in_a_gradebook_that_is_used(doubling: Assignment, any_database: str) -> None:
    with Gradebook(any_database) as book:
        book.record(VERDICT, NOW)

    with pytest.raises(BenchError, match=r"There are verdicts in this gradebook\. Measure in an empty database"):
        measured(any_database, doubling)
    with Gradebook(any_database) as book:
        assert list(book.history()) == [VERDICT]


def test_what_was_measured_is_told_and_held_against_the_bars(doubling: Assignment, tmp_path: Path) -> None:
    found = measured(f"sqlite:///{tmp_path / 'g.db'}", doubling)
    parts = {"recording": {"topics": 1, "outcomes": 3.0, "bytes": 1200.0, "databases": [asdict(found)]}}

    rates, reading = tables(parts)
    assert rates.title == "Recording verdicts of 1 topics, 3 outcomes and 1.2 kB each"
    assert [row[0] for row in rates.rows][:2] == ["sqlite, in groups of 100", "sqlite, claimed, in groups of 100"]
    assert reading.rows[0][:2] == ("sqlite", "40")
    assert [bar.wanted for bar in bars(parts)] == ["≥ 2000", "≤ 60 s"]


@pytest.mark.slow
def test_the_command_measures_real_verdicts(tmp_path: Path, any_database: str) -> None:
    write_topic(tmp_path)
    (tmp_path / "grading_config.yml").write_text("limits: {cell_seconds: 5, call_seconds: 2, total_seconds: 30}\n")
    command = [sys.executable, "-m", "autograder", "bench", "--quick", "--only", "recording"]
    done = subprocess.run([*command, "--gradebook", any_database], cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "bench-results" / "bench.json").read_text())["parts"]["recording"]
    assert (found["students"], found["topics"], found["outcomes"]) == (20, 1, 3)
    assert len(found["databases"]) == 2 and found["databases"][0]["database"] == "sqlite"
