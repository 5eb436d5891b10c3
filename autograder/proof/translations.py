"""A translation has the formulas, the code and the numbers of its source, in every language."""

from __future__ import annotations

from collections.abc import Iterator

from ..assignment import Assignment, broken_in, translations_of
from .findings import Finding


def broken_translations(assignment: Assignment) -> Iterator[Finding]:
    """A finding for each translation that is not used, since it would break something."""
    for catalogue in translations_of(assignment):
        for text, wrong in broken_in(assignment, catalogue).items():
            where = f"{catalogue.path}:{catalogue.lines[text]}"
            yield Finding(where, f"{wrong}, so this stays English.", "Write it as in the source.")
