"""B 21: tests, the source notebook, the right answers and other files of the grader's are opened by path."""

from case import Case, Denied

CASE = Case(
    "They are not there, or closed.",
    Denied(),
    cells=(
        """\
import glob, os
import numpy as np
for path in ("/assignments/01-doubling/tests.py", "/assignments/01-doubling/notebook.py", "/reference/01-doubling.py"):
    attempt(path, lambda: open(COURSE + path).read())
attempt("results", lambda: open(SECRET_FILE).read())
attempt("course", lambda: os.listdir(COURSE))
attempt("walk", lambda: [names for _, _, names in os.walk(COURSE) if names])
attempt("glob", lambda: glob.glob(COURSE + "/**", recursive=True) if os.access(COURSE, os.R_OK) is None else None)
for path in ("/etc/shadow", "/etc/hosts", "/root/.bash_history", "/proc/1/environ", "/var/log/syslog"):
    attempt(path, lambda: open(path, "rb").read() if path != "/proc/1/environ" or os.getpid() != 1 else None)
attempt("descriptor of a folder", lambda: os.open(COURSE, os.O_PATH) and open(f"/proc/self/fd/{os.open(COURSE, os.O_PATH)}/assignments"))
attempt("dots", lambda: open("../" * 30 + SECRET_FILE.lstrip("/")).read())
attempt("a link", lambda: (os.symlink(SECRET_FILE, "link"), open("link").read())[1])
attempt("map", lambda: np.memmap(SECRET_FILE, mode="r")[:5].tobytes())
attempt("load", lambda: np.fromfile(SECRET_FILE, np.uint8)[:5].tobytes())
""",
    ),
)
