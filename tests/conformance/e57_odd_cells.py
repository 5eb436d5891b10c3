"""Missing and duplicate ids, cells of no kind, carriage returns and a byte order mark: it is graded."""

import json

from conformance.case import Case


def odd(content: bytes) -> bytes:
    """Nothing here is as nbformat wants it."""
    notebook = json.loads(content)
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = "same" if number % 2 else None
        cell["metadata"] = []
        cell["source"] = cell["source"].replace("\n", "\r\n") if isinstance(cell["source"], str) else cell["source"]
    notebook["cells"] += [5, None, {"cell_type": "code", "source": {"a": 1}}, {"cell_type": "code", "source": "\ud800"}]
    return b"\xef\xbb\xbf" + json.dumps(notebook).encode()


CASE = Case("cells that are odd in every way", upload=odd, remark="Cell ids are gone")
