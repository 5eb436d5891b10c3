"""Pure: standings in, pages and tables out. Every page is a single file that fetches nothing and runs no script."""

from .feedback import for_feedback
from .pages import for_cohort, for_student
from .table import standings_csv, table

__all__ = ["for_cohort", "for_feedback", "for_student", "standings_csv", "table"]
