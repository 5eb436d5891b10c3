"""D 51: it sleeps for ever, and the clock says that no time has passed."""

from case import Case, Limit, Status

CASES = [
    Case("Asleep.", Limit("halve", status=Status.TIMEOUT), answers={"halve": "import time\ndef halve(x): time.sleep(10**6)"}),
    Case("With a clock that stands still.", Limit("halve", status=Status.TIMEOUT),
         answers={"halve": "import signal, time\nsleep = time.sleep\ntime.time = time.monotonic = time.perf_counter = lambda: 0\n"
                           "time.sleep = lambda s: None\nsignal.setitimer(signal.ITIMER_REAL, 0)\ndef halve(x): sleep(1000)"}),
    Case("Waiting for input.", Limit("halve"), answers={"halve": "def halve(x): return float(input('x'))"}),
    Case("Waiting for a lock.", Limit("halve", status=Status.TIMEOUT), answers={"halve": "import threading\ndef halve(x):\n    lock = threading.Lock()\n    lock.acquire(); lock.acquire()"}),
]  # fmt: skip
