"""The first page of a student's zip file: what is in it."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined

from ..intake import printable

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="robots" content="noindex">
<title>Feedback: {{ course }}</title>
<style>
:root { color-scheme: light dark; }
body { margin: 2rem auto; max-width: 40rem; padding: 0 1rem; font: 16px/1.5 system-ui, "Segoe UI", sans-serif; }
li { margin: .4rem 0; unicode-bidi: isolate; }
</style>
</head>
<body>
<main>
<h1>Feedback: {{ course }}</h1>
<ul>
{% for name, title, score in pages %}
<li><a href="./{{ name|quoted }}">{{ title }}</a>{% if score %}: {{ score }}{% endif %}</li>
{% endfor %}
</ul>
</main>
</body>
</html>
"""


def index_page(course: str, pages: Iterable[tuple[str, str, str]]) -> bytes:
    """A page that links these pages: each one's file, the title of its assignment, and a score or nothing."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, finalize=_shown)
    environment.filters["quoted"] = quote
    return environment.from_string(_PAGE).render(course=course, pages=list(pages)).encode()


def _shown(value: object) -> object:
    return printable(value) if type(value) is str else value
