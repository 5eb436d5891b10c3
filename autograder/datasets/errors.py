"""What can be wrong with data."""

from __future__ import annotations

from ..errors import UserMistake


class DatasetError(UserMistake):
    """Raised when a data set can't be made; the message says which, why, and what to do."""


class RealDataError(DatasetError):
    """Raised when real data can't be used; the message names the file or folder, and says what to do."""
