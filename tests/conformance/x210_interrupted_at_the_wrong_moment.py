"""210: an interrupt is caught and answered, so that a late answer might count, or upset the next one."""

from case import Case, Limit, Status

CASES = [
    Case("Caught, and the right value returned late.", Limit("halve", status=Status.TIMEOUT),
         answers={"halve": "import time\ndef halve(x):\n    try: time.sleep(60)\n    except KeyboardInterrupt: return x / 2"}),
    Case("Every interrupt is an answer.", Limit("halve"),
         answers={"halve": "import os, signal, time\nsignal.signal(signal.SIGINT, lambda *_: os.write(3, b'PASSED' * 20))\ndef halve(x): time.sleep(60)"}),
    Case("Sleeping through it, then right.", Limit("halve", status=Status.TIMEOUT),
         answers={"halve": "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ndef halve(x):\n    time.sleep(1.2)\n    return x / 2"}),
]  # fmt: skip
