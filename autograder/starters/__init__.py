"""A new course or topic, written from templates that pass `check`: authors start from something that works."""

from .guides import guide, guides
from .starting import StartError, new_course, new_topic

__all__ = ["StartError", "guide", "guides", "new_course", "new_topic"]
