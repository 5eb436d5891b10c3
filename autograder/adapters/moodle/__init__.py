"""Moodle: its downloads of submissions, its lists of people, its tables of grades, and its zip file of feedback."""

from .downloads import LAYOUT
from .feedback import feedback_place
from .gradebook import form, is_gradebook, new_gradebook
from .people import ROSTER

__all__ = ["LAYOUT", "ROSTER", "feedback_place", "form", "is_gradebook", "new_gradebook"]
