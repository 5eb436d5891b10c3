"""Who is in the course: people with their ids on every platform, brought together from whatever platforms export.

Nobody is dropped, and nobody is matched by a guess: what is unclear is told, and stays as it is until a person decides.
"""

from .matching import Matching, match, told
from .merging import Merged, Register, doubled, merged
from .person import OTHER, Person, entered, fault_of, name_key, names
from .roster import OWN, ROSTER_FILE, Listed, Roster, RosterError, RosterFormat, read_roster, roster_rows
from .sheet import Line, Sheet, SheetError, read_sheet, sheet_of

__all__ = [
    "OTHER",
    "OWN",
    "ROSTER_FILE",
    "Line",
    "Listed",
    "Matching",
    "Merged",
    "Person",
    "Register",
    "Roster",
    "RosterError",
    "RosterFormat",
    "Sheet",
    "SheetError",
    "doubled",
    "entered",
    "fault_of",
    "match",
    "merged",
    "name_key",
    "names",
    "read_roster",
    "read_sheet",
    "roster_rows",
    "sheet_of",
    "told",
]
