"""B 25: version control, caches, checkpoints and old temporary files are looked for."""

from case import Case, Denied

CASE = Case(
    "There are none.",
    Denied(),
    cells=(
        """\
import os, pathlib, tempfile
def names(*folders):
    return [str(p) for folder in folders for p in pathlib.Path(folder).rglob("*")]
wanted = (".git", ".ipynb_checkpoints", ".ipython", ".jupyter", ".cache", ".netrc", ".ssh", ".bash_history")
attempt("home", lambda: [n for n in os.listdir(pathlib.Path.home()) if n in wanted])
attempt("temporary", lambda: names(tempfile.gettempdir()))
attempt("here", lambda: names("."))
attempt("the root's home", lambda: [n for n in os.listdir("/root") if n in wanted])
attempt("the course's history", lambda: os.listdir(COURSE + "/.git"))
attempt("above", lambda: [n for n in os.listdir(os.path.dirname(COURSE))])
""",
    ),
)
