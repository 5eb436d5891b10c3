"""Data that assignments use: what students get, made the same for everybody, and what only the grader has."""

from .dataset import Arrays, Dataset, as_file, find
from .errors import DatasetError, RealDataError

__all__ = ["Arrays", "Dataset", "DatasetError", "RealDataError", "as_file", "find"]
