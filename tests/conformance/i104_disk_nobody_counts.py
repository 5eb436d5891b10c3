"""I 104: files that no listing shows: removed, mapped, or on their way from one end of a socket to the other."""

from case import Case, Denied, Harmless

MAPPED = """\
import mmap, os
kept = []
try:
    for number in range(60):
        file = os.open("gone", os.O_RDWR | os.O_CREAT)
        os.remove("gone"); os.truncate(file, 4 << 20)
        kept.append(mmap.mmap(file, 4 << 20)); os.close(file)
        kept[-1][:] = b"x" * (4 << 20)
except (OSError, MemoryError, ValueError): pass
import time; time.sleep(0.4)
"""
IN_FLIGHT = """\
import array, os, socket
a, b = socket.socketpair()
def send():
    file = os.open("flying", os.O_RDWR | os.O_CREAT)
    return a.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [file]))])
attempt("sent", send)
attempt("sent by a datagram", lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].send(b"x"))
attempt("received", lambda: b.recvmsg(1, 64, socket.MSG_DONTWAIT))
"""
CASES = [
    Case("Removed, and mapped.", Harmless(), cells=(MAPPED,)),
    Case("In flight.", Denied(), cells=(IN_FLIGHT,)),
    Case("Temporary files without a name.", Harmless(), cells=("""\
import os, time
kept = []
try:
    for _ in range(60):
        kept.append(os.open(".", os.O_TMPFILE | os.O_RDWR)); os.write(kept[-1], b"x" * (4 << 20))
except OSError: pass
time.sleep(0.4)
""",)),
]  # fmt: skip
