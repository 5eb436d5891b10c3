"""B 22: frames, the collector's objects and the history are searched for tests and right answers."""

from case import Case, Denied

SEARCH = """\
import gc, sys
def frames():
    at, found = sys._getframe(), []
    while at:
        found += [n for n in (*at.f_locals, *at.f_globals) if n.startswith("test_") or n == "approx"]
        at = at.f_back
    return found
def objects():
    names = ("test_" + "halves", "test_" + "doubles_arrays", "Outcome", "Examination", "Verdict", "Answer")
    return [o.__name__ for o in gc.get_objects() if callable(o) and getattr(o, "__name__", "") in names]
def texts():
    word = "canary-of-" + "the-hidden-tests"
    return [1 for o in gc.get_objects() if isinstance(o, dict) and any(type(v) is str and word in v for v in list(o.values()))
            and "word" not in o]
attempt("frames", frames)
attempt("objects", objects)
attempt("texts", texts)
attempt("modules", lambda: [m for m in sys.modules if m.startswith("autograder")
    and not m.startswith(("autograder.sandbox", "autograder.testing")) and m not in ("autograder", "autograder.errors")])
attempt("main", lambda: [n for n in dir(sys.modules["__main__"]) if n.startswith("test_")])
attempt("import", lambda: __import__("autograder.judge"))
attempt("history", lambda: [line for line in get_ipython().history_manager.input_hist_raw if "assert" in line])
"""
CASE = Case("There is none in the process.", Denied(), cells=(SEARCH,))
