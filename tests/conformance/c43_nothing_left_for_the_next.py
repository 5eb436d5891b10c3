"""C 43: processes, files and room are used up, so that the next student finds none. That one is graded in `aftermath`."""

from case import Case, Harmless

CASE = Case(
    "Each box has its own.",
    Harmless(),
    cells=(
        """\
import os, threading, time
for number in range(10_000):
    try: open(f"f{number}", "w").close()
    except OSError: break
time.sleep(0.4)  # at L2 it is the zygote that looks, and it shall find them in this cell, not in a later one
kept = []
for _ in range(200):
    try: kept.append(os.dup(1))
    except OSError: break
for number in kept: os.close(number)
try:
    for _ in range(200): threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
except (RuntimeError, MemoryError): pass
try:
    while True:
        if os.fork() == 0: time.sleep(100); os._exit(0)
except OSError: pass
""",
    ),
)
