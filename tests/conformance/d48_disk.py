"""D 48: the disk is filled, with large files, many files and files that are larger than any disk."""

from dataclasses import replace

from case import SMALL, Case, Harmless

PATIENT = replace(SMALL, total_seconds=20)  # a busy machine takes its time to make thousands of folders

CASES = [
    Case("Large files.", Harmless(), cells=("""\
written = 0
try:
    for number in range(100):
        with open(f"big{number}", "wb") as file: written += file.write(b"x" * (4 << 20))
except OSError: pass
""",)),
    Case("A file that is larger than any disk.", Harmless(), cells=("""\
import os, time
file = open("sparse", "wb")
try: file.truncate(1 << 40)
except OSError: pass
try: os.posix_fallocate(file.fileno(), 0, 1 << 40)
except OSError: pass
assert os.fstat(file.fileno()).st_size < 1 << 30
""",)),
    Case("Many files.", Harmless(), limits=PATIENT, cells=("""\
import os, time
try:
    for number in range(5_000): os.mkdir(f"d{number}")
    time.sleep(0.5)  # until somebody looks
except OSError: pass
""",)),
    Case("Many large files that are removed, but open.", Harmless(), cells=("""\
import os, time
kept = []
try:
    for number in range(50):
        kept.append(open("gone", "wb")); os.remove("gone"); kept[-1].write(b"x" * (4 << 20))
    time.sleep(0.5)
except OSError: pass
""",)),
    Case("A nest of thousands of folders, closed ones among them.", Harmless(), cells=("""\
import os, time
try:
    for number in range(3000):
        os.mkdir("deep"); os.chdir("deep")
    os.mkdir("closed", 0)
    time.sleep(0.5)
except OSError: pass
""",)),
    Case("Closed folders.", Harmless(), cells=("""\
import os, time
os.umask(0o777)
os.mkdir("a"); os.mkdir("b", 0o300); os.makedirs("b/c", exist_ok=True)
""",)),
]  # fmt: skip
