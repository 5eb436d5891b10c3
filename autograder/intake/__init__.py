"""Students' uploads: found, read and put into a pristine notebook. Hostile files stop here.

Theory of operation. Everything in an upload is data from a stranger. Files are read up to a cap, parsed with the
standard library, and reduced to strings of code and text; ids, names and metadata are hints, never commands. An upload
that can't be graded is `Refused` with a sentence for the student, and the rest of the cohort is graded.

A download is recognised by the names that its platform wrote; nothing in one student's part affects how others'
are read. Every file is graded or left out, and both are counted.
"""

from .alike import difference, look_alikes
from .archives import DownloadError, Entry, files_in_zip
from .downloads import Top
from .expected import Expected, Several
from .files import read_capped
from .folders import capped, digested, files_below, must_be_a_notebook
from .handing_in import handed_in
from .ids import bad_id, file_name, printable, shown, student_id
from .layout import Gathered, Upload, find, gather, gathered, misnamed, oddities
from .ledger import Because, LeftOut
from .notebook import SIZE_CAP, Refused, parse
from .origins import origins
from .pristine import RunCell
from .recognition import Found, Layout
from .submission import Submission, fingerprint, from_bytes, read
from .unpacking import Unpacked, unpack
from .words import digest_of_words, in_words, own_words

__all__ = [
    "SIZE_CAP",
    "Because",
    "DownloadError",
    "Entry",
    "Expected",
    "Found",
    "Gathered",
    "Layout",
    "LeftOut",
    "Refused",
    "RunCell",
    "Several",
    "Submission",
    "Top",
    "Unpacked",
    "Upload",
    "bad_id",
    "capped",
    "difference",
    "digest_of_words",
    "digested",
    "file_name",
    "files_below",
    "files_in_zip",
    "find",
    "fingerprint",
    "from_bytes",
    "gather",
    "gathered",
    "handed_in",
    "in_words",
    "look_alikes",
    "misnamed",
    "must_be_a_notebook",
    "oddities",
    "origins",
    "own_words",
    "parse",
    "printable",
    "read",
    "read_capped",
    "shown",
    "student_id",
    "unpack",
]
