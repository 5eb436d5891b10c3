"""C 36: a namespace of its own, in which it would be root, and mounts."""

from case import Case, Denied

CASE = Case(
    "They are refused.",
    Denied(),
    cells=(
        """\
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def done(result):
    if result < 0: raise OSError(ctypes.get_errno(), "refused")
    return True
for flag in (0x10000000, 0x20000, 0x20000000, 0x40000000, 0x8000000, 0x4000000, 0x2000000, 0x80):
    attempt(f"unshare {flag:x}", lambda: done(libc.unshare(flag)))
    attempt(f"clone {flag:x}", lambda: done(libc.syscall(ctypes.c_long(56), ctypes.c_long(flag | 17), 0, 0, 0, 0)))
attempt("clone3", lambda: done(libc.syscall(ctypes.c_long(435), (0x10000000).to_bytes(8, "little") + bytes(80), ctypes.c_long(88))))
attempt("mount", lambda: done(libc.mount(b"none", b"/tmp", b"tmpfs", 0, None)))
attempt("bind", lambda: done(libc.mount(b"/", os.getcwd().encode(), None, ctypes.c_ulong(4096), None)))
attempt("remount", lambda: done(libc.mount(None, b"/usr", None, ctypes.c_ulong(32 | 4096), None)))
attempt("unmount", lambda: done(libc.umount2(b"/proc", 2)))
attempt("pivot", lambda: done(libc.syscall(ctypes.c_long(155), b".", b".")))
attempt("chroot", lambda: os.chroot(".") or True)
for name in ("user", "mnt", "pid", "net"):
    attempt(f"enter {name}", lambda: done(libc.setns(os.open(f"/proc/self/ns/{name}", 0), 0)))
for number, name in ((428, "open_tree"), (429, "move_mount"), (430, "fsopen"), (432, "fsmount"), (442, "mount_setattr")):
    attempt(name, lambda: done(libc.syscall(ctypes.c_long(number), ctypes.c_long(-100), b"/usr", ctypes.c_long(1), ctypes.c_long(0), ctypes.c_long(0))))
""",
    ),
)
