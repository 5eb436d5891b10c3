"""208: a box writes to its own memory and to what it inherited; it spoils itself and nobody else."""

from case import Case, Denied, Zero

CASES = [
    Case("Its memory as a file.", Denied(), cells=("""\
import os
attempt("write", lambda: os.open("/proc/self/mem", os.O_RDWR))
attempt("score", lambda: open("/proc/self/oom_score_adj", "w").write("-1000"))
attempt("name", lambda: open("/proc/self/setgroups", "w").write("allow"))
attempt("map", lambda: open("/proc/self/uid_map", "w").write("0 0 1"))
attempt("core", lambda: open("/proc/sys/kernel/core_pattern", "w").write("|/bin/sh"))
attempt("pages", lambda: open("/proc/kpagecount", "rb").read(8))
attempt("kernel", lambda: open("/proc/kcore", "rb").read(8))
attempt("triggers", lambda: open("/proc/sysrq-trigger", "w").write("h"))
""",)),
    Case("The numbers of Python itself.", Zero("halve"),
         answers={"halve": "import ctypes\ndef halve(x):\n    ctypes.memmove(id(2) + 24, (9).to_bytes(4, 'little'), 4)\n    return 1"}),
]  # fmt: skip
