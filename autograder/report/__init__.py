"""Pure: standings in, pages and tables out. Every page is a single file that fetches nothing.

Only the cohort's page runs a script: ours, which its policy names by its digest.
"""

from .answers import for_graders
from .appeals import for_appeal
from .cohort import for_cohort
from .feedback import for_feedback
from .progress import Progress, all_progress, progress_of
from .student import for_student
from .table import for_spreadsheets, in_words, standings_csv, table
from .text import harmless, plain
from .topic import Findings, for_topic

__all__ = [
    "Findings",
    "Progress",
    "all_progress",
    "for_appeal",
    "for_cohort",
    "for_feedback",
    "for_graders",
    "for_spreadsheets",
    "for_student",
    "for_topic",
    "harmless",
    "in_words",
    "plain",
    "progress_of",
    "standings_csv",
    "table",
]
