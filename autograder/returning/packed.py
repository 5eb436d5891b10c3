"""What was packed already, where a second upload would add a second comment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ..writing import write_whole
from .parcels import Parcel, ReturnError

_NOTE = "packed.json"
_KNOWN = TypeAdapter(dict[str, dict[str, str]])  # by assignment and number, the page's digest


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


@dataclass(frozen=True)
class Packed:
    """The note of what was packed, in a folder of its own beside the zip files."""

    folder: Path

    def new(self, parcel: Parcel, assignment: str) -> dict[str, bytes]:
        """Of these pages, those that are new or changed since they were packed."""
        known = self._read().get(assignment, {})
        return {name: page for name, page in parcel.files.items() if known.get(parcel.numbers[name]) != _digest(page)}

    def note(self, parcel: Parcel, assignment: str, files: dict[str, bytes]) -> None:
        """Remember that these pages are packed."""
        every = self._read()
        every.setdefault(assignment, {}).update({parcel.numbers[name]: _digest(page) for name, page in files.items()})
        write_whole(self.folder / _NOTE, json.dumps(every, ensure_ascii=False, indent=1, sort_keys=True))

    def unused(self, start: str, count: int) -> list[Path]:
        """Names for the next zip files; earlier ones may not be uploaded yet, and stay."""
        number = 1
        while any((self.folder / f"{start}-{number + more}.zip").exists() for more in range(count)):
            number += 1
        return [self.folder / f"{start}-{number + more}.zip" for more in range(count)]

    def _read(self) -> dict[str, dict[str, str]]:
        path = self.folder / _NOTE
        try:
            return _KNOWN.validate_json(path.read_bytes())
        except FileNotFoundError:
            return {}
        except ValidationError:
            raise ReturnError(
                f"{path} can't be read. Delete it; all pages are then packed, and Canvas adds a comment for each."
            ) from None
