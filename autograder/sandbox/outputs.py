"""What a cell shows, in nbformat's words. Both sides use this."""

from __future__ import annotations

from typing import Any

Output = dict[str, Any]  # as nbformat writes one: a stream, an error, or something displayed
OUTPUT_CAP = 1 << 20  # characters of text and pictures that one notebook may show
