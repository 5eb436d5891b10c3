"""Every error of ours says who is at fault, and the command tells it in one line."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path

import click
import pytest

import autograder
from autograder.certificate.findings import Finding
from autograder.cli import cli, main
from autograder.errors import OurFault, Signal, UserMistake


def all_errors() -> list[type[Exception]]:
    """Every error class that a module of the package defines."""
    found = set()
    for module in pkgutil.walk_packages(autograder.__path__, "autograder."):
        if module.name not in ("autograder.__main__", "autograder.adapters.nbgrader.feedback"):
            for thing in vars(importlib.import_module(module.name)).values():
                if (
                    isinstance(thing, type)
                    and issubclass(thing, Exception)
                    and thing.__module__.startswith("autograder.")
                ):
                    found.add(thing)
    return sorted(found, key=lambda kind: f"{kind.__module__}.{kind.__qualname__}")


ERRORS = all_errors()
TOLD = [kind for kind in ERRORS if issubclass(kind, UserMistake | OurFault)]


PARTS = {
    "AssignmentError": (Path("here.py"), "a fault.", "Do this.", 7),
    "NotValid": (Finding.NOTHING, "a fault."),
}


def test_every_error_is_of_one_of_three_kinds() -> None:
    assert len(TOLD) > 15
    for kind in ERRORS:
        # What boxes and tests bring along travels without our bases: they catch, or translate, what they raise.
        assert issubclass(kind, UserMistake | OurFault | Signal) or kind.__module__.startswith(
            ("autograder.sandbox.inside", "autograder.testing")
        )


@pytest.mark.parametrize("kind", TOLD, ids=lambda kind: kind.__name__)
def test_the_command_tells_each_in_one_line(
    kind: type[Exception], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command("fail")
    def fail() -> None:
        raise kind(*PARTS.get(kind.__name__, ("a fault.",)))

    monkeypatch.setitem(cli.commands, "fail", fail)
    monkeypatch.setattr(sys, "argv", ["autograder", "fail"])

    with pytest.raises(SystemExit) as ended:
        main()

    said = capsys.readouterr().err
    assert ended.value.code == (2 if issubclass(kind, UserMistake) else 3)
    assert said.count("\n") == 1 and "a fault." in said
    assert "Traceback" not in said


def test_a_full_disk_is_this_machines_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command("fail")
    def fail() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(cli.commands, "fail", fail)
    monkeypatch.setattr(sys, "argv", ["autograder", "fail"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 3
    assert "This machine's fault, not a student's: [Errno 28] No space left" in capsys.readouterr().err
