"""C 32: a process that leaves its group and session and ignores every signal."""

from case import Case, Harmless

CASE = Case(
    "It ends with the box. Where the box is one process, there is none.",
    Harmless(),
    cells=(
        """\
import os, signal, time
def daemon():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in range(1, 65):
                try: signal.signal(number, signal.SIG_IGN)
                except (OSError, ValueError): pass
            os.closerange(0, 64)
            time.sleep(1000)
        os._exit(0)
for _ in range(3):
    try: daemon()
    except PermissionError: pass
""",
    ),
)
