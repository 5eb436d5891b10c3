"""A 9: the gradebook's database is opened and edited."""

from case import Case, Denied

CASE = Case(
    "The box has no path to it, and no network to reach one elsewhere.",
    Denied(),
    cells=(
        """\
import glob, os, sqlite3
attempt("open", lambda: sqlite3.connect(SECRET_FILE).execute("create table mine (x)"), sqlite3.Error)
attempt("read", lambda: sqlite3.connect(f"file:{SECRET_FILE}?immutable=1", uri=True).execute("select 1 from x"), sqlite3.Error)
attempt("find", lambda: [p for p in glob.glob("/**/*.db", recursive=True) if not p.startswith(("/usr", "/proc"))
                         and "python" not in p])
""",
    ),
)
