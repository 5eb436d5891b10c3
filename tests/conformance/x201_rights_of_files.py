"""201: rights, times and owners of files that a box can name, but not open. Landlock does not watch over them."""

import os
from pathlib import Path

from case import Case, Denied, Scene, Seen

CELL = """\
import os, shutil
def changed(path, action):
    def look(): return os.stat(path).st_mode, os.stat(path).st_ctime_ns
    before = look()
    action()
    return look() != before
library = os.path.dirname(os.__file__) + "/this.py"
for path in (SECRET_FILE, COURSE, library):
    attempt("rights", lambda: changed(path, lambda: os.chmod(path, 0)))
    attempt("open to all", lambda: changed(path, lambda: os.chmod(path, 0o777)))
    attempt("owner", lambda: changed(path, lambda: os.chown(path, os.getuid(), -1)))
    attempt("times", lambda: changed(path, lambda: os.utime(path, (1, 1))))
    attempt("attribute", lambda: changed(path, lambda: os.setxattr(path, "user.mine", b"x")))
    attempt("no link followed", lambda: changed(path, lambda: os.utime(path, (1, 1), follow_symlinks=False)))
attempt("by descriptor", lambda: changed(library, lambda: os.fchmod(os.open(library, os.O_RDONLY), 0)))
open("mine", "w").write("x")
shutil.copy("mine", "copy"); shutil.copy2("mine", "copy2")  # still works
assert open("copy2").read() == "x"
print("HELD", "copied")
"""


def libraries_are_as_they_were(scene: Scene, seen: Seen) -> None:
    assert Path(os.__file__).with_name("this.py").stat().st_mode & 0o444
    assert "HELD copied" in seen.shown


CASE = Case("They stay as they are.", Denied(), cells=(CELL,), after=libraries_are_as_they_were)
