"""C 35: corners of the kernel that had holes: keyrings, io_uring, bpf, page faults, exotic sockets."""

from case import SYSTEM_CALLS, Case, Denied

CASE = Case(
    "They are refused.",
    Denied(),
    cells=(
        SYSTEM_CALLS
        + """\
import socket
for name, number, arguments in (
    ("add_key", 248, (where, where, where, 1, -3)), ("request_key", 249, (where, where, 0, -3)), ("keyctl", 250, (0, -3, 0)),
    ("io_uring_setup", 425, (4, where)), ("io_uring_enter", 426, (3, 0, 0, 0, 0)), ("io_uring_register", 427, (3, 0, 0, 0)),
    ("userfaultfd", 323, (0,)), ("bpf", 321, (0, where, 72)), ("perf_event_open", 298, (where, 0, -1, -1, 0)),
    ("memfd_secret", 447, (0,)), ("memfd_create", 319, (where, 0)), ("open_by_handle_at", 304, (-100, where, 0)),
    ("modify_ldt", 154, (0, where, 16)), ("personality", 135, (0x0040000,)), ("kexec_load", 246, (0, 0, 0, 0)),
    ("syslog", 103, (2, where, 100)), ("quotactl", 179, (0, 0, 0, 0)), ("swapon", 167, (where, 0)),
    ("move_pages", 279, (0, 0, 0, 0, 0, 0)), ("lookup_dcookie", 212, (0, where, 100)), ("acct", 163, (0,)),
):
    attempt(name, lambda: call(number, *arguments))
for family in (getattr(socket, "AF_VSOCK", 40), 16, 38, 31, 29, 30, 44, 45, 17, 5, 10):
    attempt(f"socket {family}", lambda: socket.socket(family, socket.SOCK_RAW))
attempt("page faults by a device", lambda: open("/dev/userfaultfd"))
""",
    ),
)
