"""A cell's outputs, in nbformat's terms. Both sides use this module."""

from __future__ import annotations

from typing import Any

Output = dict[str, Any]  # as nbformat writes one: a stream, an error, or something displayed
OUTPUT_CAP = 1 << 20  # characters of text and pictures that one notebook may show
