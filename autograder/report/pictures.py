"""Pictures that a student's code drew: taken apart and put together again, so that a page shows a PNG and nothing else.

Theory of operation. A picture comes from a box, so its bytes may be anything: another format, a page, a few bytes that
unpack to gigabytes. Only the parts that PNG needs for drawing are kept, each written anew; texts, profiles, animation
and whatever follows the end are dropped. The pixels are unpacked once, up to the number that the header promises, so
that no reader's browser has to find out. Only zlib ever sees them here.
"""

from __future__ import annotations

import binascii
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator

LARGEST = 1_000_000  # bytes of one picture
_SIDE, _PIXELS = 8192, 16_000_000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_NEEDED = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # numbers for each pixel, by the kind of colour
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}


def as_data_uri(base64: str) -> str:
    """The picture as an address that holds it whole; nothing if these letters are no PNG that can be shown."""
    try:
        png = b64decode("".join(base64[: 2 * LARGEST].split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    rebuilt = _rebuilt(png) if len(png) <= LARGEST else b""
    return f"data:image/png;base64,{b64encode(rebuilt).decode()}" if rebuilt else ""


def _rebuilt(png: bytes) -> bytes:
    """The same picture, of needed parts alone; nothing if it is none."""
    parts = [(kind, content) for kind, content in _parts(png) if kind in _NEEDED]
    kinds = [kind for kind, _ in parts]
    if kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or kinds.count(b"IHDR") != 1:
        return b""
    pixels = b"".join(content for kind, content in parts if kind == b"IDAT")
    if not _is_whole(parts[0][1], pixels):
        return b""
    before = [part for part in parts if part[0] in (b"IHDR", b"PLTE", b"tRNS")]
    return _SIGNATURE + b"".join(_written(*part) for part in [*before, (b"IDAT", pixels), (b"IEND", b"")])


def _parts(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each part's kind and content, up to the end or the first one that is damaged."""
    at = len(_SIGNATURE)
    while png.startswith(_SIGNATURE) and at + 12 <= len(png):
        length, kind = int.from_bytes(png[at : at + 4]), png[at + 4 : at + 8]
        content = png[at + 8 : at + 8 + length]
        at += 12 + length
        if at > len(png) or int.from_bytes(png[at - 4 : at]) != zlib.crc32(kind + content):
            return
        yield kind, content
        if kind == b"IEND":
            return


def _is_whole(header: bytes, packed: bytes) -> bool:
    """Whether the pixels are as many as the header says. Pictures that come in several passes are not taken."""
    if len(header) != 13:
        return False
    width, height = int.from_bytes(header[:4]), int.from_bytes(header[4:8])
    depth, colour, *rest = header[8:]
    if depth not in _DEPTHS.get(colour, ()) or rest != [0, 0, 0]:
        return False
    if not (0 < width <= _SIDE and 0 < height <= _SIDE and width * height <= _PIXELS):
        return False
    size = height * (1 + (width * depth * _SAMPLES[colour] + 7) // 8)
    unpacking = zlib.decompressobj()
    try:
        return len(unpacking.decompress(packed, size + 1)) == size
    except zlib.error:
        return False


def _written(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)
