"""Files of translations in gettext's format: one for each topic and language."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UserMistake
from .faithful import fault

if TYPE_CHECKING:  # slow to import, and only needed for other languages
    from babel.messages.catalog import Catalog

_HEADER = "Translations of PROJECT.\n`autograder guide translating` says how to write them."

_UNUSED = re.compile(  # lines of the header that nobody here keeps; dates would change with every run
    rb'^"(?:Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By): .*\n',
    re.MULTILINE,
)


class CatalogueError(UserMistake):
    """Raised if a file of translations can't be read."""


@dataclass(frozen=True)
class Text:
    """A text to translate: where it is, and what a translator should know about it."""

    message: str
    place: str
    about: str


@dataclass(frozen=True)
class Catalogue:
    """The finished translations in a file: those that are neither empty nor marked fuzzy."""

    path: Path
    messages: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)  # where each translation stands in the file

    def say(self, text: str) -> str | None:
        """The translation of a text; None if there is none, or if it would break a formula or a piece of code."""
        found = self.messages.get(text)
        return found if found and not fault(text, found) else None

    def faults(self) -> dict[str, str]:
        """What is wrong with translations, by their source."""
        found = {text: fault(text, translation) for text, translation in self.messages.items()}
        return {text: wrong for text, wrong in found.items() if wrong}


def read(path: Path) -> Catalogue:
    """The translations in a file; none if it is missing. Raises CatalogueError."""
    if not path.exists():
        return Catalogue(path)
    found = [message for message in _parsed(path) if message.id and message.string and not message.fuzzy]
    return Catalogue(
        path,
        {str(message.id): str(message.string) for message in found},
        {str(message.id): message.lineno or 1 for message in found},
    )


def update(path: Path, language: str, project: str, texts: Iterable[Text]) -> None:
    """Write a file for these texts. Translations that it has are kept; of a changed text it is marked fuzzy."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    known = _parsed(path) if path.exists() else None
    header = "\n".join(f"# {line}" for line in _HEADER.replace("PROJECT", project).splitlines())
    wanted = Catalog(language, header_comment=header, project=project, version="1", fuzzy=False)
    for text in texts:
        place, _, line = text.place.rpartition(":")
        wanted.add(text.message, locations=[(place, int(line))], auto_comments=[text.about])
    if known is None:
        known = wanted
    else:
        known.update(wanted, update_creation_date=False, keep_user_comments=True)
    for message in known:  # Babel takes "2 % o" and {this} for formats of printf and of str.format
        message.flags -= {"python-format", "python-brace-format"}
    content = io.BytesIO()
    write_po(content, known, width=100)
    written = _UNUSED.sub(b"", content.getvalue())
    if not path.exists() or path.read_bytes() != written:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written)


def _parsed(path: Path) -> Catalog:
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            return read_po(file, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        line = f":{error.lineno}" if isinstance(error, PoFileError) and error.lineno else ""
        raise CatalogueError(f"{path}{line}: this is not a file of translations: {error}.") from None
