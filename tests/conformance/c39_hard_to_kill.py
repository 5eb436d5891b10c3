"""C 39: it tries to outlive its judge and to obey no signal."""

from case import Case, Denied, Limit, Status

CASES = [
    Case("The death signal can't be cleared.", Denied(),
         cells=("import ctypes\nlibc = ctypes.CDLL(None)\nattempt('clear', lambda: libc.prctl(1, 0, 0, 0, 0) == 0)",)),
    Case("Every signal is ignored, and every error caught.", Limit("halve", status=Status.TIMEOUT),
         answers={"halve": """\
import signal, time
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
def halve(x):
    while True:
        try: time.sleep(100)
        except BaseException: pass
"""}),
    Case("Stopped by itself.", Limit("halve"), answers={"halve": "import os, signal\ndef halve(x):\n    signal.raise_signal(signal.SIGSTOP)\n    while True: pass"}),
]  # fmt: skip
