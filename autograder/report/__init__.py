"""Pure: standings in, pages and tables out. Every page is a single file that fetches nothing and runs no script."""

from .answers import for_graders
from .feedback import for_feedback
from .pages import for_cohort, for_student
from .table import standings_csv, table
from .text import harmless, plain

__all__ = [
    "for_cohort",
    "for_feedback",
    "for_graders",
    "for_student",
    "harmless",
    "plain",
    "standings_csv",
    "table",
]
