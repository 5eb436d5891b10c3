"""C 34: locks and watches on files that all boxes share are letters from one student to another."""

from case import SYSTEM_CALLS, Case, Denied

CASE = Case(
    "They are refused.",
    Denied(),
    cells=(
        SYSTEM_CALLS
        + """\
import fcntl, os, struct
file = open(os.__file__)
attempt("flock", lambda: fcntl.flock(file, fcntl.LOCK_SH) or True)
attempt("lockf", lambda: fcntl.lockf(open("mine", "w"), fcntl.LOCK_EX) or True)
lock = struct.pack("hhqqi", fcntl.F_RDLCK, 0, 0, 0, 0)
attempt("record", lambda: fcntl.fcntl(file, fcntl.F_SETLK, lock))
attempt("description", lambda: fcntl.fcntl(file, 37, lock))
attempt("lease", lambda: fcntl.fcntl(file, 1024, fcntl.F_RDLCK) == 0)
attempt("notify", lambda: fcntl.fcntl(os.open("/usr", os.O_RDONLY), 1026, 1) == 0)
attempt("inotify", lambda: call(294, 0))
attempt("fanotify", lambda: call(300, 0, 0))
""",
    ),
)
