"""Submissions of several files, put together from a download: the notebooks that count, and what lies beside them.

Each notebook of an assignment is chosen as a lone one would be, wherever a student put it, also in a zip file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path

from .choosing import Candidate, for_one_assignment, kept, notebooks_among, one_of
from .expected import Expected
from .folders import capped
from .layout import STAMP
from .ledger import Because, LeftOut
from .notebook import Refused
from .pieces import Piece, notebook_piece, pieces_beside, write_pieces
from .recognition import Found

Key = tuple[str, str]  # the name of a part, and the assignment if the layout gives it
Parts = Mapping[Key, list[Found]]
Chosen = Mapping[str, Candidate]  # by the name of the notebook


@dataclass
class Assembly:
    """What comes of a download's files. Each is counted once: as a notebook, as a file beside one, or as left out."""

    expected: Mapping[str, Expected]
    left_out: list[LeftOut] = field(default_factory=list)
    put_down: list[tuple[str, Found]] = field(default_factory=list)  # by assignment, one file of each submission
    _notebooks: set[str] = field(default_factory=set)  # by their names in the download
    _beside: set[str] = field(default_factory=set)

    @property
    def submissions(self) -> int:
        return len(self.put_down)

    @property
    def notebooks(self) -> int:
        return len(self._notebooks)

    @property
    def beside(self) -> int:
        return len(self._beside - self._notebooks)

    def put(self, to: Path, parts: Parts, assignment: str) -> None:
        """Write each submission below a folder. The instructor may have named the assignment."""
        every = kept(
            (each for files in parts.values() for each in notebooks_among(files, self.expected)), self.left_out
        )
        if not assignment and not any(each.found.assignment for each in every):
            known = tuple(self.expected)
            assignment, judged = (known[0], every) if len(known) == 1 else for_one_assignment(every, known)
            every = kept(judged, self.left_out)
        for (part, name), chosen in self._chosen(every, assignment).items():
            files = parts[part, name if (part, name) in parts else ""]
            try:
                self._put(to / files[0].student / name, files, chosen)
                self.put_down.append((name, next(iter(chosen.values())).found))
            except Refused as reason:
                self.left_out.append(LeftOut(part, Because.CROWDED, f"{reason} Ask for less.", len(files)))
        self._settle(parts)

    def _chosen(self, every: Iterable[Candidate], assignment: str) -> dict[Key, Chosen]:
        """The notebooks that count, by part and assignment. Where one is unclear, none of that student's counts."""
        mine = defaultdict[Key, dict[str, list[Candidate]]](dict)
        for each in every:
            name = each.found.assignment or assignment
            if notebook := self.expected[name].which(each.file):
                mine[each.found.part, name].setdefault(notebook, []).append(each)
            else:
                told = ", ".join(f"{known}.ipynb" for known in self.expected[name].notebooks)
                reason = f"It has the name of none of {name}'s notebooks. Rename it to one of {told}."
                self.left_out.append(LeftOut(each.name, Because.UNNAMED, reason))
        return {key: chosen for key, named in mine.items() if (chosen := self._clear(key[1], named))}

    def _clear(self, assignment: str, named: Mapping[str, list[Candidate]]) -> Chosen:
        """The notebooks of one submission that count; none if that is unclear of any."""
        chosen = dict[str, Candidate]()
        for notebook, several in named.items():
            by_name = bool(several[0].found.assignment)
            best, others = one_of(several, assignment, notebook, by_name=by_name)
            self.left_out += others
            if best is not None:
                chosen[notebook] = best
        return chosen if len(chosen) == len(named) else {}

    def _put(self, folder: Path, files: list[Found], chosen: Chosen) -> None:
        """Write a submission, or raise Refused if it is too large."""
        written, beside = dict[str, bytes](), set[str]()
        stamped = any(found.assignment for found in files)  # nbgrader's own file; elsewhere it is a student's
        if not stamped:
            written[STAMP] = _stamp(chosen)
        for name, data in capped(self._read(files, chosen, written, beside)):
            written[name] = data
        write_pieces(folder, {STAMP: _stamp(chosen), **written})
        self._notebooks |= {each.found.entry.name for each in chosen.values()}
        self._beside |= beside

    def _read(
        self, files: list[Found], chosen: Chosen, taken: Mapping[str, bytes], used: set[str]
    ) -> Iterator[tuple[str, bytes]]:
        """The files of a submission by name: its notebooks, then what lay in the same folders."""
        for name, each in chosen.items():
            piece = notebook_piece(name, each)
            yield piece.name, piece.read()  # one that is too large is refused when it is graded
        for piece in (piece for each in chosen.values() for piece in pieces_beside(each, files)):
            if piece.path in used:
                continue  # it lies beside two notebooks
            try:
                yield piece.name, self._fit(piece, taken)
            except Refused as reason:
                self.left_out.append(LeftOut(piece.path, Because.UNREADABLE, str(reason)))
            else:
                used.add(piece.path)

    def _fit(self, piece: Piece, taken: Mapping[str, bytes]) -> bytes:
        if why := piece.unfit(taken):
            raise Refused(why)
        return piece.content()

    def _settle(self, parts: Parts) -> None:
        """Count each file once. If a part of a file is used, why its rest is not is only told."""
        whose = {found.entry.name: found.part for files in parts.values() for found in files}
        crowded = {each.name for each in self.left_out if each.because is Because.CROWDED}  # with all their files
        self._beside &= whose.keys()  # not the files in a zip file
        counted = self._notebooks | self._beside | {file for file, part in whose.items() if part in crowded}
        told = list[LeftOut]()
        for each in self.left_out:
            file = next((name for name in _names(each.name) if name in whose), each.name)
            told.append(replace(each, count=0) if file in counted else each)
            counted.add(file)
        reason = "It is not in the folder of a notebook that counts."
        self.left_out = told + [LeftOut(file, Because.ELSEWHERE, reason) for file in whose if file not in counted]


def _names(name: str) -> Iterator[str]:
    """A name in a download, and those of the zip files that it may lie in."""
    while name:
        yield name
        name = name.rpartition("/")[0]


def _stamp(chosen: Chosen) -> bytes:
    """When a submission was handed in: with the last of its notebooks."""
    last = max(each.found.submitted for each in chosen.values())
    return f"{last.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC\n".encode()
