"""A course that grades itself: author, release, judge, record, report and certify."""

__version__ = "0.1.0"
