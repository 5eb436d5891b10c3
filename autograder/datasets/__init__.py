"""Data that assignments use: what students get, made the same for everybody, and what only the grader has."""

from .dataset import Arrays, Dataset, DatasetError, find

__all__ = ["Arrays", "Dataset", "DatasetError", "find"]
