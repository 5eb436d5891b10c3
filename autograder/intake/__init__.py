"""Students' uploads: found, read and put into a pristine notebook. Hostile files stop here.

Theory of operation. Everything in an upload is data from a stranger. Files are read up to a cap, parsed with the
standard library, and reduced to strings of code and text; ids, names and metadata are hints, never commands. An upload
that can't be graded is `Refused` with a sentence for the student, and the rest of the cohort is graded.
"""

from .archives import DownloadError, Entry
from .layout import Upload, file_name, find, oddities, printable
from .pristine import RunCell
from .submission import Submission, fingerprint, from_bytes, read
from .unpacking import Found, Layout, Unpacked, student_id, unpack

__all__ = [
    "DownloadError",
    "Entry",
    "Found",
    "Layout",
    "RunCell",
    "Submission",
    "Unpacked",
    "Upload",
    "file_name",
    "find",
    "fingerprint",
    "from_bytes",
    "oddities",
    "printable",
    "read",
    "student_id",
    "unpack",
]
