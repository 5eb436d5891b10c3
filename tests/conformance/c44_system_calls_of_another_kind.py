"""C 44: system calls are made in a way that a filter might overlook."""

from case import Case, Status, Zero

MACHINE = """\
import ctypes, mmap, os, platform
def run(code):
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    at = libc.mmap(None, ctypes.c_size_t(4096), 7, 0x22, -1, ctypes.c_long(0))
    ctypes.memmove(at, code, len(code))
    return ctypes.CFUNCTYPE(ctypes.c_long)(at)()
"""
CASES = [
    Case("Numbers of x32.", Zero("halve", status=Status.CRASHED, says="SIGSYS"),
         answers={"halve": "import ctypes\ndef halve(x):\n    return ctypes.CDLL(None).syscall(ctypes.c_long(0x40000000 | 39))"}),
    Case("A negative number.", Zero("halve"),
         answers={"halve": "import ctypes\ndef halve(x):\n    return ctypes.CDLL(None).syscall(ctypes.c_long(-5))"}),
    # mov eax, 20; int 0x80; ret: getpid of the 32-bit kernel. SIGSEGV where the machine has no 32-bit calls at all.
    Case("An interrupt of 32-bit programs.", Zero("halve", status=Status.CRASHED, says="SIG"),
         answers={"halve": MACHINE + "def halve(x): return run(b'\\xb8\\x14\\0\\0\\0\\xcd\\x80\\xc3')"}),
    # mov eax, 41 (socket); mov edi, 1; mov esi, 1; xor edx, edx; syscall; ret
    Case("A system call without the C library.", Zero("halve", says="-1"),
         answers={"halve": MACHINE + "def halve(x): return run(b'\\xb8\\x29\\0\\0\\0\\xbf\\1\\0\\0\\0\\xbe\\1\\0\\0\\0\\x31\\xd2\\x0f\\x05\\xc3')"}),
]  # fmt: skip
