"""Recognise a cell of ours in another language: its code is the same, only its texts differ."""

from __future__ import annotations

import warnings

from ..release import TOOLS, Role, Slot
from ..translation import without_strings, without_texts

_WORDS = f"{TOOLS}.WORDS.update("  # begins the line that tells the tools a language


def is_cell_of(slot: Slot, source: str) -> bool:
    """Whether a cell that was handed in is what students got in this slot, in any language."""
    if source.strip() == slot.source.strip():
        return True
    if len(source) > 3 * len(slot.source) + 1000:  # no translation is so long, and parsing takes time
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about odd escapes in a student's strings
            return _code(slot, source) == _code(slot, slot.source)
    except (ValueError, RecursionError, MemoryError):
        return False


def _code(slot: Slot, source: str) -> str:
    if slot.role is Role.PICTURE:  # no grade depends on it
        return without_strings(source)
    if slot.role is Role.TOOLS:
        source = "\n".join(line for line in source.splitlines() if not line.startswith(_WORDS))
    return without_texts(source)
