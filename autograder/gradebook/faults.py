"""What can go wrong with a gradebook, told without a student's data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from ..errors import OurFault, UserMistake


class GradebookError(UserMistake):
    """Raised when a gradebook can't be opened, or a record can't be kept in it; the message says what to do."""


class GradebookFault(OurFault):
    """Raised when a database operation fails."""


@contextmanager
def told_plainly() -> Iterator[None]:
    """Report a database error without its statement and parameters, which may contain a student's data."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise GradebookFault(f"the gradebook can't be used: {cause}") from None
