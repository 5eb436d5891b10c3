"""A 13: the process ends before anything is checked, with a code that says that all went well."""

from case import Case, Status, Zero

CASES = [
    Case("sys.exit(0) in an answer.", Zero("halve", status=Status.ERROR, says="SystemExit"),
         answers={"halve": "import sys\ndef halve(x): sys.exit(0)"}),
    Case("os._exit(0) in an answer.", Zero("halve", status=Status.CRASHED, says="exit code 0"),
         answers={"halve": "import os\ndef halve(x): os._exit(0)"}),
    Case("os._exit(0) in the answer's cell.", Zero("halve", status=Status.FAILED, says="halve is not defined"),
         answers={"halve": "import os\nos._exit(0)"}),
    Case("A signal to itself.", Zero("halve"),
         answers={"halve": "import os\ndef halve(x):\n    os.kill(os.getpid(), 9)\n    os._exit(0)"}),
    Case("An exit handler that writes to the judge.", Zero("halve"),
         answers={"halve": "import atexit, os\natexit.register(os.write, 3, b'x' * 99)\ndef halve(x): raise SystemExit"}),
    Case("quit and exit, as notebooks have them.", Zero("halve", status=Status.FAILED),
         answers={"halve": "quit\nexit\nquit()\nexit()"}),
]  # fmt: skip
