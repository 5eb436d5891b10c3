"""H 100: the kernel or the container has changed, and boxes are weaker than they were. Nothing is graded then."""

import pytest
from case import SMALL, Scene, Trusted

from autograder.judge import Judge
from autograder.sandbox import NotConfined, selftest
from conftest import SECRET
from handing_in import submission


def a_hole_is_found_at_the_start(scene: Scene) -> None:
    with pytest.MonkeyPatch.context() as patch, Judge(SECRET, level=scene.judge.level) as judge:
        # An escape that gets through everywhere stands for a box that has become weak.
        old = selftest.Path.read_text
        more = "\ndef reads_what_it_may():\n    return True\nreads_what_it_may.__module__ = __name__\n"
        patch.setattr(
            selftest.Path, "read_text", lambda path, **how: old(path, **how) + more * (path.name == "escapes.py")
        )
        with pytest.raises(NotConfined, match="reads what it may"):
            judge.grade(scene.topic, submission(scene.topic, scene.topic.right), SMALL)


CASE = Trusted("The escapes are tried before anything is trusted.", a_hole_is_found_at_the_start)
