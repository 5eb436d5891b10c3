"""Speed, endurance and memory: our judge beside nbgrader and otter, on the same notebooks, in the same run.

Theory of operation. Figures from different days or machines can't be compared, so every contender grades the same
cohort within one run. A figure only counts if the points agree: a difference fails the whole benchmark. Our judge is
measured from outside, as the command that an instructor types, from the start of its process to its end.
"""

from .judging import BenchError
from .parts import FULL, PARTS, QUICK, USUAL, USUAL_QUICK, Setting, load, machine
from .telling import Table, bars, markdown, tables

__all__ = [
    "FULL", "PARTS", "QUICK", "USUAL", "USUAL_QUICK", "BenchError", "Setting", "Table", "bars", "load", "machine",
    "markdown", "tables",
]  # fmt: skip
