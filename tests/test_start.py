"""What a command loads before it does anything: each worker loads it, too."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("lark", "tensorflow", "keras", "matplotlib", "nbgrader", "otter", "IPython")


def loaded(statement: str) -> set[str]:
    code = f"{statement}\nimport sys; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_the_command_starts_without_what_it_may_never_need() -> None:
    """Among it the grammar of addresses, which takes longer to build than all the rest."""
    assert not loaded("import autograder.cli") & set(HEAVY)


def test_a_worker_starts_without_it_too() -> None:
    assert not loaded("import autograder.workers.worker") & set(HEAVY)


def test_nothing_is_left_in_the_way_of_others() -> None:
    assert "rfc3987_syntax" not in loaded("import autograder.cli")


def test_a_zygote_carries_no_library_that_only_the_judge_needs() -> None:
    """Whatever it has imported is copied by every box."""
    carried = loaded("import autograder.sandbox.inside.warm")

    assert not carried & {"pydantic", "sqlalchemy", "jinja2", "nbformat", "click", "rich", "yaml"}
