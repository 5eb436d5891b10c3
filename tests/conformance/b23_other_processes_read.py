"""B 23: the grader's memory, environment, files and command line are read through /proc and tracing."""

from case import SYSTEM_CALLS, Case, Denied

CASE = Case(
    "It can't be seen, or not be read.",
    Denied(),
    cells=(
        SYSTEM_CALLS
        + """\
import os
alone = os.getpid() == 1
for number in {GRADER, os.getppid()} - {0}:
    for name in ("mem", "environ", "cmdline", "maps", "fd", "cwd", "root", "stack", "task", "status"):
        path = f"/proc/{number}/{name}"
        attempt(path, lambda: os.listdir(path) if name in ("fd", "task") else open(path, "rb").read(1))
    attempt("links", lambda: os.readlink(f"/proc/{number}/exe"))
    attempt("attach", lambda: call(101, 16, number, 0, 0))
    attempt("seize", lambda: call(101, 0x4206, number, 0, 0))
    buffer = ctypes.create_string_buffer(8)
    vector = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 8)
    attempt("readv", lambda: call(310, number, ctypes.addressof(vector), 1, ctypes.addressof(vector), 1, 0))
    attempt("writev", lambda: call(311, number, ctypes.addressof(vector), 1, ctypes.addressof(vector), 1, 0))
    attempt("compare", lambda: call(312, number, os.getpid(), 0, 0, 0))
    attempt("by descriptor", lambda: call(434, number, 0))
attempt("list", lambda: [n for n in os.listdir("/proc") if n.isdigit() and int(n) != os.getpid()])
""",
    ),
)
