"""D 55: a notebook of thousands of cells."""

import dataclasses
import json

from case import SMALL, Case, Limit, Refused, Status

from autograder.assignment import Assignment
from autograder.release import filled
from handing_in import written


def with_cells(topic: Assignment, number: int, source: str) -> bytes:
    notebook = json.loads(written(filled(topic, topic.right)))
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
    notebook["cells"] = [cell] * number + notebook["cells"]
    return json.dumps(notebook).encode()


CASES = [
    Case("Ten thousand.", Refused("the limit is 5000"), upload=lambda topic: with_cells(topic, 10_000, "1")),
    Case("Four thousand, each a little slow.", Limit("double", "halve", status=Status.TIMEOUT, says="are used up"),
         upload=lambda topic: with_cells(topic, 4000, "import time; time.sleep(0.01)"),
         limits=dataclasses.replace(SMALL, total_seconds=2)),
]  # fmt: skip
