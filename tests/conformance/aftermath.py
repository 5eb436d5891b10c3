"""What must be true after any submission, however hostile: nothing runs on, nothing lies about, nothing was told."""

from __future__ import annotations

import ctypes
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import topic
from case import Scene, Seen

from autograder.gradebook import standings
from autograder.judge import Verdict, as_text
from autograder.policy import Policy
from autograder.report import all_progress, for_cohort, for_student, standings_csv
from conftest import QUICK
from handing_in import WHEN, submission

_SUBREAPER = 36
_SHARED_FOLDERS = ("/tmp", "/var/tmp", "/dev/shm")
_VERDICT_CAP, _PAGE_CAP = 64 << 10, 256 << 10
_NOTEBOOK_CAP = 8 << 20  # of a file that a student gets back


def adopt_orphans() -> None:
    """Whatever our boxes start becomes our child when its parents are gone, so that none can hide."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def check(scene: Scene, seen: Seen) -> None:
    nothing_is_told(scene, seen)
    nothing_is_spoiled(seen)
    nothing_is_left(scene)
    the_next_is_graded(scene)


def nothing_is_told(scene: Scene, seen: Seen) -> None:
    """No hidden value, and nothing of what it is compared with, is in what a student gets."""
    shown = seen.shown + "".join(pages(scene, seen))
    told = [text for text in (*topic.ASKED_TEXTS, *topic.SECRET_TEXTS) if text in shown]
    assert not told
    assert max(map(len, pages(scene, seen))) < _PAGE_CAP


def pages(scene: Scene, seen: Seen) -> Iterator[str]:
    """Everything else that is made of a verdict, for students, for their instructor and for other programs."""
    verdict = seen.graded.verdict
    everybody = standings([verdict], (scene.topic,), Policy())
    progress = all_progress(everybody, Policy(), WHEN)
    yield for_student(progress[0], (scene.topic,), WHEN)
    yield for_cohort(progress, (scene.topic,), Policy(), WHEN)
    yield standings_csv(everybody)
    yield json.dumps(verdict.as_json(), ensure_ascii=False)


def nothing_is_spoiled(seen: Seen) -> None:
    """What we keep is what others can read: a valid notebook, a verdict that survives, text that a terminal bears."""
    verdict = seen.graded.verdict
    assert Verdict.from_record(verdict.as_record()) == verdict
    assert 0 <= verdict.score <= verdict.max_score
    json.dumps(verdict.as_json(), ensure_ascii=False).encode()
    assert len(verdict.as_record().encode()) <= _VERDICT_CAP
    if seen.graded.notebook is not None:
        text = as_text(seen.graded.notebook)
        nbformat.validate(nbformat.reads(text, as_version=4))
        assert "\x1b" not in text
        assert len(text.encode()) < _NOTEBOOK_CAP


def nothing_is_left(scene: Scene, seconds: float = 8) -> None:
    """No process of a box, and no file of one."""
    zygote = scene.judge.zygote()
    deadline = time.monotonic() + seconds
    while left := set(descendants()) - scene.running - set(zygote.processes()):
        assert time.monotonic() < deadline, f"these processes are left: {left}"
        time.sleep(0.01)
    while zygote.folder and os.listdir(zygote.folder):
        assert time.monotonic() < deadline, "the home of a box is left"
        time.sleep(0.01)
    assert list(_strays(61_000 + zygote.pid % 4000)) == []


def the_next_is_graded(scene: Scene) -> None:
    graded = scene.judge.grade(scene.topic, submission(scene.topic, scene.topic.right), QUICK)
    assert graded.verdict.score == graded.verdict.max_score


def descendants() -> Iterator[int]:
    """The processes that we started, and theirs, as long as they run."""
    parents = {int(name): parent for name in os.listdir("/proc") if name.isdigit() and (parent := _parent(name))}
    for number in parents:
        at = number
        while at in parents and at != os.getpid():
            at = parents[at]
        if at == os.getpid():
            yield number


def _parent(name: str) -> int | None:
    """The parent of a process; None for what has ended, though nobody may have asked how."""
    try:
        state, parent = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return None
    return None if state in "ZX" else int(parent)


def _strays(user: int) -> Iterator[Path]:
    """Files that a box has left where others could find them."""
    for folder in filter(os.path.isdir, _SHARED_FOLDERS):
        for path in Path(folder).iterdir():
            try:
                owner = path.lstat().st_uid
            except OSError:
                continue
            if "leftover" in path.name or (os.getuid() == 0 and owner == user):
                yield path
