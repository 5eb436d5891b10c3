"""The texts of a topic, and the same texts in another language. A text without a translation stays as it is."""

from .catalogue import Catalogue, CatalogueError, Text, read, update
from .code import code_in, docstring_in, texts_of_code, without_strings, without_texts
from .faithful import fault
from .markdown import flowed, markdown_in, texts_of_markdown
from .wording import SOURCE, Say, Wording, package_texts

__all__ = [
    "SOURCE",
    "Catalogue",
    "CatalogueError",
    "Say",
    "Text",
    "Wording",
    "code_in",
    "docstring_in",
    "fault",
    "flowed",
    "markdown_in",
    "package_texts",
    "read",
    "texts_of_code",
    "texts_of_markdown",
    "update",
    "without_strings",
    "without_texts",
]
