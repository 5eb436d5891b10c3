"""Give each picture of a notebook its description in words, which a screen reader reads out.

JupyterLab shows a picture of matplotlib without one. So each is also shown as HTML, with the titles, axes and legends
that are drawn on it.
"""

from __future__ import annotations

import html
from typing import Any

from .displaying import in_notebook, running_shell

_LONGEST = 400  # characters; a screen reader can't skip within a description


def describe_pictures() -> None:
    """From now on, each picture that a cell draws comes with its description."""
    if in_notebook():
        shown = running_shell().display_formatter.ipython_display_formatter
        shown.for_type_by_name("matplotlib.figure", "Figure", _show)


def described(figure: Any) -> str:
    """What is written on a figure of matplotlib: titles, axes and legends. It is in the language of the course."""
    above = figure.get_suptitle() if hasattr(figure, "get_suptitle") else ""  # older ones have no such method
    parts = dict.fromkeys(filter(None, [above, *map(_panel, figure.get_axes())]))
    words = " ".join("; ".join(parts).split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}\u2026"


def picture_html(png: str, words: str, size: dict[str, Any] | None = None) -> str:
    """A picture in base64 as HTML, with its description."""
    sized = "".join(f' {name}="{html.escape(str(value))}"' for name, value in (size or {}).items())
    return f'<img src="data:image/png;base64,{html.escape(png.strip())}" alt="{html.escape(words)}"{sized}>'


def _show(figure: Any) -> None:
    """Show a figure. A NotImplementedError tells IPython to show it in its own way."""
    drawn = running_shell().display_formatter.formatters["image/png"](figure)
    png, size = drawn if isinstance(drawn, tuple) else (drawn, {})
    words = described(figure)
    if not isinstance(png, str) or not words:  # the student chose another format, or nothing is written on it
        raise NotImplementedError
    shown = {"text/plain": words, "image/png": png, "text/html": picture_html(png, words, size)}
    running_shell().display_pub.publish(shown, {"image/png": {"alt": words, **size}})


def _panel(axes: Any) -> str:
    """One part of a figure: its title, what its axes show, and its legend."""
    labels = {"x": axes.get_xlabel(), "y": axes.get_ylabel()}
    legend = axes.get_legend()
    named = [text.get_text() for text in legend.get_texts()] if legend else []
    return ", ".join(
        [*filter(None, [axes.get_title()]), *(f"{x}: {label}" for x, label in labels.items() if label), *named]
    )
