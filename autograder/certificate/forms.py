"""The forms that a certificate comes in: each is told by its first bytes, and holds the same signed token."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .findings import Finding, NotValid
from .reading import Unreadable, read_file


@dataclass(frozen=True)
class Form:
    """A kind of file: whether these bytes are one, and the token in it, or Unreadable."""

    name: str
    fits: Callable[[bytes], bool]
    token: Callable[[bytes], str]


def _text(content: bytes) -> str:
    try:
        return content.decode("ascii")
    except UnicodeDecodeError:
        raise Unreadable("it is not a signed token") from None


# A form of one's own stands in front of the token, which is what any other bytes are tried as.
FORMS: tuple[Form, ...] = (Form("token", lambda content: True, _text),)


def read_token(path: Path) -> str:
    """The token in a certificate's file, whatever its form, or NotValid if there is none to be had."""
    try:
        content = read_file(path)
        return next(form for form in FORMS if form.fits(content)).token(content)
    except Unreadable as reason:
        raise NotValid(Finding.NOTHING, f"This is not a certificate: {reason}.") from None
