"""Which versions of topics were found sound, so that this is proven once and not with each run."""

from __future__ import annotations

from pathlib import Path


class Proven:
    """The hashes of assignments whose right answers pass, kept in a file of the results; nowhere without a folder."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / ".proven" if folder is not None else None
        known = self._path.read_text() if self._path is not None and self._path.exists() else ""
        self._hashes = set(known.split())

    def __contains__(self, known: str) -> bool:
        return known in self._hashes

    def add(self, known: str) -> None:
        self._hashes.add(known)
        if self._path is not None:
            with self._path.open("a") as file:
                file.write(f"{known}\n")
