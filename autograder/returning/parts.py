"""Zip files no larger than a platform takes."""

from __future__ import annotations

from collections.abc import Mapping

from ..zips import zipped
from .parcels import ReturnError


def in_parts(files: Mapping[str, bytes], most: int | None) -> list[bytes]:
    """One zip file of these files, or several if one would have more than `most` bytes. No file is divided."""
    if most is None:
        return [zipped(files)]
    parts, room = list[dict[str, bytes]](), 0
    for name in sorted(files):
        size = len(zipped({name: files[name]}))  # in a zip file with others, it takes a little less
        if size > most:
            raise ReturnError(
                f"{name} alone has {size:,} bytes in a zip file, more than the {most:,} that are asked for."
            )
        if size > room:
            parts.append({})
            room = most
        parts[-1][name] = files[name]
        room -= size
    return [zipped(part) for part in parts]
