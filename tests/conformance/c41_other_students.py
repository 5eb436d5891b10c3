"""C 41: another student's submission, output or running box is read or changed."""

from case import SMALL, Case, Denied, Scene, Trusted

FIND = """\
import os
others = os.path.dirname(COURSE) + "/folder"
attempt("list", lambda: os.listdir(others))
attempt("write", lambda: open(others + "/leftover", "w").write("x"))
attempt("temporary", lambda: [n for n in os.listdir("/tmp") if n.startswith("autograder")])
"""


def two_boxes_at_once(scene: Scene) -> None:
    zygote = scene.judge.zygote()
    with zygote.box(SMALL) as first, zygote.box(SMALL) as second:
        first.run_cell("import os\nopen('answer', 'w').write('42')\ndef home(): return os.getcwd()", 1, 5)
        home, _ = first.call("home", (), {}, 5)
        tries = (
            "import os\n"
            "def look(path):\n    return open(path + '/answer').read()\n"
            "def up(path):\n    return os.listdir(os.path.dirname(path))\n"
            "def change(path):\n    os.chmod(path, 0); open(path + '/answer', 'a').write('x'); return os.rename(path, path + 'x')\n"
            "def tried(f, path):\n    try: return str(f(path))\n    except OSError as error: return type(error).__name__\n"
            "def all_of_it(path): return [tried(f, path) for f in (look, up, change)]"
        )
        second.run_cell(tries, 1, 5)
        found, _ = second.call("all_of_it", (home,), {}, 5)
        assert set(found) - {"['tmp', 'home']", "['home', 'tmp']"} <= {"PermissionError", "FileNotFoundError"}, found
        assert first.call("home", (), {}, 5)[0] == home
        shown, _ = first.run_cell("print(open('answer').read())", 2, 5)
        assert shown[0]["text"] == "42\n"


CASES = [
    Case("They are not there.", Denied(), cells=(FIND,)),
    Trusted("A box beside it is out of reach.", two_boxes_at_once),
]
