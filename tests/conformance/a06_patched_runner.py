"""A 6: the classes that run the checks are patched. What runs in the box is ours, but only data leaves it."""

from case import Case, Zero

CASE = Case(
    "The part of us that a student can reach holds no test and gives no points.",
    Zero("halve"),
    answers={
        "halve": """\
import gc, sys
for module in list(sys.modules.values()):
    if getattr(module, "__name__", "").startswith("autograder"):
        for name, thing in list(vars(module).items()):
            if isinstance(thing, type):
                for method in ("passed", "score", "outcome", "grade", "check"):
                    try: setattr(thing, method, lambda *_, **__: 100)
                    except TypeError: pass
def halve(x): return {"passed": True, "score": 3}
"""
    },
)
