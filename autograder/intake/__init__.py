"""What students hand in: uploads are found, read and put into a pristine notebook. Hostile files stop here.

Theory of operation. Everything in an upload is data that a stranger wrote. Files are read up to a cap, parsed with the
standard library, and reduced to strings of code and text; ids, names and metadata are hints, never orders. What can't
be graded is `Refused` with a sentence for the student, and the rest of the cohort goes on.
"""

from .layout import Upload, find
from .pristine import Placed
from .submission import Submission, from_bytes, read

__all__ = ["Placed", "Submission", "Upload", "find", "from_bytes", "read"]
