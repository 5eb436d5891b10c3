"""A platform's download, put into the layout that `gather` reads, with every file accounted for.

Only a `Layout`, which comes from an adapter, knows how a platform names its files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from .alike import clashes
from .archives import DownloadError, Entry
from .assembling import Assembly
from .choosing import Candidate, candidates, content, for_one_assignment, kept, one_of
from .downloads import opened
from .expected import Several, only_named
from .ledger import Because, LeftOut, by_weight, sums
from .notebook import Refused
from .origins import keep_origins
from .recognition import Found, Layout, recognised


@dataclass(frozen=True)
class Unpacked:
    """A download in our layout: its folder, its platform, and the files left out, each with a reason.

    `sums` is a sentence that counts the files. A folder that already has our layout stays `in_place`.
    """

    folder: Path
    platform: str
    count: int = 0
    left_out: tuple[str, ...] = ()
    sums: str = ""
    in_place: bool = False


def unpack(
    source: Path, to: Path, layouts: Sequence[Layout], assignments: Sequence[str], assignment: str = "",
    *, platform: str = "", apart: bool = False, several: Several | None = None,
) -> Unpacked:  # fmt: skip
    """Put the notebooks of a download below `to`, or raise DownloadError. Repeating it changes nothing.

    The instructor may name the assignment and the `platform`, and say that look-alike ids are kept `apart`. `several`
    says of a foreign course which notebooks an assignment has; then other files are kept beside them.
    """
    with opened(source) as download:
        layout, around = recognised(download, layouts, assignments, platform)
        if layout.plain and assignment:
            raise DownloadError(f"{layout.platform}'s layout has a folder for each assignment; omit --assignment.")
        reads = layout.plain or (several is not None and layout.option in several.reads and not assignment)
        if reads and source.is_dir():
            return Unpacked(source.joinpath(*around), layout.platform, in_place=True)
        every = download.entries(around)
        left_out = [entry.problem for entry in every if entry.problem]
        parts = _parts(layout, [entry for entry in every if entry.problem is None], assignments, left_out)
        _take_out_clashes(parts, left_out, apart=apart)
        count, notebooks, beside = 0, 0, 0
        if several is not None:
            made = Assembly(several.expected)
            made.put(to, parts, assignment)
            keep_origins(to, layout, made.put_down)
            left_out += made.left_out
            count, notebooks, beside = made.submissions, made.notebooks, made.beside
        else:
            chosen = list(_chosen(parts, assignments, assignment, left_out))
            put = [(name, found) for name, found in chosen if _put(to, name, found, left_out)]
            keep_origins(to, layout, put)
            count = notebooks = len(put)
    lists = sum(entry.parts == (layout.list_file,) and entry.problem is None for entry in every)
    return Unpacked(
        to, layout.platform, count, tuple(map(str, by_weight(left_out))),
        sums(len(every), notebooks, left_out, lists, beside),
    )  # fmt: skip


Parts = dict[tuple[str, str], list[Found]]  # by the name of the part, and by assignment if the layout gives it


def _parts(layout: Layout, entries: list[Entry], assignments: Sequence[str], left_out: list[LeftOut]) -> Parts:
    parts: Parts = defaultdict(list)
    for each in layout.find(entries, assignments):
        if isinstance(each, LeftOut):
            left_out.append(each)
        else:
            parts[each.part, each.assignment].append(each)
    return parts


def _take_out_clashes(parts: Parts, left_out: list[LeftOut], *, apart: bool) -> None:
    whose = {part: files[0].student for (part, _), files in parts.items()}
    clashing = clashes(whose, apart=apart)
    for part, assignment in [key for key in parts if key[0] in clashing]:
        count = len(parts.pop((part, assignment)))
        left_out.append(LeftOut(part, Because.ALIKE, clashing[part], count))


def _chosen(
    parts: Parts, assignments: Sequence[str], assignment: str, left_out: list[LeftOut]
) -> Iterator[tuple[str, Found]]:
    """The notebook of each part that counts, with the name of its assignment."""
    every: list[Candidate] = []
    expected = only_named(assignments)
    for files in parts.values():
        every += kept(candidates(files, expected), left_out)
    by_name = any(each.found.assignment for each in every)
    if not assignment and not by_name:
        assignment, judged = for_one_assignment(every, assignments)
        every = kept(judged, left_out)
    mine: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for each in every:
        mine[each.found.part, each.found.assignment or assignment].append(each)
    for (_, name), several in mine.items():
        best, others = one_of(several, name, name, by_name=by_name)
        left_out += others
        if best is not None:
            yield name, best.found


def _put(to: Path, name: str, found: Found, left_out: list[LeftOut]) -> bool:
    """Write a notebook; return False if it can no longer be read."""
    try:
        notebook = content(found)
    except Refused as reason:
        left_out.append(LeftOut(found.entry.name, Because.UNREADABLE, str(reason)))
        return False
    _write(to / found.student / name, name, notebook, found.submitted)
    return True


def _write(folder: Path, name: str, content: bytes, submitted: datetime) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stamp = f"{submitted.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC\n".encode()
    for path, data in ((folder / f"{name}.ipynb", content), (folder / "timestamp.txt", stamp)):
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)
