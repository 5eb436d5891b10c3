"""Which notebooks in a course's submitted/ are ours: copies of work that came another way, and that is graded already.

Their digests are kept in a file beside nbgrader's gradebook. So nobody can make a submission look like a copy.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from ...intake import Upload, fingerprint
from ...writing import write_whole

_FILE = "autograder-copies.json"


class Copies:
    """The digests of the copies in a course folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self._digests: set[str] = set()
        if self._path.exists():
            self._digests.update(json.loads(self._path.read_text(encoding="utf-8")))

    def __contains__(self, content: bytes) -> bool:
        return sha256(content).hexdigest() in self._digests

    def has(self, upload: Upload) -> bool:
        return bool(self._digests) and fingerprint(upload) in self._digests

    def note(self, content: bytes) -> None:
        """Keep it before the copy is written: one that nobody knows of would be graded as new work."""
        digest = sha256(content).hexdigest()
        if digest in self._digests:
            return
        self._digests.add(digest)
        write_whole(self._path, json.dumps(sorted(self._digests)))


def handed_in_only(uploads: Sequence[Upload], folder: Path) -> list[Upload]:
    """The uploads in a submitted/ without our copies."""
    copies = Copies(folder.resolve().parent)
    return [upload for upload in uploads if not copies.has(upload)]
