"""A 8: a process in the background waits for the end of the run to overwrite the results."""

import time

from case import Case, Denied, Scene, Seen


def wait(scene: Scene, seen: Seen) -> None:
    time.sleep(0.6)


CASE = Case(
    "It is dead by then, and has no path to them.",
    Denied(),
    cells=(
        """\
import os, threading, time
def write():
    time.sleep(0.3)
    open(SECRET_FILE, "w").write("{}")
threading.Thread(target=write, daemon=True).start()
def later():
    if os.fork() == 0:
        os.setsid()
        while True:
            try: write()
            except OSError: pass
attempt("later", later)
""",
    ),
    after=wait,
)
