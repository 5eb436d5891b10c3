"""The benchmark itself: it runs, it insists on equal points, and it writes down what it promises."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.assignment import Assignment, load
from autograder.benchmark import BenchError, tables
from autograder.benchmark.faults import kill_and_resume
from autograder.benchmark.judging import agreed, grade, must_agree
from autograder.benchmark.keras import keras_course
from autograder.benchmark.material import distinct, needs_keras, write_cohort
from autograder.benchmark.memory import Sample, flat
from conftest import write_topic

CONFIG = "limits: {cell_seconds: 5, call_seconds: 2, total_seconds: 30}\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    write_topic(tmp_path)
    (tmp_path / "grading_config.yml").write_text(CONFIG)
    return tmp_path


@pytest.mark.slow
def test_the_quick_benchmark_agrees_with_nbgrader_and_writes_all_figures(here: Path) -> None:
    command = [sys.executable, "-m", "autograder", "bench", "--quick"]
    done = subprocess.run(command, cwd=here, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("bench-results/bench.json\n")
    found = json.loads((here / "bench-results" / "bench.json").read_text())
    assert found["machine"].keys() >= {"cores", "processor", "memory_gb", "system", "python"}
    engines, stages, unchanged = (found["parts"][name] for name in ("engines", "stages", "unchanged"))
    assert engines.keys() >= {"when", "load", "quick", "distinct", "points", "workers_ratio"}
    assert [topic["name"] for topic in engines["topics"]] == ["01-doubling"]
    theirs, *ours = engines["lanes"]
    assert (theirs["name"], theirs["ratio"], theirs["notebooks"]) == ("nbgrader × 1", 1, engines["distinct"])
    for lane in ours:
        assert lane["notebooks"] > theirs["notebooks"]
        assert lane["ratio"] > 1
        assert 0 < lane["warm_up_seconds"] < lane["seconds"]
        assert 0 < lane["worker_peak_mb"] < lane["worker_peak_rss_mb"]
    assert {stage["name"] for stage in stages["each"]} >= {"intake", "box birth", "notebook run", "tests", "record"}
    assert unchanged["submissions"] == ours[0]["notebooks"]
    assert len(list(tables(found["parts"]))) == 5
    assert "nbgrader × 1" in (here / "bench-results" / "bench.md").read_text()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_ordinary_courses_of_nbgrader_and_of_otter_get_the_same_points_in_our_boxes(here: Path) -> None:
    command = [sys.executable, "-m", "autograder", "bench", "--quick", "--only", "courses"]
    done = subprocess.run(command, cwd=here, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    found = json.loads((here / "bench-results" / "bench.json").read_text())["parts"]
    for name, race in {"nbgrader": found["courses"], "otter": found["courses"]["otter"]}.items():
        theirs, *ours = race["lanes"]
        assert (theirs["name"], theirs["notebooks"], race["distinct"]) == (f"{name} × 1", 3, 3)
        assert {lane["notebooks"] for lane in ours} == {12}
    assert [table.title.split(":")[0] for table in tables(found)] == [
        "An ordinary nbgrader course, by nbgrader's own rules", "An ordinary otter course, by otter's own rules",
    ]  # fmt: skip
    assert "any otter course" in (here / "bench-results" / "bench.md").read_text()


@pytest.mark.slow
def test_random_kills_lose_nothing_and_double_nothing(here: Path) -> None:
    topic = load(here / "assignments" / "01-doubling")
    uploads = write_cohort(distinct((topic,), 2), here / "in", copies=15)
    calm = grade(here, here / "in", here / "calm", 2)

    found = kill_and_resume(here, here / "in", here / "fire", calm.totals, len(uploads), kills=3)

    assert (found.submissions, found.lost, found.doubled, found.left_behind) == (30, 0, 0, 0)
    assert found.kills >= 1


def test_different_points_fail_the_benchmark() -> None:
    one, other = {("right", "01"): {"double": 3.0}}, {("right", "01"): {"double": 2.0}}

    must_agree("nbgrader", one, "the judge", one)
    with pytest.raises(BenchError, match="nbgrader and the judge disagree about 1 notebooks: right 01"):
        must_agree("nbgrader", one, "the judge", other)
    with pytest.raises(BenchError, match="The same notebook got different points: right 01"):
        agreed([("right-00", "01", "graded", {"double": 3.0}), ("right-01", "01", "graded", {"double": 2.0})])
    with pytest.raises(BenchError, match="right-00 01 was not graded"):
        agreed([("right-00", "01", "ours", {})])


def test_a_cohort_is_the_same_notebooks_again_and_again(doubling: Assignment, tmp_path: Path) -> None:
    notebooks = distinct((doubling,), 4)

    uploads = write_cohort(notebooks, tmp_path / "in", copies=3)

    assert len({notebook.content for notebook in notebooks}) == 4
    assert len(uploads) == 12
    assert {upload.submitted.isoformat() for upload in uploads} == {"2026-11-01T12:00:00+00:00"}


def test_topics_that_need_keras_are_known(doubling: Assignment, tmp_path: Path) -> None:
    [building] = keras_course(tmp_path / "building", training=False).assignments
    [training] = keras_course(tmp_path / "training", training=True).assignments

    assert [needs_keras(topic) for topic in (doubling, building, training)] == [False, True, True]


def test_memory_that_grows_is_not_flat() -> None:
    def samples(*parents: float) -> list[Sample]:
        return [Sample(second, parent, 0, 0, 0, 100, 100) for second, parent in enumerate(parents)]

    assert flat(samples(50, 80, 80, 80)) == {"parent": 1, "share": 1}
    assert flat(samples(50, 80, 100, 120)) == {"parent": 1.5, "share": 1}
    assert flat(samples(50, 80)) == {}
