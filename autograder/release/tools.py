"""The code that travels with the notebooks, so that their checks run where our package is not installed."""

from __future__ import annotations

import re
import zlib
from base64 import b64decode, b64encode
from textwrap import wrap

from ..assignment import Assignment
from ..testing import joined_source

TOOLS = "coursecheck"  # the notebooks' name for autograder.testing
_WIDE = 400  # characters in a line of the packed tools
_PACKED = re.compile(r"[A-Za-z0-9+/=\n]{100,}")


def tools_source(assignment: Assignment) -> str:
    """The tools' source, with the gates of the assignment."""
    source = joined_source()
    gates = {name: gate.model_dump(exclude_none=True) for name, gate in assignment.gates.items()}
    return f"{source}\n\nGATES.update({gates!r})\n" if gates else source


def tools_cell(assignment: Assignment) -> str:
    """The tools as a cell of the notebook: packed, so that the exercises are not far below the first explanation.

    A separate module keeps our names and the student's names apart. The cell does not read the file beside the
    notebook: a school may hand out the notebook alone, and a file can be changed.
    """
    wording = assignment.wording
    title = wording.worded("Tools for the checks. Run this once; change nothing.")
    read = wording.worded(
        "They are packed to be short. To read them, open {file}, which comes with this notebook.", file=f"{TOOLS}.py"
    )
    words = f"\n{TOOLS}.WORDS.update({dict(wording.words)!r})" if wording.words else ""
    return (
        f"#@title {title}\n# {read}\n"
        "import base64, sys, types, zlib\n"
        f'{TOOLS} = sys.modules["{TOOLS}"] = types.ModuleType("{TOOLS}")\n'
        f'exec(zlib.decompress(base64.b64decode("""\n{packed(tools_source(assignment))}\n""")), {TOOLS}.__dict__)\n'
        f"{TOOLS}.explain_unwritten()\n"
        f"{TOOLS}.describe_pictures(){words}"
    )


def packed(source: str) -> str:
    """A source as lines of letters. The same source always gives the same lines."""
    return "\n".join(wrap(b64encode(zlib.compress(source.encode(), 9)).decode(), _WIDE))


def unpacked(text: str) -> list[str]:
    """The sources that are packed in a text."""
    found = []
    for letters in _PACKED.findall(text):
        try:
            found.append(zlib.decompress(b64decode(letters)).decode())
        except (ValueError, zlib.error):  # such as a picture in base64, or a long word
            continue
    return found
