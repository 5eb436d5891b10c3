"""What a platform called each upload: kept beside the uploads, because feedback goes back under the same name.

The names are in one hidden file, which no upload can be mistaken for. Each download adds to it; what it says of other
students and assignments stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ..writing import write_whole
from .archives import DownloadError
from .recognition import Found, Layout

_FILE = ".names.json"

Origins = dict[str, dict[str, dict[str, str]]]  # by platform, assignment and student
_ORIGINS = TypeAdapter(Origins)


def keep_origins(uploads: Path, layout: Layout, put: Iterable[tuple[str, Found]]) -> None:
    """Remember the names at the top of a platform's download; `put` has assignments and what was unpacked of them."""
    every, known = _read(uploads), [] if layout.plain else list(put)
    before = json.dumps(every, sort_keys=True)
    for assignment, found in known:
        for platform in every.values():
            platform.get(assignment, {}).pop(found.student, None)  # the newest upload is the one that is graded
        name = found.entry.parts[0].encode(errors="replace").decode()  # on a disk, a name can be no text at all
        every.setdefault(layout.option, {}).setdefault(assignment, {})[found.student] = name
    if json.dumps(every, sort_keys=True) != before:
        write_whole(uploads / _FILE, json.dumps(every, ensure_ascii=False, indent=1, sort_keys=True))


def origins(uploads: Path, platform: str, assignment: str) -> dict[str, str]:
    """For each student's id, what a platform's download called the upload for an assignment."""
    return _read(uploads).get(platform, {}).get(assignment, {})


def _read(uploads: Path) -> Origins:
    path = uploads / _FILE
    try:
        return _ORIGINS.validate_json(path.read_bytes())
    except FileNotFoundError:
        return {}
    except ValidationError:
        raise DownloadError(f"{path} can't be read. Delete it, and grade the downloads again.") from None
