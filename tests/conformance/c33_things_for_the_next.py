"""C 33: files, shared memory and queues are left for the next student to find."""

from case import SYSTEM_CALLS, Case, Denied

LEAVE = """\
import os, tempfile
for folder in ("/tmp", "/dev/shm", "/var/tmp", tempfile.gettempdir(), os.getcwd(), "/run", "/run/lock", "/dev/mqueue"):
    try: open(folder + "/leftover", "w").write("mine")
    except OSError: pass
"""
FIND = (
    SYSTEM_CALLS
    + """\
import os, socket
for folder in ("/tmp", "/dev/shm", "/var/tmp", "/run", "/run/lock", "/dev/mqueue", "."):
    attempt(folder, lambda: "leftover" in os.listdir(folder))
attempt("shared memory", lambda: call(29, 4242, 4096, 0o1600))
attempt("semaphores", lambda: call(64, 4242, 1, 0o1600))
attempt("messages", lambda: call(68, 4242, 0o1600))
attempt("a queue", lambda: libc.mq_open(b"/leftover", 0o102, 0o600, None) >= 0)
attempt("an abstract name", lambda: socket.socketpair()[0].bind("\\0leftover") or True)
"""
)
CASES = [
    Case("What is left.", Denied(), cells=(LEAVE, "attempt('x', lambda: None)")),
    Case("What is found.", Denied(), cells=(FIND,)),
]
