"""I 105: rarer system calls: what is not known to be needed is refused, and what is not known does not exist."""

from case import SYSTEM_CALLS, Case, Denied

CELL = (
    SYSTEM_CALLS
    + """\
import errno, socket
for name, number, arguments in (
    ("io_setup", 206, (1000, where)), ("io_submit", 209, (0, 0, where)), ("open_tree", 428, (-100, where, 1)),
    ("open_tree_attr", 467, (-100, where, 1, 0, 0)), ("move_mount", 429, (-100, where, -100, where, 4)),
    ("fsopen", 430, (where, 0)), ("fsmount", 432, (3, 0, 0)), ("mount_setattr", 442, (-100, where, 0, where, 32)),
    ("seccomp listener", 317, (1, 8, where)), ("seccomp kinds", 317, (2, 0, where)), ("pidfd_open", 434, (1, 0)),
    ("pidfd_getfd", 438, (3, 3, 0)), ("pidfd_send_signal", 424, (3, 0, 0, 0)), ("process_madvise", 440, (3, 0, 0, 0, 0)),
    ("process_mrelease", 448, (3, 0)), ("kcmp", 312, (1, 1, 0, 0, 0)), ("ptrace", 101, (0, 0, 0, 0)),
    ("landlock_create_ruleset", 444, (0, 0, 1)), ("signalfd", 289, (-1, where, 8, 0)), ("inotify_init1", 294, (0,)),
    ("fanotify_init", 300, (0, 0)), ("mq_open", 240, (where, 64, 0, 0)), ("mbind", 237, (0, 0, 0, 0, 0, 0)),
    ("set_mempolicy", 238, (0, 0, 0)), ("migrate_pages", 256, (0, 0, 0, 0)), ("timer_create", 222, (0, 0, where)),
    ("name_to_handle_at", 303, (-100, where, where, where, 0)), ("statmount", 457, (where, where, 64, 0)),
    ("listmount", 458, (where, where, 8, 0)), ("lsm_list_modules", 461, (where, where, 0)), ("map_shadow_stack", 453, (0, 4096, 0)),
    ("uselib", 134, (where,)), ("ustat", 136, (0, where)), ("sysfs", 139, (3,)), ("iopl", 172, (3,)), ("ioperm", 173, (0, 1, 1)),
    ("a number of tomorrow", 499, (0,)), ("a number beyond all", 9999, (0,)),
):
    attempt(name, lambda: call(number, *arguments))
a, b = socket.socketpair()
for name, number in (("SO_PEERCRED", 17), ("SO_PEERPIDFD", 77), ("SO_PEERSEC", 31), ("SO_PEERGROUPS", 59)):
    attempt(name, lambda: a.getsockopt(socket.SOL_SOCKET, number, 64))
for number in (499, 9999):
    libc.syscall(ctypes.c_long(number))
    assert ctypes.get_errno() == errno.ENOSYS
"""
)
CASE = Case("None of them works.", Denied(), cells=(CELL,))
