"""Gradescope's download: `submission_81234/week3.ipynb`, and `submission_metadata.yml`, which says whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import yaml

from ..intake import DownloadError, Entry, Found, Layout, student_id

_METADATA = "submission_metadata.yml"


def _find(every: list[Entry], assignments: Sequence[str]) -> Iterator[Found]:
    about = next((entry for entry in every if entry.parts[-1] == _METADATA), None)
    if about is None:
        return
    known = _metadata(about)
    for entry in every:
        folder = next((part for part in entry.parts[:-1] if part in known), None)
        if folder is not None:
            student, submitted = known[folder]
            yield Found(student_id(student), "", entry, submitted or entry.changed)


def _metadata(about: Entry) -> dict[str, tuple[str, datetime | None]]:
    """Who handed in each folder, and when."""
    try:
        parsed = yaml.safe_load(about.content.decode("utf-8"))
        return {str(folder): _who_and_when(facts) for folder, facts in parsed.items()}
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError, TypeError, LookupError, RecursionError):
        raise DownloadError(f"{_METADATA} can't be read; download the submissions again.") from None


def _who_and_when(facts: dict[str, Any]) -> tuple[str, datetime | None]:
    first = facts[":submitters"][0]
    who = str(first.get(":sid") or first.get(":email") or first.get(":name"))
    when = facts.get(":created_at")
    if isinstance(when, str):
        try:
            when = datetime.fromisoformat(when)
        except ValueError:
            when = None
    if not isinstance(when, datetime):
        return who, None
    return who, when if when.tzinfo else when.replace(tzinfo=UTC)


LAYOUT = Layout("Gradescope", _find)
