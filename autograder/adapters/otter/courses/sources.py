"""Find otter's assignments in a folder, and read each as if it lay in the autograder's zip file."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ....assignment import AssignmentError

SETTINGS = "otter_config.json"
LOOKED_FOR = (
    "an autograder's zip file, a folder tests/ with Python files, or a notebook with otter's tests in its metadata"
)
_NOT_BESIDE = frozenset({SETTINGS, "environment.yml", "requirements.txt", "run_autograder", "run_otter.py", "setup.sh"})
_NOT_IN = frozenset({"tests", "submissions", "results", "__pycache__"})
_MAKE_ANEW = "Make it again with `otter assign` or `otter generate`."


@dataclass(frozen=True)
class Source:
    """An assignment as otter's autograder has it: its tests, its settings, and the files beside a notebook."""

    name: str
    folder: Path
    tests: Mapping[str, str]  # by question
    settings: Mapping[str, Any]
    beside: Mapping[str, bytes]

    @property
    def notebook(self) -> str:
        """The name of the notebook that students get, if it lies here; else the assignment's."""
        places = [self.folder / "student", *_places(self.folder)]
        return next((stem for place in places if (stem := _stem(place, ""))), self.name)

    @property
    def marks(self) -> tuple[str, ...]:
        """The name that the students' notebooks carry."""
        name = self.settings.get("assignment_name")
        return (name,) if isinstance(name, str) and name else ()


def sources(root: Path) -> Iterator[Source | tuple[str, AssignmentError]]:
    """The assignment in a folder, or those in the folders below it; of a broken one, its name and fault."""
    if _fits(root):
        yield _read(root, "")
        return
    for folder in _below(root):
        if _fits(folder):
            try:
                yield _read(folder, folder.name)
            except AssignmentError as error:
                yield folder.name, error


def is_otter(root: Path) -> bool:
    """Whether a folder has assignments of otter's."""
    return _fits(root) or any(_fits(folder) for folder in _below(root))


def _below(root: Path) -> list[Path]:
    return sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))


def _places(folder: Path) -> Iterator[Path]:
    """Where an assignment's autograder may lie: `otter assign` puts it in autograder/, and the rest in student/."""
    yield from (place for place in (folder / "autograder", folder, folder / "student") if place.is_dir())


def _fits(folder: Path) -> bool:
    return any(_zips(place) or _tests_in(place) or _with_tests(place) for place in _places(folder))


def _read(folder: Path, name: str) -> Source:
    for place in _places(folder):
        zips = _zips(place)
        if len(zips) > 1:
            fix = "Keep the one that counts."
            raise AssignmentError(place, f"There are {len(zips)} autograders: {', '.join(p.name for p in zips)}.", fix)
        if zips:
            return _source(folder, name or _stem(place, zips[0].stem.partition("-autograder")[0]), _unzipped(zips[0]))
        if _tests_in(place):
            return _source(folder, name or _stem(place, folder.name), dict(_as_zipped(place)))
    for place in _places(folder):
        for notebook, told in _with_tests(place):
            tests = {f"tests/{question}.py": text.encode() for question, text in _written(told)}
            return _source(folder, name or notebook.stem, {**dict(_as_zipped(place)), **tests})
    raise AssignmentError(folder, "There is no assignment.", _MAKE_ANEW)


def _stem(place: Path, otherwise: str) -> str:
    """The name of the one notebook in a folder."""
    notebooks = list(place.glob("*.ipynb"))
    return notebooks[0].stem if len(notebooks) == 1 else otherwise


def _source(folder: Path, name: str, files: Mapping[str, bytes]) -> Source:
    """An assignment from the files of an autograder's zip file."""
    try:
        settings = json.loads(files.get(SETTINGS, b"{}"))
    except ValueError as error:
        raise AssignmentError(folder, f"{SETTINGS} can't be read: {error}.", _MAKE_ANEW) from None
    if not isinstance(settings, dict):
        raise AssignmentError(folder, f"{SETTINGS} is not an object.", _MAKE_ANEW)
    paths = {PurePosixPath(path): content for path, content in files.items()}
    tests = {path.stem: content for path, content in paths.items() if path.parts[0] == "tests" and path.suffix == ".py"}
    try:
        texts = {name: tests[name].decode() for name in sorted(tests) if name != "__init__"}
    except UnicodeError:
        raise AssignmentError(folder, "A test is not text in UTF-8.", _MAKE_ANEW) from None
    if not texts:
        raise AssignmentError(folder, "There are no Python files in tests/.", _MAKE_ANEW)
    beside = {str(path.relative_to("files")): data for path, data in paths.items() if path.parts[0] == "files"}
    return Source(name, folder, texts, settings, beside)


def _zips(place: Path) -> list[Path]:
    """The zip files in a folder that are autograders."""
    return [path for path in sorted(place.glob("*.zip")) if path.is_file() and _is_autograder(path)]


def _is_autograder(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False
    return "run_autograder" in names or any(name.startswith("tests/") for name in names)


def _unzipped(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise AssignmentError(path, f"The autograder can't be read: {error}.", _MAKE_ANEW) from None


def _tests_in(place: Path) -> bool:
    return any(path.name != "__init__.py" for path in (place / "tests").glob("*.py"))


def _as_zipped(place: Path) -> Iterator[tuple[str, bytes]]:
    """The files of an assignment's folder under the names that they would have in the zip file."""
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place)
        if not path.is_file() or any(part.startswith(".") for part in name.parts):
            continue
        if name.parts[0] == "tests" or str(name) == SETTINGS:
            yield name.as_posix(), path.read_bytes()
        elif not _NOT_IN & set(name.parts) and str(name) not in _NOT_BESIDE and path.suffix not in (".ipynb", ".zip"):
            yield f"files/{name.as_posix()}", path.read_bytes()


def _with_tests(place: Path) -> list[tuple[Path, dict[str, Any]]]:
    """The one notebook in a folder that has otter's tests in its metadata, with what is there."""
    found = []
    for path in sorted(place.glob("*.ipynb")):
        try:
            told = json.loads(path.read_bytes())["metadata"]["otter"]
            if isinstance(told["tests"], dict) and told["tests"]:
                found.append((path, told))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return found if len(found) == 1 else []


def _written(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The tests of a notebook's metadata as files."""
    for question, test in told["tests"].items():
        yield question, f"OK_FORMAT = True\n\ntest = {test!r}\n" if told.get("OK_FORMAT") else str(test)
