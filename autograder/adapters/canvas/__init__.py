"""Canvas: its downloads of submissions, feedback on them, and its gradebook, which lists people and takes grades."""

from .downloads import LAYOUT
from .feedback import feedback_place
from .gradebook import ROSTER, form, is_gradebook, new_gradebook

__all__ = ["LAYOUT", "ROSTER", "feedback_place", "form", "is_gradebook", "new_gradebook"]
