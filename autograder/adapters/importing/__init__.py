"""A notebook of another grader becomes a topic of ours. An adapter reads it; what can't be carried is listed."""

from .apart import carried_apart
from .bringing import CantCarry
from .checking import expecting as asserting
from .importing import Imported, import_topic
from .pictures import Pictures
from .regions import Regions, regions
from .source import VALUE, Asked, Check, Given, ImportingError, Item, NotCarried, Source, Text, Words
from .trying import carried

__all__ = [
    "VALUE",
    "Asked",
    "CantCarry",
    "Check",
    "Given",
    "Imported",
    "ImportingError",
    "Item",
    "NotCarried",
    "Pictures",
    "Regions",
    "Source",
    "Text",
    "Words",
    "asserting",
    "carried",
    "carried_apart",
    "import_topic",
    "regions",
]
