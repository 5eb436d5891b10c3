"""C 38: the grader, the zygote or another box is killed, stopped or slowed down."""

from case import Case, Denied

CASE = Case(
    "No signal leaves the box.",
    Denied(),
    cells=(
        """\
import ctypes, fcntl, os, resource, signal, socket, struct
libc = ctypes.CDLL(None, use_errno=True)
def done(result):
    if result < 0: raise OSError(ctypes.get_errno(), "refused")
    return True
def call(number, *arguments): return done(libc.syscall(ctypes.c_long(number), *(ctypes.c_long(a) for a in arguments)))
others = {GRADER, os.getppid()} - {0, os.getpid()}
if os.getpid() == 1: others = {GRADER} - {1}  # numbers that mean something outside
attempt("everyone", lambda: os.kill(-1, signal.SIGCONT) if os.getpid() != 1 else None)
attempt("its group", lambda: os.getpgid(0) == 0)
for number in others:
    for kind in (signal.SIGKILL, signal.SIGSTOP, signal.SIGINT, signal.SIGTERM):
        attempt(f"kill {kind}", lambda: os.kill(number, kind) or True)
        attempt(f"killpg {kind}", lambda: os.killpg(number, kind) or True)
    attempt("thread", lambda: call(234, number, number, 9))
    attempt("thread by number", lambda: call(200, number, 9))
    attempt("queue", lambda: call(129, number, 9, ctypes.addressof(ctypes.create_string_buffer(128))))
    attempt("priority", lambda: os.setpriority(os.PRIO_PROCESS, number, 19) or True)
    attempt("cores", lambda: os.sched_setaffinity(number, {0}) or True)
    attempt("scheduler", lambda: os.sched_setscheduler(number, os.SCHED_IDLE, os.sched_param(0)) or True)
    attempt("limits", lambda: resource.prlimit(number, resource.RLIMIT_NOFILE, (0, 0)))
    attempt("group", lambda: os.setpgid(number, 0) or True)
    attempt("descriptor", lambda: os.pidfd_open(number))
    end = socket.socketpair()[0]
    attempt("owner of a socket", lambda: done(libc.ioctl(end.fileno(), ctypes.c_ulong(0x8901), struct.pack("i", number))))
    attempt("owner of a file", lambda: fcntl.fcntl(end, fcntl.F_SETOWN, number) == 0)
""",
    ),
)
