"""D 54: the interpreter itself ends."""

from case import Case, Status, Zero

CRASHES = {
    "A read of nothing.": "import ctypes\ndef halve(x): return ctypes.string_at(0)",
    "An abort.": "import os\ndef halve(x): os.abort()",
    "A stack that overflows.": "import sys\nsys.setrecursionlimit(10**9)\ndef halve(x): return eval('(' * 90 + 'x' + ')' * 90) and halve(x)",
    "An interpreter that is broken.": "import ctypes\ndef halve(x): ctypes.memset(id(x), 255, 64); return x",
    "A fault handler's fault.": "import faulthandler\ndef halve(x): faulthandler._sigsegv()",
    "Code that is no code.": "def halve(x): return 1\nhalve.__code__ = halve.__code__.replace(co_code=b'\\xff' * 20)",
}
CASES = [Case(title, Zero("halve"), answers={"halve": source}) for title, source in CRASHES.items()] + [
    Case("Recursion without an end.", Zero("halve", status=Status.ERROR, says="RecursionError"), answers={"halve": "def halve(x): return halve(x)"}),
]  # fmt: skip
