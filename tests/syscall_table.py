"""Write the table of system calls anew from this machine's kernel headers (on Debian: apt-get install linux-libc-dev).

    python tests/syscall_table.py

Calls that newer kernels have brought, and these headers do not know, stay in the table as they are.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from autograder.sandbox.inside.confinement import syscalls

X86_64 = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")
GENERIC = Path("/usr/include/asm-generic/unistd.h")  # what arm64 goes by
_NAMES_OF_32_BITS = {
    "fcntl64", "statfs64", "fstatfs64", "truncate64", "ftruncate64", "llseek", "sendfile64", "fstatat64", "fstat64",
    "mmap2", "fadvise64_64",
}  # fmt: skip
_NOT_CALLS = {"arch_specific_syscall", "syscalls", "fstatat", "sync_file_range2"}  # not on arm64, or not by this name
_OF_32_BITS = range(403, 424)  # calls with 64-bit times, which 64-bit machines had from the beginning


def on_x86_64() -> dict[str, int]:
    """Each call's number, as the headers have it."""
    return _defined(X86_64.read_text(), "__NR_")


def on_arm64() -> dict[str, int]:
    """Each call's number; those with a 64-bit form by the name of that form."""
    text = GENERIC.read_text()
    wide = _defined(text, "__NR3264_")
    for alias, of in re.findall(r"#define\s+__NR_(\w+)\s+__NR3264_(\w+)", text):
        if alias not in _NAMES_OF_32_BITS and of in wide:
            wide[alias] = wide[of]
    every = {**_defined(text, "__NR_"), **wide}
    dropped = _NAMES_OF_32_BITS | _NOT_CALLS
    return {name: number for name, number in every.items() if name not in dropped and number not in _OF_32_BITS}


def _defined(text: str, prefix: str) -> dict[str, int]:
    return {name: int(number) for name, number in re.findall(rf"#define\s+{prefix}(\w+)\s+(\d+)\b", text)}


def table() -> str:
    """The source of the table."""
    x86_64, arm64 = on_x86_64(), on_arm64()
    names = sorted({*syscalls.NUMBERS, *x86_64, *arm64})
    known = {name: syscalls.NUMBERS.get(name, (None, None)) for name in names}
    rows = [f'"{name}": ({x86_64.get(name, known[name][0])}, {arm64.get(name, known[name][1])}),' for name in names]
    glued = " ".join(row.replace(" ", "\0") for row in rows)  # so that lines break between rows only
    lines = textwrap.wrap(glued, 116, break_long_words=False, break_on_hyphens=False)
    head = Path(syscalls.__file__).read_text().split("NUMBERS:")[0]
    body = "\n".join(f"    {line}" for line in lines).replace("\0", " ")
    return f"{head}NUMBERS: dict[str, tuple[int | None, int | None]] = {{\n{body}\n}}  # fmt: skip\n"


if __name__ == "__main__":
    Path(syscalls.__file__).write_text(table())
