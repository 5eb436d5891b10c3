"""C 42: keys are typed into the operator's terminal, or it is written to."""

from case import Case, Denied

CASE = Case(
    "There is no terminal, and what is printed holds nothing that one would obey.",
    Denied(),
    cells=(
        """\
import ctypes, fcntl, glob, os, termios
for path in ("/dev/tty", "/dev/console", "/dev/pts/0", "/dev/tty1", "/dev/ptmx"):
    attempt(path, lambda: os.open(path, os.O_RDWR))
for number in (0, 1, 2, 3):
    attempt("type", lambda: fcntl.ioctl(number, termios.TIOCSTI, b"x") == b"x")
    attempt("select", lambda: fcntl.ioctl(number, 0x541C, b"\\3") is not None)
    attempt("terminal", lambda: os.isatty(number))
print("\\x1b]0;owned\\x07\\x1b[2J\\x1b]52;c;ZXZpbA==\\x07\\x9b31m\\x1bP+q\\x1b\\\\")
""",
    ),
)
