"""I 101: its own connection is closed or shut down, and it runs on. It is ended, however its connection ends."""

from case import Case, Harmless, Limit, Status

SAYS = "closed its connection"
ENDS = {
    "Closed, and an endless loop.": "os.close(3)\n    while True: pass",
    "Closed, and asleep.": "os.close(3)\n    time.sleep(1000)",
    "Shut down on both sides.": "end().shutdown(socket.SHUT_RDWR)\n    time.sleep(1000)",
    "Shut down for writing.": "end().shutdown(socket.SHUT_WR)\n    time.sleep(1000)",
    "Replaced by another file.": "os.dup2(os.open('/dev/null', os.O_RDWR), 3)\n    time.sleep(1000)",
    "Every file closed.": "os.closerange(0, 99)\n    while True: pass",
    "Closed, while a thread goes on.": (
        "threading.Thread(target=time.sleep, args=(1000,)).start()\n    os.close(3)\n    time.sleep(1000)"
    ),
    "Closed, and no signal heard.": (
        "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\n    os.close(3)\n    while True: pass"
    ),
}
IMPORTS = "import os, signal, socket, threading, time\ndef end(): return socket.socket(fileno=os.dup(3))\n"
FAMILY = """\
import os, time
def halve(x):
    for _ in range(3):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0: os.close(3); time.sleep(1000)
            time.sleep(1000)
    os.close(3)
    time.sleep(1000)
"""
HELD_BY_A_CHILD = """\
import os, time
def halve(x):
    if os.fork() == 0: time.sleep(1000)
    os._exit(0)
"""
CASES = [
    *(
        Case(title, Limit("halve", status=Status.CRASHED, says=SAYS), answers={"halve": f"{IMPORTS}def halve(x):\n    {end}"})
        for title, end in ENDS.items()
    ),
    Case("Closed by a family.", Limit("halve"), answers={"halve": FAMILY}),
    Case("Kept open by a child, while the parent ends.", Limit("halve"), answers={"halve": HELD_BY_A_CHILD}),
    Case("Closed by a cell of its own.", Harmless(), cells=("import os, time\nos.close(3)\ntime.sleep(1000)",)),
    Case("Closed by a cell, by and by.", Harmless(), cells=(
        "import os, threading, time\nthreading.Thread(target=lambda: (time.sleep(0.05), os.close(3))).start()\ntime.sleep(0.3)",)),
]  # fmt: skip
