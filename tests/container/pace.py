"""Compare grading in the container with grading beside it: the same notebooks, the same verdicts, and how fast.

    python tests/container/pace.py [ROUNDS]

builds the grader's image where it is not there yet, and grades a cohort inside and outside in turns. It ends with 1 if any
outcome differs. Figures from one call can be compared, others can't.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from images import GRADER, base, build

from autograder.benchmark.material import distinct, needs_keras, write_cohort
from autograder.course import load_course
from conftest import ROOT
from same_grades import compare, recorded

NOTEBOOKS, COPIES, ROUNDS = 40, 10, 3
JOBS = len(os.sched_getaffinity(0))


def main(rounds: int) -> int:
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        folder = Path(scratch)
        image = build(base(folder), GRADER, "grader")
        topics = tuple(topic for topic in load_course(ROOT).whole().assignments if not needs_keras(topic))
        count = len(write_cohort(distinct(topics, NOTEBOOKS), folder / "submitted", COPIES))
        inside, outside, differ = [], [], 0
        for number in range(rounds):
            ours, theirs = folder / f"outside-{number}", folder / f"inside-{number}"
            outside.append(count / seconds_of(here(folder, ours)))
            inside.append(count / seconds_of(there(image, folder, theirs)))
            print(f"a second: {outside[-1]:.2f} outside, {inside[-1]:.2f} inside", flush=True)
            differ += compare(recorded(ours), recorded(theirs))
    ratio = statistics.median(inside) / statistics.median(outside)
    print(
        f"{count} submissions, {JOBS} workers: inside is {ratio:.2f} times as fast; the outcomes differ in {differ} rounds"
    )
    return bool(differ)


def here(folder: Path, results: Path) -> list[str | Path]:
    return [sys.executable, "-m", "autograder", *_grade(folder / "submitted", results), "--course", ROOT]


def there(image: str, folder: Path, results: Path) -> list[str | Path]:
    """As docs/container.md says, with the same secret. Whoever calls this owns the folders."""
    results.mkdir()
    options = ["--rm", "--network", "none", "--read-only", "--cap-drop", "ALL", "--user", str(os.getuid())]
    volumes = [
        f"{folder / 'submitted'}:/work/submitted:ro",
        f"{results}:/work/results",
        f"{ROOT / 'keys'}:/opt/course/keys",
    ]
    mounts = [part for volume in volumes for part in ("--volume", volume)]
    return ["docker", "run", *options, *mounts, image, *_grade(Path("submitted"), Path("results"))]


def _grade(submissions: Path, results: Path) -> list[str | Path]:
    return ["grade", submissions, "--to", results, "--jobs", str(JOBS), "--json"]


def seconds_of(command: list[str | Path]) -> float:
    start = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - start


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
