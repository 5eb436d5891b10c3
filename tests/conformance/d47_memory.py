"""D 47: more memory than there is, however it is asked for."""

from dataclasses import replace

from case import SMALL, Case, Denied, Limit, Status, Zero

PATIENT = replace(SMALL, call_seconds=5)  # a busy machine takes its time to fill its memory

MANY = """\
import os, time
def halve(x):
    for _ in range(6):
        try:
            if os.fork() == 0: break
        except OSError: return bytearray(1 << 40)
    kept = []
    for _ in range(30): kept.append(bytearray(b"x" * (4 << 20)))
    time.sleep(100)
"""
CASES = [
    Case("30 GB at once.", Zero("halve", status=Status.MEMORY), answers={"halve": "def halve(x): return bytearray(30 << 30)"}),
    Case("An array of 160 GB.", Zero("halve", status=Status.MEMORY), answers={"halve": "def halve(x): return np.ones((200_000, 100_000))"}),
    Case("Little by little.", Zero("halve", status=Status.MEMORY), limits=PATIENT,
         answers={"halve": "def halve(x):\n    kept = []\n    while True: kept.append(b'x' * (8 << 20))"}),
    Case("Little by little, and it does not mind.", Limit("halve"),
         answers={"halve": "def halve(x):\n    kept = []\n    while True:\n        try: kept.append(bytearray(1 << 20))\n        except MemoryError: pass"}),
    Case("By the C library.", Limit("halve"),
         answers={"halve": "import ctypes\ndef halve(x):\n    libc = ctypes.CDLL(None)\n    libc.malloc.restype = ctypes.c_void_p\n    while True:\n        at = libc.malloc(1 << 22)\n        if at: ctypes.memset(at, 1, 1 << 22)"}),
    Case("By many processes, each with little.", Zero("halve"), answers={"halve": MANY}),
    Case("Where nobody counts it.", Denied(), cells=("""\
import mmap, os
attempt("files of memory", lambda: os.memfd_create("x"))
attempt("shared memory", lambda: mmap.mmap(-1, 1 << 20))
attempt("shared zeros", lambda: mmap.mmap(os.open("/dev/zero", os.O_RDWR), 1 << 20))
attempt("locked memory", lambda: __import__("ctypes").CDLL(None).mlockall(3) == 0)
""",)),
]  # fmt: skip
