"""E 65: files that take the place of libraries. In the box they harm only the one who wrote them."""

from case import Case, Zero

CASE = Case(
    "The next box finds the real ones.",
    Zero("halve"),
    answers={
        "halve": """\
import os, sys
for name in ("numpy", "json", "struct", "socket", "autograder", "matplotlib", "IPython"):
    open(name + ".py", "w").write("raise SystemExit")
    open(name + ".pth", "w").write("import os; os._exit(0)")
for name in [n for n in sys.modules if n.split(".")[0] in ("json", "struct")]: del sys.modules[name]
import json
def halve(x): return json.loads("1")
"""
    },
)
