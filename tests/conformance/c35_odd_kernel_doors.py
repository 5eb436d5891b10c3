"""Keyrings, vsock, netlink, io_uring, userfaultfd, bpf and perf are refused."""

from conformance.case import Case, attempt

CASE = Case(
    "odd doors of the kernel are tried",
    cells=(
        attempt("""import ctypes
assert ctypes.CDLL(None).syscall(250, 0, 0, 0, 0, 0) >= 0"""),
        attempt("""import ctypes
assert ctypes.CDLL(None).syscall(425, 0, 0, 0, 0, 0) >= 0"""),
        attempt("""import ctypes
assert ctypes.CDLL(None).syscall(321, 0, 0, 0, 0, 0) >= 0"""),
        attempt("""import ctypes
assert ctypes.CDLL(None).syscall(298, 0, 0, 0, 0, 0) >= 0"""),
        attempt("""import socket
socket.socket(40, socket.SOCK_STREAM)"""),
        attempt("""import socket
socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)"""),
    ),
)
