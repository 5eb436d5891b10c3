"""C 31: files that Python, IPython or a library would read the next time it starts."""

import os
from pathlib import Path

from case import Case, Denied, Scene, Seen

CELL = """\
import os, site, sys
homes = {os.path.expanduser("~"), "/root", os.path.expanduser("~root")}
mine = os.getcwd()
def put(path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, "w").write("open('/tmp/leftover', 'w')")
    return path
for path in [*site.getsitepackages(), os.path.dirname(os.__file__), "/etc", "/usr/lib/python3/dist-packages"]:
    attempt(path, lambda: put(path + "/leftover.pth"))
attempt("startup", lambda: put("/root/.ipython/profile_default/startup/leftover.py"))
attempt("settings", lambda: put("/root/." + "ker" + "as/" + "ker" + "as.json"))
attempt("cache", lambda: put(os.path.dirname(os.__file__) + "/__pycache__/os.cpython-311.pyc"))
for path in (".ipython/profile_default/startup/leftover.py", ".config/matplotlib/matplotlibrc", ".pdbrc", "sitecustomize.py"):
    put(os.path.join(os.path.expanduser("~"), path))  # its own home, which goes with it
"""


def nothing_was_put(scene: Scene, seen: Seen) -> None:
    assert not list(Path(os.__file__).parent.glob("*leftover*"))


CASE = Case("They are read-only, or go with the box.", Denied(), cells=(CELL,), after=nothing_was_put)
