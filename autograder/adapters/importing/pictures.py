"""Pictures of a text go into the text, since a topic has no other place for them."""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_LARGEST = 256 << 10  # bytes; a notebook with larger pictures is slow to open
_LINK = re.compile(r"(!\[[^\]]*\]\()<?([^)\s>]+)>?((?:\s+\"[^\"]*\")?\))")
_TAG = re.compile(r"(<img\b[^>]*?\bsrc=[\"'])([^\"']+)([\"'])", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass
class Pictures:
    """The pictures beside a notebook. `missing` says which could not be carried, and why."""

    folder: Path
    missing: dict[str, str] = field(default_factory=dict)

    def into(self, text: str, attached: Mapping[str, Mapping[str, str]]) -> str:
        """The text with its pictures inside; those on the web stay there."""
        for link in (_LINK, _TAG):
            text = link.sub(lambda found: f"{found[1]}{self._address(found[2], attached)}{found[3]}", text)
        return text

    def _address(self, address: str, attached: Mapping[str, Mapping[str, str]]) -> str:
        name = address.removeprefix("attachment:")
        if name in attached and name != address:
            kind, content = next(iter(attached[name].items()))
            return f"data:{kind};base64,{''.join(content.split())}"
        if _ELSEWHERE.match(address):
            return address
        path = (self.folder / address).resolve()
        kind = mimetypes.guess_type(path.name)[0] or ""
        if not path.is_file() or not path.is_relative_to(self.folder.resolve()):
            self.missing[address] = "there is no such file beside the notebook"
        elif not kind.startswith("image/"):
            self.missing[address] = "it is not a picture"
        elif path.stat().st_size > _LARGEST:
            self.missing[address] = f"it is larger than {_LARGEST >> 10} KB"
        else:
            return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
        return address
