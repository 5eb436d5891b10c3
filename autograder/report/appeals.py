"""The page that answers an appeal: every test, time, version and change of one mark. For instructors."""

from __future__ import annotations

from datetime import datetime

from ..decisions import Explanation
from ..policy import Policy
from .rendering import local, template


def for_appeal(found: Explanation, policy: Policy, now: datetime) -> str:
    """The page about one student's mark for one assignment."""
    return template("explained.html").render(found=found, mark=found.mark, policy=policy, now=local(now, policy))
