"""Join the modules that travel into one source: student notebooks have only Python and numpy, not our package."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

_TRAVEL = (
    "wording",
    "marks",
    "showing",
    "notes",
    "calls",
    "comparison",
    "tracing",
    "telling",
    "freezing",
    "cases",
    "grader",
    "models",
    "displaying",
    "picturing",
    "unwritten",
    "running",
)  # each uses only what comes before it
_HEAD = '"""The tools for the checks in this notebook. They need only Python and numpy."""\n'


@cache
def joined_source() -> str:
    """One source that defines everything in these modules. Each module has its imports at the top."""
    imports: dict[str, None] = {}
    bodies = []
    for name in _TRAVEL:
        source = Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8")
        found = [node for node in ast.parse(source).body if isinstance(node, ast.Import | ast.ImportFrom)]
        imports |= dict.fromkeys(ast.unparse(node) for node in found if not _ours(node))
        bodies.append("\n".join(source.splitlines()[found[-1].end_lineno :]).strip())
    future, *others = sorted(imports, key=lambda line: ("__future__" not in line, line))
    return "\n".join([_HEAD, future, "", *others, "", "", "\n\n\n".join(bodies), ""])


def _ours(node: ast.Import | ast.ImportFrom) -> bool:
    return isinstance(node, ast.ImportFrom) and node.level > 0
