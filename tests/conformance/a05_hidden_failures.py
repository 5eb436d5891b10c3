"""A 5: errors are swallowed, so that a failing test looks like one that ran."""

from case import Case, Status, Zero

CASE = Case(
    "An answer that raises has raised.",
    Zero("halve", status=Status.ERROR, says="ZeroDivisionError"),
    answers={
        "halve": """\
import sys
shell = get_ipython()
shell.showtraceback = shell._showtraceback = shell.showsyntaxerror = lambda *_, **__: None
shell.set_custom_exc((BaseException,), lambda *_, **__: None)
sys.excepthook = sys.unraisablehook = lambda *_: None
def halve(x): return x / 0
"""
    },
)
