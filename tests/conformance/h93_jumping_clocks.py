"""H 93: the wall clock jumps. No limit is measured with it."""

import time

import pytest
from case import SMALL, Scene, Trusted

from handing_in import submission


def a_jump_ends_nothing(scene: Scene) -> None:
    with pytest.MonkeyPatch.context() as patch:
        jumps = iter(range(0, 10**9, 10**6))
        patch.setattr(time, "time", lambda: float(next(jumps)))
        graded = scene.judge.grade(scene.topic, submission(scene.topic, scene.topic.right), SMALL)

    assert graded.verdict.score == graded.verdict.max_score
    assert graded.verdict.seconds < SMALL.total_seconds


CASE = Trusted("A clock that runs a million seconds at each look changes nothing.", a_jump_ends_nothing)
