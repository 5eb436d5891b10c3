"""What can go wrong with a box, through our fault or the student's."""

from __future__ import annotations

from ..errors import OurFault, Signal


class SandboxError(OurFault):
    """Raised when a box can't be made: our fault, never the student's."""


class NotConfined(OurFault):
    """Raised when this machine can't keep a notebook from reading tests or forging grades: nothing is graded."""

    headline = "Nothing was graded."


class BoxError(Signal):
    """Raised when a box does not answer a request properly; the message is plain enough for a student."""


class Raised(BoxError):
    """The student's code raised an error: its name, its built-in base classes, and its text."""

    def __init__(self, name: str, kinds: list[str], text: str) -> None:
        super().__init__(f"{name}: {text}" if text else name)
        self.name, self.kinds, self.text = name, kinds, text


class TimedOut(BoxError):
    """No answer within the time limit."""


class Ended(BoxError):
    """The process ended before it answered."""


class OutOfMemory(BoxError):
    """The box used more memory than its share, and was killed."""


class Nonsense(BoxError):
    """The reply does not answer the request."""
