"""D 46: as many processes and threads as there can be."""

from case import Case, Harmless

CASES = [
    Case("Processes.", Harmless(), cells=("""\
import os, time
end = time.monotonic() + 0.5
while time.monotonic() < end:
    try:
        if os.fork() == 0: end = time.monotonic() + 100
    except OSError: time.sleep(0.01)
if os.getppid() != 0 and os.getpid() != 1 and end > time.monotonic() + 50: time.sleep(100)
""",)),
    Case("Threads.", Harmless(), cells=("""\
import threading, time
made = 0
try:
    while made < 10_000: threading.Thread(target=time.sleep, args=(1000,), daemon=True).start(); made += 1
except (RuntimeError, MemoryError): pass
assert made < 1000, made
""",)),
]  # fmt: skip
