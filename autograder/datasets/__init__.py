"""The data that assignments use: one part for students, the same for everybody, and one that only the grader has."""

from .dataset import Arrays, Dataset, as_file, find
from .errors import DatasetError, RealDataError

__all__ = ["Arrays", "Dataset", "DatasetError", "RealDataError", "as_file", "find"]
