"""Which platform made a download? The names at its top decide, all of them together: students can't choose those.

A platform itself names each student's part of a download, so a layout looks only at those names. The student wrote what
is inside a part, so it decides nothing: no file named as another platform would name it, no list, and no folder named
like an assignment or another student.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .archives import ENTRIES_CAP, DownloadError, Entry
from .downloads import Around, Download, Top
from .ids import shown
from .ledger import LeftOut

_NAMED = 3  # names that a message shows as examples


@dataclass(frozen=True)
class Found:
    """One file of one student. `part` is the platform's name for everything this student handed in.

    `file` is the name that the student gave the file.
    """

    student: str
    part: str
    file: str
    entry: Entry
    submitted: datetime
    assignment: str = ""  # if the layout has a folder for each

    @property
    def inside(self) -> tuple[str, ...]:
        """Where it lies in what the student handed in: folders, and the file's name."""
        around = 2 if self.assignment else 1
        return (*self.entry.parts[around:-1], self.file)


@dataclass(frozen=True)
class Layout:
    """How a platform lays out its downloads.

    `names` tells whether it may have written a name at the top, and `find` says what each entry is. `around` is a
    pattern for the folder that it puts around everything, and `part` one for a student's folder; `list_file` is its own
    list of the submissions. `plain` means that any folder may look like this, not only a platform's; `loose` that even
    less is asked of its names, so that it is tried last.
    """

    platform: str
    names: Callable[[Top, Sequence[str]], bool]
    find: Callable[[list[Entry], Sequence[str]], Iterable[Found | LeftOut]]
    around: str = ""
    part: str = ""
    list_file: str = ""
    plain: bool = False
    loose: bool = False

    @property
    def option(self) -> str:
        """Its name in the option --from."""
        return self.platform.lower()


def recognised(
    download: Download, layouts: Sequence[Layout], assignments: Sequence[str], asked: str = ""
) -> tuple[Layout, Around]:
    """The layout of a download, and the folders around it; or a DownloadError that says which option to use."""
    chosen = next((layout for layout in layouts if layout.option == asked), None)
    around: Around = ()
    while True:
        tops = download.tops(around)
        if len(tops) > ENTRIES_CAP:
            raise DownloadError(f"The download has {len(tops):,} entries; the limit is {ENTRIES_CAP:,}.")
        layout = _if_asked(chosen, tops, assignments) if chosen else _fitting(layouts, tops, assignments)
        if layout:
            return layout, around
        if len(tops) != 1 or not tops[0].folder or not _is_around(tops[0].name, layouts, chosen):
            raise _not_recognised(layouts, tops, chosen)
        around = (*around, tops[0].name)


def _if_asked(layout: Layout, tops: list[Top], assignments: Sequence[str]) -> Layout | None:
    """The layout that was asked for, if any name fits it. What does not fit is left out later."""
    return layout if _complete(layout, tops) and any(layout.names(top, assignments) for top in tops) else None


def _fitting(layouts: Sequence[Layout], tops: list[Top], assignments: Sequence[str]) -> Layout | None:
    """The one layout that every name at the top fits. For plain folders a majority is enough."""
    fits = {
        layout.platform: [top for top in tops if layout.names(top, assignments)]
        for layout in layouts
        if _complete(layout, tops)
    }
    platforms = [layout for layout in layouts if not (layout.plain or layout.loose) and fits.get(layout.platform)]
    whole = [layout for layout in platforms if len(fits[layout.platform]) == len(tops)]
    if len(whole) > 1:
        both = " or ".join(layout.platform for layout in whole)
        raise DownloadError(f"This may be a download from {both}. Use --from, for example --from {whole[0].option}.")
    if whole:
        return whole[0]
    plain = next((layout for layout in layouts if layout.plain and _most(fits[layout.platform], tops)), None)
    if platforms and not (plain and len(fits[plain.platform]) == len(tops)):
        raise _mixed(platforms[0], [top for top in tops if top not in fits[platforms[0].platform]], len(tops))
    loose = (layout for layout in layouts if layout.loose and _most(fits[layout.platform], tops))
    return plain or next(loose, None)


def _complete(layout: Layout, tops: list[Top]) -> bool:
    return not layout.list_file or any(top.name == layout.list_file and not top.folder for top in tops)


def _most(fitting: list[Top], tops: list[Top]) -> bool:
    """Whether at least half of the folders fit, and more of them than hold work in some other place."""
    folders = [top for top in tops if top.folder and top.inside]
    against = [top for top in tops if top not in fitting and _work_in_sight(top)]
    return 2 * len(fitting) >= max(len(folders), 1) and len(fitting) > len(against)


def _work_in_sight(top: Top) -> bool:
    return any(name.lower().endswith((".ipynb", ".zip")) for name in (top.inside if top.folder else (top.name,)))


def _is_around(name: str, layouts: Sequence[Layout], chosen: Layout | None) -> bool:
    """Whether a folder lies around everything, and is no student's. With --from, any other name may be one."""
    if any(layout.part and re.fullmatch(layout.part, name, re.DOTALL) for layout in layouts):
        return False
    known = any(layout.around and re.fullmatch(layout.around, name) for layout in layouts)
    return known or (chosen is not None and not (chosen.plain or chosen.loose))


def _mixed(layout: Layout, others: list[Top], count: int) -> DownloadError:
    return DownloadError(
        f"{count - len(others)} of {count} names at the top are as in a download from {layout.platform}, but not "
        f"{_examples(others)}. Use --from {layout.option} to leave the others out, or --from with another platform if "
        f"this is not from {layout.platform}."
    )


def _not_recognised(layouts: Sequence[Layout], tops: list[Top], chosen: Layout | None) -> DownloadError:
    if chosen:
        need = f"needs {chosen.list_file} at its top" if chosen.list_file else "has other names at its top"
        return DownloadError(
            f"This is not a download from {chosen.platform}, which {need}; this one has {_examples(tops)}. "
            "docs/submissions.md shows what each platform's look like."
        )
    platforms = ", ".join(layout.platform for layout in layouts)
    options = ", ".join(layout.option for layout in layouts)
    inner = ""
    if len(tops) == 1 and tops[0].folder:
        inner = f" Everything is in one folder, {_examples(tops)}: if that is not a student's, pass the folder inside."
    return DownloadError(
        "No layout was recognised. Use a folder <student>/<assignment>/<notebook>.ipynb, or a download from one of "
        f"{platforms}; docs/submissions.md shows what they look like.{inner} If you know the platform, use --from with "
        f"one of {options}."
    )


def _examples(tops: list[Top]) -> str:
    names = ", ".join(shown(top.name) for top in tops[:_NAMED])
    return f"{names} and {len(tops) - _NAMED} more" if len(tops) > _NAMED else names or "no files"
