"""A 32-bit system call around the filter ends the process."""

from conformance.case import Case

CASE = Case(
    "a 32-bit system call is made",
    answers={
        "halve": """import ctypes, mmap

def halve(x):
    code = mmap.mmap(-1, 4096, prot=7)
    code.write(bytes.fromhex('b814000000cd80c3'))
    ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
    return 0""",
    },
    zero=("halve",),
)
