"""G 87: the time between two calls tells how the first one did."""

from case import SMALL, Scene, Trusted

from handing_in import submission

RECORD = """\
import time
times = []
def halve(x):
    times.append(time.monotonic())
    return x / 2
"""


def the_box_waits_no_longer_for_a_right_answer(scene: Scene) -> None:
    graded = scene.judge.grade(scene.topic, submission(scene.topic, {**scene.topic.right, "halve": RECORD}), SMALL)
    # Whatever a box learns from times, it can tell nobody: what is shown was made before the first call.
    assert graded.verdict.score == graded.verdict.max_score


CASE = Trusted("What an answer learns by the clock stays in its box.", the_box_waits_no_longer_for_a_right_answer)
