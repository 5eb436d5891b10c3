"""Who is at fault. Each of our errors is one of three kinds, so the command needs to know no others.

A student is never at fault here: what a student's code or file does is an outcome or a refusal, which are values.
"""

from __future__ import annotations

from typing import ClassVar


class UserMistake(Exception):
    """Raised for what the user can fix: a file, an option, an address. The command exits with 2.

    The message says where, what is wrong, and what to do.
    """

    headline: ClassVar[str] = "Error:"

    def __init_subclass__(cls) -> None:
        cls.headline = f"{cls.__name__.removesuffix('Error')}:"


class OurFault(Exception):
    """Raised when the machine or the grader fails. The command exits with 3; it never becomes a score."""

    headline: ClassVar[str] = "This machine's fault, not a student's:"


class Signal(Exception):
    """Raised and caught inside the package, mostly for what a student's code or file did. No command sees one."""
