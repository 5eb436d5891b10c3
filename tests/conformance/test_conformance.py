"""Every case of the catalogue has the outcome that is promised, at every level that this machine gives."""

from __future__ import annotations

import importlib
import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.assignment import Assignment, load
from autograder.judge import Judge, Ruling, Verdict
from autograder.release import filled
from autograder.sandbox.limits import Limits
from conformance.case import Case
from conformance.elsewhere import COVERED, NOT_YET
from conftest import TESTS, write_topic
from handing_in import WHEN, from_bytes, written

HERE = Path(__file__).parent
TIGHT = Limits(cell_seconds=3, call_seconds=1, total_seconds=10, memory_mb=512, processes=16, disk_mb=8)
CANARY = "7.0625"  # stands in the hidden tests, and in nothing that a student gets
NAMES = sorted(path.stem for path in HERE.glob("[a-z][0-9]*_*.py"))


@pytest.fixture(scope="module")
def topic(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return load(write_topic(tmp_path_factory.mktemp("topic"), tests=TESTS.replace("7.25", CANARY)))


@pytest.fixture(scope="module", params=["L1", "L2"])
def judge(request: pytest.FixtureRequest) -> Iterator[Judge]:
    with Judge(level=request.param) as judge:
        yield judge


@pytest.mark.parametrize("name", NAMES)
def test_the_outcome_is_the_one_that_is_promised(judge: Judge, topic: Assignment, name: str) -> None:
    case: Case = importlib.import_module(f"conformance.{name}").CASE
    start = time.monotonic()
    graded = judge.grade(topic, from_bytes(handed_in(case, topic), "s1", topic, WHEN), TIGHT)

    assert time.monotonic() - start < TIGHT.total_seconds + 2
    shown = json.dumps(graded.notebook, ensure_ascii=False) + "".join(o.message for o in graded.verdict.outcomes)
    check(case, graded.verdict, outputs(graded.notebook) + "".join(o.message for o in graded.verdict.outcomes))
    assert CANARY not in shown
    assert not left_over(judge)
    assert not left_behind(judge)
    honest = judge.grade(topic, from_bytes(written(filled(topic, topic.right)), "s2", topic, WHEN), TIGHT).verdict
    assert honest.score == honest.max_score


def handed_in(case: Case, topic: Assignment) -> bytes:
    notebook = filled(topic, {**topic.right, **{k: v for k, v in case.answers.items() if v != "pass"}})
    for source in case.cells:
        cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
        notebook.cells.append({**cell, "id": f"more-{len(notebook.cells)}"})
    content = json.dumps(notebook).encode()
    return case.upload(content) if case.upload else content


def check(case: Case, verdict: Verdict, told: str) -> None:
    if case.refused:
        assert verdict.status is Ruling.REFUSED
        assert case.refused in verdict.reason
        return
    assert verdict.status is Ruling.GRADED
    for outcome in verdict.outcomes:
        wrong = outcome.answer in case.zero or outcome.test in case.zero
        assert outcome.score == (0 if wrong else outcome.max_score), outcome
        if wrong and case.status:
            assert outcome.status is case.status, outcome
    assert any(case.remark in remark for remark in (*verdict.remarks, ""))
    assert "BROKE" not in told
    assert case.shown in told


def outputs(notebook: object) -> str:
    """What the executed notebook shows, without the sources of its cells."""
    cells = notebook["cells"] if isinstance(notebook, dict) else []
    outputs = [output for cell in cells for output in cell.get("outputs", []) if output["output_type"] != "error"]
    return json.dumps(outputs, ensure_ascii=False)


def left_over(judge: Judge) -> list[str]:
    """The processes that descend from the judge's zygotes, but for those that have just ended."""
    deadline = time.monotonic() + 2
    while (found := [line for zygote in judge._zygotes.values() for line in below(zygote._process.pid)]) and (
        time.monotonic() < deadline
    ):
        time.sleep(0.02)
    return found


def left_behind(judge: Judge) -> list[Path]:
    """Homes of boxes that are still there, and files of their users in places that are everybody's."""
    homes = [path for zygote in judge._zygotes.values() for path in Path(zygote._folder).glob("*")]
    shared = [path for place in ("/tmp", "/dev/shm", "/var/tmp") for path in Path(place).glob("*")]
    return homes + [path for path in shared if 61_000 <= path.lstat().st_uid < 65_000]


def below(parent: int) -> list[str]:
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            fields = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[1] == str(parent) and fields[0] != "Z":
            found += [f"{name} {fields[0]}", *below(int(name))]
    return found


def test_every_number_of_the_catalogue_is_accounted_for() -> None:
    here = {int(re.match(r"[a-z](\d+)_", name).group(1)) for name in NAMES}  # type: ignore[union-attr]

    assert here | COVERED.keys() | NOT_YET.keys() >= set(range(1, 101))
    assert not here & NOT_YET.keys() and not COVERED.keys() & NOT_YET.keys()


@pytest.mark.parametrize("where", sorted(set(COVERED.values())))
def test_what_is_said_to_be_covered_elsewhere_is_there(where: str) -> None:
    file, _, test = where.partition("::")

    assert f"def {test}(" in (HERE.parent / file).read_text()
