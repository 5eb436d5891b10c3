"""Canvas: its downloads of submissions, and its gradebook as a table, which lists people and takes grades."""

from .downloads import LAYOUT
from .gradebook import ROSTER, form, is_gradebook, new_gradebook

__all__ = ["LAYOUT", "ROSTER", "form", "is_gradebook", "new_gradebook"]
