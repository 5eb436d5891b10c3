"""204: an answer empties what it is given, so that a test that goes on with it compares nothing with nothing.

Whether that pays depends on how tests are written, so it is tried on every topic of the course, and with every kind of
result on those that are graded quickly.
"""

from case import SMALL, Scene, Trusted

from autograder.course import load_course
from conftest import ROOT, builds_networks
from handing_in import submission

EMPTY = """\
def {name}(*positional, **named):
    def empty(value):
        if isinstance(value, list):
            for item in value: empty(item)
            value.clear()
        elif isinstance(value, dict):
            value.clear()
        elif hasattr(value, "fill"):
            value.fill(0)
    for value in (*positional, *named.values()): empty(value)
    return {returns}
"""
RETURNS = ("0.0", "[]", "positional[0]", "None", "1.0")
_MOST = 0.1  # of an assignment's points


def it_does_not_pay(scene: Scene) -> None:
    for topic in load_course(ROOT).assignments:
        for returns in RETURNS[:1] if builds_networks(topic) else RETURNS:
            answers = {name: EMPTY.format(name=name, returns=returns) for name in topic.right}
            verdict = scene.judge.grade(topic, submission(topic, answers), SMALL).verdict
            earned = [outcome.test for outcome in verdict.outcomes if outcome.score]
            assert verdict.score <= _MOST * topic.by_tests, (topic.name, returns, earned)


CASE = Trusted("It earns next to nothing.", it_does_not_pay, levels=("L1",))
