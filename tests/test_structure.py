"""The house: which room may import which, from which door, and how large a room may be."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "autograder"
# A room imports only from rooms above it.
ORDER = (
    "errors", "imports", "writing", "zips", "testing", "policy", "secret", "datasets", "translation", "assignment", "course", "release", "intake", "roster", "sandbox", "judge",
    "gradebook", "workers", "proof", "cohort", "cluster", "grades", "analysis", "decisions", "report", "marking", "returning", "certificate", "build", "starters", "adapters", "doctor", "refusals", "demo", "benchmark",
    "cli",
)  # fmt: skip
OUTSIDE = ORDER[ORDER.index("adapters") :]  # the core knows no foreign tool
FILES = sorted(PACKAGE.rglob("*.py"))
INSIDE = [path for path in FILES if path.parent != PACKAGE or path.stem not in ("__init__", "__main__")]


def name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def room(path: Path) -> str:
    """The top-level module that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> list[tuple[str, ...]]:
    """What a file imports of ours: each module as the names on the way to it, from the package down."""
    here = path.relative_to(PACKAGE).with_suffix("").parts
    found: list[tuple[str, ...]] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            above = here[: len(here) - node.level]
            below = tuple(node.module.split(".")) if node.module else ()
            found += [(*above, *below)] if below else [(*above, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "autograder":
            found.append(tuple((node.module or "").split(".")[1:]))
    return [module for module in found if module]


def test_every_room_has_its_place_in_the_order() -> None:
    assert {room(path) for path in INSIDE} == set(ORDER)


@pytest.mark.parametrize("path", INSIDE, ids=name)
def test_a_room_imports_only_from_rooms_above_it(path: Path) -> None:
    below = set(ORDER[ORDER.index(room(path)) + 1 :])

    assert not {module[0] for module in imports(path)} & below


@pytest.mark.parametrize("path", INSIDE, ids=name)
def test_outsiders_import_from_the_room_and_not_from_its_drawers(path: Path) -> None:
    """Of adapters each is a room of its own."""
    foreign = [module for module in imports(path) if module[0] != room(path)]

    assert not [module for module in foreign if len(module) > (2 if module[0] == "adapters" else 1)]


def test_a_face_shows_what_it_names() -> None:
    for path in PACKAGE.glob("*/__init__.py"):
        tree = ast.parse(path.read_text())
        brought = {alias.asname or alias.name for n in tree.body if isinstance(n, ast.ImportFrom) for alias in n.names}
        shown = [n for n in tree.body if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "__all__"]
        if shown:
            assert set(ast.literal_eval(shown[0].value)) == brought, path


def test_only_adapters_know_a_foreign_tool() -> None:
    for path in (path for path in INSIDE if room(path) not in OUTSIDE):
        tree = ast.parse(path.read_text())
        modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        modules |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}

        assert not {module.split(".")[0] for module in modules} & {"nbgrader", "otter", "nbconvert"}, path


def test_the_rooms_have_no_circles() -> None:
    """Modules of one room may not import each other in a circle either, their face included."""
    modules = {path.relative_to(PACKAGE).with_suffix("").parts: path for path in INSIDE}
    found = {
        parts: {other for module in imports(path) for other in ((*module, "__init__"), module) if other in modules}
        for parts, path in modules.items()
    }
    while leaves := {parts for parts, needed in found.items() if not needed & found.keys()}:
        found = {parts: needed for parts, needed in found.items() if parts not in leaves}

    assert not found


@pytest.mark.parametrize("path", FILES, ids=name)
def test_files_and_functions_stay_small(path: Path) -> None:
    source = path.read_text()
    functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef)]
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 45]
    wide = [node.name for node in functions if len(node.args.args) + len(node.args.kwonlyargs) > 9]

    assert source.count("\n") <= 300
    assert not long and not wide


def test_functions_are_short_as_a_rule() -> None:
    lengths = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    )

    assert lengths[int(0.95 * len(lengths))] <= 20


def test_only_the_command_reads_the_wall_clock_or_prints() -> None:
    for path in FILES:
        # What is written for notebooks and for processes of their own prints there, not here.
        if room(path) in ("cli", "__main__", "testing") or name(path) in (
            "adapters/otter/runs.py",
            "sandbox/zygote.py",
        ):
            continue
        source = ast.parse(path.read_text())
        calls = {ast.unparse(node.func) for node in ast.walk(source) if isinstance(node, ast.Call)}

        assert not calls & {"print", "datetime.now", "datetime.utcnow", "time.time", "sys.exit"}, path
