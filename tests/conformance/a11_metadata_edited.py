"""A 11: points, ids, locks, tags and checks are edited in the notebook's file."""

import json
from typing import Any

from case import Case, Staff

from autograder.assignment import Assignment
from autograder.release import filled
from handing_in import written


def edited(topic: Assignment) -> bytes:
    notebook = json.loads(written(filled(topic, topic.right)))
    edit(notebook)
    return json.dumps(notebook).encode()


def edit(notebook: dict[str, Any]) -> None:
    """Change whatever in a notebook's file says what it is worth."""
    notebook["metadata"]["kernelspec"] = {"name": "bash", "language": "bash", "display_name": "bash"}
    for cell in notebook["cells"]:
        cell["metadata"] |= {"tags": ["skip-execution", "raises-exception"], "deletable": True, "editable": True}
        marks = cell["metadata"].setdefault("nbgrader", {})
        marks |= {"points": 1000, "locked": False, "grade": True, "solution": True, "grade_id": "mine"}
        if "check" in cell["id"]:
            cell["source"] = "print('PASSED')"
    mine = {"cell_type": "code", "id": "test-mine", "outputs": [], "execution_count": None, "source": "assert True",
            "metadata": {"nbgrader": {"grade": True, "grade_id": "mine-2", "points": 50, "solution": False}}}  # fmt: skip
    notebook["cells"].append(mine)


CASE = Case("Tests and points come from the assignment.", Staff("was changed; the original ran instead"), upload=edited)
