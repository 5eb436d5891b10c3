"""The parts of the benchmark. Each makes its own cohort in a scratch folder, and returns figures fit for JSON."""

from __future__ import annotations

import os
import platform
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from ..course import Course
from ..sandbox import Limits
from . import judging
from .courses import NBGRADER, OTTER, race_courses
from .endurance import marathon, unchanged
from .faults import kill_and_resume
from .judging import CORES, BenchError
from .keras import keras_course, train
from .material import Distinct, distinct, needs_keras, write_cohort
from .race import Field, Progress, race
from .recording import real_verdicts, recorded
from .stages import stages

Figures = dict[str, Any]


@dataclass(frozen=True)
class Size:
    """The size of a benchmark."""

    notebooks: int  # different ones
    copies: int  # of each, for our judge
    repeats: int
    others: bool  # also race otter, and nbgrader with one process per core
    kill_copies: int
    kills: int
    large_copies: int
    students: int  # whose verdicts are recorded


FULL = Size(notebooks=40, copies=10, repeats=3, others=True, kill_copies=15, kills=20, large_copies=250, students=1000)
QUICK = Size(notebooks=3, copies=4, repeats=1, others=False, kill_copies=12, kills=3, large_copies=20, students=20)


@dataclass(frozen=True)
class Setting:
    """The setting for every part."""

    course: Course
    size: Size
    now: datetime
    said: Progress
    gradebook: str = ""  # the address of an empty database, to record in as well

    def notebooks(self) -> list[Distinct]:
        """Notebooks of the topics without Keras."""
        topics = tuple(assignment for assignment in self.course.assignments if not needs_keras(assignment))
        if not topics:
            raise BenchError("The course has no topic without Keras.")
        return distinct(topics[:1] if self.size is QUICK else topics, self.size.notebooks)


def engines(setting: Setting) -> Figures:
    """nbgrader, otter and our judge on the same numpy notebooks."""
    size = setting.size
    field = Field(size.copies, size.repeats, size.others)
    return asdict(race(setting.course, setting.notebooks(), field, setting.said))


def courses(setting: Setting) -> Figures:
    """Ordinary courses of nbgrader's and otter's: they themselves, and their own steps in our boxes."""
    size, names = setting.size, {notebook.assignment for notebook in setting.notebooks()}
    topics = tuple(topic for topic in setting.course.assignments if topic.name in names)
    races = [
        asdict(race_courses(rival, setting.course, topics, setting.notebooks(), size.copies, setting.said))
        for rival in (NBGRADER, OTTER)
    ]
    return {**races[0], "otter": races[1]}  # the first alone is what earlier figures have


def where_time_goes(setting: Setting) -> Figures:
    """The stages of one notebook."""
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        uploads = write_cohort(setting.notebooks(), Path(scratch, "in"))
        setting.said(f"the stages of {len(uploads)} notebooks")
        once, each = stages(setting.course, uploads, Limits.granted_by(setting.course.policy.limits), setting.now)
    return {
        "notebooks": len(uploads),
        "once": [asdict(stage) for stage in once],
        "each": [asdict(stage) for stage in each],
        "worker_milliseconds": sum(stage.milliseconds for stage in each if stage.where == "worker"),
    }


def regrading(setting: Setting) -> Figures:
    """The cost of finding that nothing has changed."""
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        submitted, results = Path(scratch, "in"), Path(scratch, "out")
        write_cohort(setting.notebooks(), submitted, setting.size.copies)
        setting.said("grading once")
        judging.grade(setting.course.root, submitted, results, CORES)
        setting.said("grading unchanged submissions")
        again = [unchanged(setting.course.root, submitted, results) for _ in range(setting.size.repeats)]
    middle = sorted(again, key=lambda run: run.seconds)[len(again) // 2]
    return asdict(middle)


def kills(setting: Setting) -> Figures:
    """Random kills while a cohort is graded."""
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        submitted = Path(scratch, "in")
        count = len(write_cohort(setting.notebooks(), submitted, setting.size.kill_copies))
        setting.said("grading undisturbed")
        truth = judging.grade(setting.course.root, submitted, Path(scratch, "calm"), CORES)
        setting.said(f"{setting.size.kills} random kills")
        out = Path(scratch, "fire")
        survived = kill_and_resume(setting.course.root, submitted, out, truth.totals, count, setting.size.kills)
    return {**asdict(survived), "undisturbed_seconds": truth.seconds}


def ten_thousand(setting: Setting) -> Figures:
    """A very large cohort, and its memory over time."""
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        few, many = Path(scratch, "few"), Path(scratch, "many")
        write_cohort(setting.notebooks(), few)
        truth = judging.grade(setting.course.root, few, Path(scratch, "out-few"), CORES).totals
        count = len(write_cohort(setting.notebooks(), many, setting.size.large_copies))
        setting.said(f"grading {count} submissions")
        return asdict(marathon(setting.course.root, many, Path(scratch, "out-many"), truth))


def keras(setting: Setting) -> Figures:
    """Notebooks that import Keras and train nothing, beside nbgrader; one that trains, beside a bare script."""
    size = setting.size
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        building, training = Path(scratch, "building"), Path(scratch, "training")
        course = keras_course(building, training=False)
        field = Field(2 * size.copies, size.repeats, others=False)
        imported = race(course, distinct(course.assignments, 6), field, setting.said)
        [topic] = keras_course(training, training=True).assignments
        setting.said("training")
        trained = train(training, distinct((topic,), 1)[0], topic, size.repeats)
    return {"imported": asdict(imported), "trained": asdict(trained)}


def recording(setting: Setting) -> Figures:
    """Verdicts recorded and read again: in SQLite, and in the database that was named."""
    topics = setting.course.assignments[:1] if setting.size is QUICK else setting.course.assignments
    verdicts = real_verdicts(setting.course, topics, setting.said)
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        addresses = filter(None, (f"sqlite:///{scratch}/gradebook.db", setting.gradebook))
        found = [
            recorded(address, setting.course, verdicts, setting.size.students, setting.now, setting.said)
            for address in addresses
        ]
    return {
        "students": setting.size.students,
        "topics": len(verdicts),
        "outcomes": sum(len(verdict.outcomes) for verdict in verdicts) / len(verdicts),
        "bytes": sum(len(verdict.as_record()) for verdict in verdicts) / len(verdicts),
        "databases": [asdict(each) for each in found],
    }


PARTS: dict[str, Callable[[Setting], Figures]] = {
    "engines": engines,
    "courses": courses,
    "stages": where_time_goes,
    "unchanged": regrading,
    "kills": kills,
    "keras": keras,
    "recording": recording,
    "ten-thousand": ten_thousand,
}
USUAL = (
    "engines",
    "courses",
    "stages",
    "unchanged",
    "kills",
    "keras",
    "recording",
)  # ten-thousand takes minutes, and runs on request only
USUAL_QUICK = ("engines", "stages", "unchanged")


def machine() -> Figures:
    """The machine that these figures were measured on."""
    with Path("/proc/cpuinfo").open() as lines:
        models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": CORES,
        "processor": models[0] if models else platform.machine(),
        "memory_gb": round(memory / 2**30),
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "python": platform.python_version(),
    }


def load() -> float:
    """The load average of the last minute: above zero, the figures are worse than they could be."""
    return round(median(os.getloadavg()[:1]), 1)
