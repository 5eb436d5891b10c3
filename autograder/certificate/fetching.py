"""Reads an issuer's site from the web server that hosts it, and trusts that server with nothing but its own address.

Theory of operation. Only https, only the address that the reader named, no redirects: whoever answers has proven that
the address is theirs, and the site must say that it is its own. What comes is cut off beyond a size and a time. The
server learns that somebody looks at a list, and not whose certificate they hold.
"""

from __future__ import annotations

import http.client
import ssl
import time
import urllib.error
import urllib.request
from typing import Any

from .findings import Finding, NotValid
from .reading import FILE_CAP, Unreadable
from .site import Reader, Site, read_site

_SECONDS = 20.0
_CHUNK = 1 << 16


class _Stay(urllib.request.HTTPRedirectHandler):
    """Goes nowhere else."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """No request follows a redirect."""


def hosted_site(address: str) -> Site:
    """The site at an address, or NotValid."""
    address = address.rstrip("/")
    try:
        found = read_site(site_at(address))
    except Unreadable as reason:
        said = f"The issuer's site {address} gives no readable key: {reason}."
        raise NotValid(Finding.UNTRUSTED, said) from None
    if found.address != address:
        raise NotValid(Finding.FOREIGN, f"The site {address} says that it is another one: not its own keys, then.")
    return found


def site_at(address: str) -> Reader:
    """Reads a site over https."""
    secure = urllib.request.HTTPSHandler(context=ssl.create_default_context())
    opener = urllib.request.build_opener(secure, _Stay)

    def read(path: str) -> bytes:
        try:
            with opener.open(f"{address}/{path}", timeout=_SECONDS) as answer:
                return _content(answer, path)
        except urllib.error.HTTPError as error:
            raise Unreadable(f"for {path}, its server answers {error.code}") from None
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise Unreadable(f"{path} can't be fetched ({type(error).__name__})") from None

    return read


def _content(answer: Any, path: str) -> bytes:
    end, content = time.monotonic() + _SECONDS, b""
    while chunk := answer.read1(_CHUNK):
        content += chunk
        if len(content) > FILE_CAP:
            raise Unreadable(f"{path} is larger than {FILE_CAP >> 20} MB")
        if time.monotonic() > end:
            raise Unreadable(f"{path} takes longer than {_SECONDS:.0f} seconds")
    return content
