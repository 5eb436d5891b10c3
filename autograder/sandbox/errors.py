"""What can go wrong with a box: through our fault, or through the student's."""

from __future__ import annotations

from ..errors import OurFault, Signal


class SandboxError(OurFault):
    """Raised when no box could be made: our fault, never the student's."""


class NotConfined(OurFault):
    """Raised where this machine can't keep a notebook from reading tests or forging grades: nothing is graded."""

    headline = "Nothing was graded."


class BoxError(Signal):
    """Raised by a request that a box did not answer properly; the message is plain enough for a student."""


class Raised(BoxError):
    """The student's code raised an error: its name, the built-in errors that it is a kind of, and its text."""

    def __init__(self, name: str, kinds: list[str], text: str) -> None:
        super().__init__(f"{name}: {text}" if text else name)
        self.name, self.kinds, self.text = name, kinds, text


class TimedOut(BoxError):
    """No answer within the time limit."""


class Ended(BoxError):
    """The process ended before it answered."""


class OutOfMemory(BoxError):
    """The box used more memory than its share, and was ended."""


class Nonsense(BoxError):
    """What came back is no reply to what was asked."""
