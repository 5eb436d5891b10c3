"""B 27: hidden inputs are written into how a process ends, and when. Score bits remain: they are what a score is."""

import re

from case import Case, Scene, Seen, Zero, outputs

CODE = "exit code 99"


def staff_alone_knows(scene: Scene, seen: Seen) -> None:
    assert CODE in "".join(outcome.detail for outcome in seen.graded.verdict.outcomes)
    assert CODE not in seen.shown


def the_run_before_all_calls_is_shown(scene: Scene, seen: Seen) -> None:
    clock = re.search(r"clock ([\d.]+)", outputs(seen))
    assert clock and seen.ended - float(clock[1]) > 0.4


CASES = [
    Case(
        "An exit code is not shown where a later box tells of the one before.",
        Zero("double", "halve"),
        answers={
            "double": "import os\nos._exit(3)",
            "halve": "import os\ndef halve(x):\n    if x == 9: os._exit(int(x) * 11)",
        },
        after=staff_alone_knows,
    ),
    # A clock in a box that comes later would tell how long the last call took, and so what it was asked.
    Case(
        "A clock does not show how long an answer took.",
        Zero("halve"),
        answers={
            "halve": "import os, time\nprint('clock', time.monotonic())\n"
            "def halve(x):\n    time.sleep(0.4 * (x == 9))\n    os._exit(1)"
        },
        after=the_run_before_all_calls_is_shown,
    ),
]
