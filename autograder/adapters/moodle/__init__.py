"""Moodle: its downloads of submissions, its lists of people, and its tables of grades."""

from .downloads import LAYOUT
from .gradebook import form, is_gradebook, new_gradebook
from .people import ROSTER

__all__ = ["LAYOUT", "ROSTER", "form", "is_gradebook", "new_gradebook"]
