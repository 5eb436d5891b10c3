"""B 24: what the box was born with: files, environment, arguments and memory."""

from pathlib import Path

import topic
from case import SMALL, Case, Denied, Scene, Trusted

from handing_in import submission

BORN = """\
import os, sys
kept = {"PATH", "HOME", "TMPDIR", "LANG"}
attempt("descriptors", lambda: [n for n in os.listdir("/proc/self/fd")[:-1] if int(n) > 3])
attempt("environment", lambda: set(os.environ) - kept)
attempt("environment at birth", lambda: [item for item in open("/proc/self/environ").read().split("\\0")
        if item and item.split("=")[0] not in ("PATH", "LANG", "OPENBLAS_NUM_THREADS", "PYTHONHASHSEED")])
attempt("arguments", lambda: [a for a in sys.argv if COURSE in a])
attempt("standard input", lambda: os.read(0, 10))
attempt("terminal", lambda: open("/dev/tty"))
"""


def memory(number: int) -> bytes:
    """All that a process has written to its memory, as the machine sees it."""
    found = b""
    with Path(f"/proc/{number}/mem").open("rb", 0) as file:
        for line in Path(f"/proc/{number}/maps").read_text().splitlines():
            span, rights, *_ = line.split()
            start, end = (int(part, 16) for part in span.split("-"))
            if rights[1] != "w":
                continue
            try:
                file.seek(start)
                found += file.read(end - start)
            except (OSError, ValueError):
                continue
    return found


def expected_values_are_not_in_a_box(scene: Scene) -> None:
    handed_in = submission(
        scene.topic, {**scene.topic.right, "halve": "seen = []\ndef halve(x):\n    seen.append(x)\n    return x / 2"}
    )
    with scene.judge.session(scene.topic, handed_in, SMALL) as session:
        outcomes = scene.judge.ready_tests(scene.topic).outcomes(session)
        assert all(outcome.score for outcome in outcomes)
        inside = memory(session.box().pid)

    import struct

    assert struct.pack("<d", topic.ASKED) in inside  # the search does find what is there
    assert not [secret for secret in topic.SECRET_BYTES if secret in inside]


def a_zygote_has_no_secret(scene: Scene) -> None:
    for number in scene.judge.zygote().processes():
        inside = memory(number)
        assert b"autograder.sandbox.inside" in inside  # the search does find what is there
        assert not [secret for secret in topic.SECRET_BYTES if secret in inside]


CASES = [
    Case("Nothing of use.", Denied(), cells=(BORN,)),
    Trusted("What tests compare with is nowhere in the box, even after all of them have run.", expected_values_are_not_in_a_box),
    Trusted("The process that all boxes are copies of holds no word of the course.", a_zygote_has_no_secret),
]  # fmt: skip
