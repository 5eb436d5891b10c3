"""C 37: more rights, by a set-user-id program, a capability or another identity."""

from case import Case, Denied

CASE = Case(
    "There is no way to more rights.",
    Denied(),
    cells=(
        """\
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
other = 0 if os.getuid() else 1
attempt("setuid", lambda: os.setuid(other) or True)
attempt("setresuid", lambda: os.setresuid(other, other, other) or True)
attempt("setgid", lambda: os.setgid(other) or True)
attempt("setgroups", lambda: os.setgroups([0, 4, 27]) or True)
for program in ("/usr/bin/su", "/usr/bin/passwd", "/usr/bin/mount", "/usr/bin/env", "/bin/sh"):
    attempt(program, lambda: os.execv(program, [program]))
    attempt(program, lambda: os.posix_spawn(program, [program], {}))
sets = ctypes.create_string_buffer(24)
attempt("capabilities", lambda: libc.capget((0x20080522).to_bytes(8, "little"), sets) == 0 and any(sets.raw))
attempt("raise", lambda: libc.capset((0x20080522).to_bytes(8, "little"), b"\\xff" * 24) == 0)
attempt("bounding set", lambda: [n for n in range(41) if libc.prctl(23, n, 0, 0, 0) == 1])
attempt("new privileges", lambda: libc.prctl(39, 0, 0, 0, 0) != 1)
attempt("take back", lambda: libc.prctl(38, 0, 0, 0, 0) == 0)
attempt("filter off", lambda: libc.prctl(21, 0, 0, 0, 0) != 2)
attempt("device", lambda: os.mknod("disk", 0o60600, os.makedev(8, 0)) or True)
def set_user_id():
    open("tool", "w").close(); os.chmod("tool", 0o6755); os.chown("tool", 0, 0)
    return os.getuid() != 0 and os.stat("tool").st_uid == 0
attempt("a program of root's", set_user_id)
attempt("limits", lambda: __import__("resource").setrlimit(7, (1 << 20, 1 << 20)) or True, ValueError)
attempt("priority", lambda: os.nice(-5))
""",
    ),
)
