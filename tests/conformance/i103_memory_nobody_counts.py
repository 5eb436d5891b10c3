"""I 103: memory that no limit counts: pinned pages, buffers of sockets and pipes, a process whose leader has gone."""

from case import Case, Denied, Limit

KERNEL = """\
import ctypes, fcntl, os, socket
libc = ctypes.CDLL(None, use_errno=True)
def done(result):
    if result < 0: raise OSError(ctypes.get_errno(), "refused")
    return True
room = ctypes.create_string_buffer(4096)
def call(number, *arguments): return done(libc.syscall(ctypes.c_long(number), *(ctypes.c_long(a) for a in arguments)))
a, b = socket.socketpair()
reader, writer = os.pipe()
vector = (ctypes.c_size_t * 2)(ctypes.addressof(room), 4096)
attempt("vmsplice", lambda: call(278, writer, ctypes.addressof(vector), 1, 0))
attempt("splice", lambda: call(275, reader, 0, writer, 0, 1, 0))
attempt("tee", lambda: call(276, reader, writer, 1, 0))
attempt("buffer to send", lambda: a.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8 << 20) is None)
attempt("buffer to receive", lambda: a.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20) is None)
attempt("larger pipe", lambda: fcntl.fcntl(writer, 1031, 1 << 20))
attempt("without copies", lambda: done(libc.send(a.fileno(), room, 16, 0x4000000)) and a.setsockopt(1, 60, 1) is None)
attempt("huge pages", lambda: done(-1 if libc.mmap(None, 2 << 20, 3, 0x40022, -1, 0) in (-1, 0xFFFFFFFF) else 0))
attempt("locked pages", lambda: done(libc.mlockall(3)))
attempt("pages in a queue", lambda: call(240, ctypes.addressof(room), 0o102, 0o600, 0))
"""
LEADERLESS = """\
import ctypes, os, threading
def eat():
    kept = []
    while True: kept.append(bytearray(b"x" * (8 << 20)))
def halve(x):
    if os.getpid() == 1 and os.fork(): os.wait()  # where it may, in a child: the first process is watched by all
    threading.Thread(target=eat).start()
    ctypes.CDLL(None).syscall(ctypes.c_long(60), ctypes.c_long(0))  # ends the first thread alone
"""
BUFFERS = """\
import os, socket
def halve(x):
    kept = []
    try:
        while True:
            for end in socket.socketpair():
                end.setblocking(False); kept.append(end)
                try:
                    while True: end.send(b"x" * 65536)
                except BlockingIOError: pass
    except OSError: pass
    while True:
        try:
            if os.fork() == 0: kept.clear()
        except OSError: break
    while True: pass
"""
CASES = [
    Case("The kernel does not lend it.", Denied(), cells=(KERNEL,)),
    Case("A process whose first thread has ended.", Limit("halve"), answers={"halve": LEADERLESS}),
    Case("As many sockets as there may be, full.", Limit("halve"), answers={"halve": BUFFERS}),
]
