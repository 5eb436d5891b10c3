"""The table of system calls is the kernel's own, and every rule names calls that it has."""

from __future__ import annotations

import pytest

import syscall_table
from autograder.sandbox.inside.confinement import rules, syscalls


def test_the_table_is_what_the_kernels_headers_make() -> None:
    if not (syscall_table.X86_64.exists() and syscall_table.GENERIC.exists()):
        pytest.skip("this machine has no kernel headers: apt-get install linux-libc-dev")
    for column, headers in enumerate((syscall_table.on_x86_64(), syscall_table.on_arm64())):
        assert len(headers) > 300
        assert {name: syscalls.NUMBERS.get(name, (None, None))[column] for name in headers} == headers


@pytest.mark.parametrize("column", [0, 1], ids=["x86-64", "arm64"])
def test_no_two_calls_have_one_number(column: int) -> None:
    numbers = [pair[column] for pair in syscalls.NUMBERS.values() if pair[column] is not None]

    assert len(numbers) == len(set(numbers))


def test_every_call_that_a_rule_names_is_in_the_table_and_in_one_rule_only() -> None:
    groups = [name for group in (*rules.ALLOWED, *rules.APART) for name in group.names]
    conditions = list(rules.conditions(alone=True, pid=1))
    named = [*groups, *conditions, *rules.ABSENT]

    assert len(named) == len(set(named))
    assert set(named) <= syscalls.NUMBERS.keys()
    assert all(group.reason for group in (*rules.ALLOWED, *rules.APART))
