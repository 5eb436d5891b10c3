"""Models of what Canvas and Moodle do with a zip file of feedback, written after the source of their importers.

Moodle: `assignfeedback_file_zip_importer` (mod/assign/feedback/file/importziplib.php). Canvas: `ZipExtractor`, and
`infer_comment_context_from_filename` of its assignments. Each keeps what surprises.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

_NUMERIC = re.compile(r"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?\s*", re.IGNORECASE)


class Failed(Exception):
    """The platform's importer gave up on the whole file."""


def entries(content: bytes) -> Iterable[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = [info.filename for info in archive.infolist()]
        assert [name for name, count in Counter(names).items() if count > 1] == []
        yield from ((name, archive.read(name)) for name in names)


@dataclass
class MoodleAssignment:
    """An assignment on Moodle: its participants' numbers, and the feedback files of each by name."""

    participants: set[int]
    files: dict[int, dict[str, bytes]] = field(default_factory=lambda: defaultdict(dict))
    ignored: list[str] = field(default_factory=list)

    def imports(self, content: bytes) -> None:
        for name, page in entries(content):
            path = "/import/" + _cleaned(name)
            if len(path.rpartition("/")[0]) + 1 > 255 or len(path.rpartition("/")[2]) > 255:
                raise Failed(f"the database has no room for {path}")
            found = self._whose(path)
            if found is None:
                self.ignored.append(name)
            else:
                self.files[found[0]][found[1].rpartition("/")[2]] = page  # a file of the same name is replaced

    def _whose(self, path: str) -> tuple[int, str] | None:
        parts = path.split("/")
        if parts[-1].startswith((".", "~")):
            return None
        while parts:
            info = parts.pop(0).split("_", 4)
            if len(info) < 4 or not _NUMERIC.fullmatch(info[1]):
                continue
            number = int(float(info[1])) if not info[1].isdecimal() else int(info[1])
            plugin = "_".join(info[2:4])
            if number not in self.participants or plugin not in (
                "assignsubmission_file",
                "assignsubmission_onlinetext",
            ):
                continue
            return number, "/".join([info[4] if len(info) > 4 else "", *parts])
        return None


def _cleaned(name: str) -> str:
    """A path as Moodle cleans it."""
    kept = re.sub(r"[\x00-\x1f\x7f&<>\"`|':]", "", name.replace("\\", "/"))
    return "/".join(part for part in kept.split("/") if part not in ("", ".", ".."))


@dataclass
class CanvasAssignment:
    """An assignment on Canvas: each upload's number with its user, and the comments that users have."""

    uploads: dict[int, int]
    comments: dict[int, list[list[bytes]]] = field(default_factory=lambda: defaultdict(list))
    ignored: list[str] = field(default_factory=list)

    def imports(self, content: bytes) -> None:
        extracted = dict[str, bytes]()
        for name, page in entries(content):
            local = name.rpartition("/")[2]
            if local in extracted or len(local.encode()) > 255:
                raise Failed(f"{local} can't be extracted")
            extracted[local] = page
        attached = dict[int, list[bytes]]()
        for local, page in extracted.items():
            user = self._whose(local)
            if user is None:
                self.ignored.append(local)
            else:
                attached.setdefault(user, []).append(page)
        for user, pages in attached.items():
            self.comments[user].append(pages)  # a second upload is a second comment

    def _whose(self, name: str) -> int | None:
        parts = [part for part in name.split("_") if part != "LATE"]
        if parts[0] == "anon" or re.search("^link", parts[-1], re.MULTILINE) or re.search(r"^\._", name, re.MULTILINE):
            return None
        user, upload, *_ = *(int(part) for part in parts if re.search(r"^[0-9]+$", part, re.MULTILINE)), -1, -1
        return user if self.uploads.get(upload) == user else None
