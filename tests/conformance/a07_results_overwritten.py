"""A 7: the file with the results is overwritten during the run."""

from case import Case, Denied

CASE = Case(
    "The box has no path to it.",
    Denied(),
    cells=(
        """\
import os
folder = os.path.dirname(SECRET_FILE)
attempt("write", lambda: open(SECRET_FILE, "w").write('{"score": 100}'))
attempt("append", lambda: open(SECRET_FILE, "a").write("x"))
attempt("replace", lambda: (open("mine", "w").write("x"), os.replace("mine", SECRET_FILE)))
attempt("remove", lambda: os.remove(SECRET_FILE) or True)
attempt("truncate", lambda: os.truncate(SECRET_FILE, 0) or True)
attempt("beside", lambda: open(folder + "/results.pkl", "w").write("x"))
attempt("link", lambda: os.link(SECRET_FILE, "mine") or True)
attempt("swap", lambda: os.rename(folder, folder + "-old") or True)
""",
    ),
)
