"""How a page is made from its template: every value becomes plain text on the way."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from ..gradebook import moment_of, points_of, rounded_down
from ..intake import file_name
from ..policy import Policy
from .text import plain

_LOWEST, _HIGHEST = (205, 90, 10), (45, 125, 200)  # the colours of 0 and of 100 per cent
_CODE = re.compile(r"`([^`\n]+)`")


@cache
def template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader(__package__), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=_shown,
    )  # fmt: skip
    filters: dict[str, Any] = {"number": "{:g}".format, "percent": _percent, "file": file_name, "hue": hue}
    environment.filters.update(filters, code=_with_code, csp=_allowed, data=as_data, moment=moment_of, points=points_of)
    return environment.get_template(name)


def local(moment: datetime, policy: Policy) -> datetime:
    return moment.astimezone(policy.course.clock)


def hue(percent: float) -> str:
    """From orange through grey to blue: everyone can tell them apart, on a light page and on a dark one."""
    share = max(min(percent, 100), 0) / 100
    parts = (round(low + share * (high - low)) for low, high in zip(_LOWEST, _HIGHEST, strict=True))
    return f"rgb({' '.join(map(str, parts))})"


def _shown(value: object) -> object:
    """A value as a page shows it, before it is escaped. What a macro returns is markup, and done."""
    return plain(value) if type(value) is str else value


def _with_code(text: str) -> Markup:
    """An author's text: what stands in backticks is code. Nothing else in it becomes markup."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(plain(text)))))


def _percent(value: float) -> str:
    return f"{rounded_down(value)} %"


def _allowed(content: str) -> Markup:
    """How a page's policy names a style or a script of ours: by its digest, so that no other one applies or runs."""
    return Markup(f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'")


def as_data(value: object) -> Markup:
    """A value as JSON inside a page. No text in it can end the element or begin another."""
    written = json.dumps(value, separators=(",", ":"))  # all but ASCII is escaped, U+2028 included
    return Markup(written.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))
