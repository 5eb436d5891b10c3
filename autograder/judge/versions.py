"""The versions of what grades: a mark can be computed again only with the same ones."""

from __future__ import annotations

import platform
from functools import cache
from importlib import metadata

from .. import __version__
from ..sandbox import Library

_WITH: dict[Library, tuple[str, ...]] = {"numpy": ("numpy",), "keras": ("numpy", "keras", "tensorflow")}


@cache
def versions(library: Library) -> dict[str, str]:
    """Of the grader, of Python, and of the packages with which students compute."""
    return {"autograder": __version__, "python": platform.python_version()} | {
        name: found for name in _WITH[library] if (found := _version(name))
    }


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""  # Keras runs on other libraries, too
