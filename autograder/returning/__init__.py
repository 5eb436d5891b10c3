"""Feedback out: the pages that a report wrote, packed as platforms take them, or for a mail to each student.

Theory of operation. Only feedback pages leave, byte for byte; nothing beside them is looked at. A page that reaches the
wrong student can't be taken back, so what could belong to two is packed for neither, and told. Nothing is sent from
here: a person uploads the file.
"""

from .mail import Letter, mail_rows
from .names import for_students, on_every_system
from .packed import Packed
from .pages import Page, page_path, pages_of
from .parcels import Parcel, Place, ReturnError, parcel
from .parts import in_parts
from .students import Feedback, student_zip

__all__ = [
    "Feedback",
    "Letter",
    "Packed",
    "Page",
    "Parcel",
    "Place",
    "ReturnError",
    "for_students",
    "in_parts",
    "mail_rows",
    "on_every_system",
    "page_path",
    "pages_of",
    "parcel",
    "student_zip",
]
