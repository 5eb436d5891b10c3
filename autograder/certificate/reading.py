"""Read what strangers wrote: files, JSON and base64url, as plain values; or `Unreadable` with the plain reason.

Theory of operation. A certificate, the key in it and an issuer's site folder come by mail or from the web, so they may
be anything. No pipe is waited for, no device is read, and no file beyond a cap. JSON is taken only if every program
reads it alike: a member that is there twice, a number out of range or half a character would mean one thing here and
another thing elsewhere. Nothing behind this file meets bytes again.
"""

from __future__ import annotations

import json
import math
import os
import re
import stat
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from typing import Any, NoReturn

from ..errors import Signal

FILE_CAP = 1 << 20
_DEPTH_CAP = 32
_DIGITS_CAP = 15  # more are rounded by programs that know only floating-point numbers
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*\Z")


class Unreadable(Signal):
    """Raised for bytes that mean nothing; the message ends a sentence about them."""


def read_file(path: Path) -> bytes:
    """A file's bytes. Links are followed, as people set them up; what is no file in the end is not opened for long."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError as error:
        raise Unreadable(f"{path.name} can't be opened ({error.strerror})") from None
    try:
        return _content(descriptor, path.name)
    except OSError as error:
        raise Unreadable(f"{path.name} can't be read ({error.strerror})") from None
    finally:
        os.close(descriptor)


def _content(descriptor: int, name: str) -> bytes:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise Unreadable(f"{name} is not a file")
    with os.fdopen(descriptor, "rb", closefd=False) as file:
        content = file.read(FILE_CAP + 1)
    if len(content) > FILE_CAP:
        raise Unreadable(f"{name} is larger than {FILE_CAP >> 20} MB")
    return content


def json_object(content: bytes) -> dict[str, Any]:
    """The JSON object that these bytes spell, if every program would read the same one."""
    try:
        value = json.loads(
            content.decode("utf-8"), object_pairs_hook=_members, parse_constant=_constant,
            parse_int=_integer, parse_float=_fraction,
        )  # fmt: skip
        _check(value, 0)
    except UnicodeError:  # also half a surrogate pair, which JSON can spell
        raise Unreadable("it is not text in UTF-8") from None
    except RecursionError:
        raise Unreadable("it is nested too deeply") from None
    except ValueError:
        raise Unreadable("it is not JSON") from None
    if not isinstance(value, dict):
        raise Unreadable("it is not a JSON object")
    return value


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise Unreadable("it states something twice")
    return members


def _constant(text: str) -> NoReturn:
    raise Unreadable(f"{text} is not a number")


def _integer(text: str) -> int:
    if len(text.lstrip("-")) > _DIGITS_CAP:
        raise Unreadable("it holds a number that is too large")
    return int(text)


def _fraction(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise Unreadable("it holds a number that is too large")
    return number


def _check(value: object, depth: int) -> None:
    if depth > _DEPTH_CAP:
        raise Unreadable("it is nested too deeply")
    if isinstance(value, str):
        value.encode()
    elif isinstance(value, dict):
        for name, item in value.items():
            name.encode()
            _check(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth + 1)


def base64url(text: str) -> bytes:
    """What a base64url text stands for, if it is spelled in the one right way: no padding, no stray bits at its end."""
    if not _BASE64URL.match(text) or len(text) % 4 == 1:
        raise Unreadable("it is not base64url")
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise Unreadable("it is not base64url")
    return data
