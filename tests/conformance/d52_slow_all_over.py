"""D 52: every cell and every call is slow, but none slow enough."""

import dataclasses

from case import SMALL, Case, Limit, Status

CASE = Case(
    "The time for all is limited.",
    Limit("halve", "double", status=Status.TIMEOUT, says="are used up"),
    cells=tuple("import time; time.sleep(0.3)" for _ in range(20)),
    limits=dataclasses.replace(SMALL, total_seconds=2),
)
