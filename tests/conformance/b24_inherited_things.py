"""B 24: what the box was born with: files, environment, arguments and memory."""

import struct
from collections.abc import Sequence
from pathlib import Path

import topic
from case import SMALL, Case, Denied, Scene, Trusted

from handing_in import submission

BORN = """\
import os, sys
kept = {"PATH", "HOME", "TMPDIR", "LANG", "CUDA_VISIBLE_DEVICES"}
attempt("descriptors", lambda: [n for n in os.listdir("/proc/self/fd")[:-1] if int(n) > 3])
attempt("environment", lambda: set(os.environ) - kept)
attempt("environment at birth", lambda: [item for item in open("/proc/self/environ").read().split("\\0")
        if item and item.split("=")[0] not in ("PATH", "LANG", "OPENBLAS_NUM_THREADS", "PYTHONHASHSEED", "CUDA_VISIBLE_DEVICES", "JAX_PLATFORMS")])
attempt("arguments", lambda: [a for a in sys.argv if COURSE in a])
attempt("standard input", lambda: os.read(0, 10))
attempt("terminal", lambda: open("/dev/tty"))
"""


def found_in(number: int, words: Sequence[bytes]) -> set[bytes]:
    """Those words that are in the memory that a process has written to, as the machine sees it."""
    found = set[bytes]()
    with Path(f"/proc/{number}/mem").open("rb", 0) as file:
        for line in Path(f"/proc/{number}/maps").read_text().splitlines():
            span, rights, *_ = line.split()
            start, end = (int(part, 16) for part in span.split("-"))
            if rights[1] != "w":
                continue
            try:
                file.seek(start)
                content = file.read(end - start)
            except (OSError, ValueError):
                continue
            found.update(word for word in words if word in content)
    return found


def expected_values_are_not_in_a_box(scene: Scene) -> None:
    handed_in = submission(
        scene.topic, {**scene.topic.right, "halve": "seen = []\ndef halve(x):\n    seen.append(x)\n    return x / 2"}
    )
    with scene.judge.session(scene.topic, handed_in, SMALL) as session:
        outcomes = scene.judge.ready_tests(scene.topic).outcomes(session)
        assert all(outcome.score for outcome in outcomes)
        asked = struct.pack("<d", topic.ASKED)  # so that the search is seen to find what is there
        assert found_in(session.box().pid, [asked, *topic.SECRET_BYTES]) == {asked}


def a_zygote_has_no_secret(scene: Scene) -> None:
    for number in scene.judge.zygote().processes():
        known = b"autograder.sandbox.inside"
        assert found_in(number, [known, *topic.SECRET_BYTES]) == {known}


CASES = [
    Case("Nothing of use.", Denied(), cells=(BORN,)),
    Trusted("What tests compare with is nowhere in the box, even after all of them have run.", expected_values_are_not_in_a_box),
    Trusted("The process that all boxes are copies of holds no word of the course.", a_zygote_has_no_secret),
]  # fmt: skip
