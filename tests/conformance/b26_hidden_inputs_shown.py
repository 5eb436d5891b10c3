"""B 26: an answer shows what it is asked, in every way that reaches a notebook."""

from case import Case, Harmless, Zero

KEEP = "seen = []\ndef note(x):\n    seen.append(repr(x)); open('seen', 'a').write(repr(x))\n"
CASES = [
    Case("Printed, shown, warned and written.", Harmless(), cells=(KEEP,),
         answers={"halve": """\
import os, sys, warnings
from IPython.display import HTML, display
def halve(x):
    note(x); print(*seen); print(*seen, file=sys.stderr); display(HTML(repr(seen))); warnings.warn(repr(seen))
    for n in (1, 2): os.write(n, repr(seen).encode())
    get_ipython().run_cell(f"print({seen!r})")
    sys.displayhook(seen); sys.__stdout__ and sys.__stdout__.write(repr(seen))
    return x / 2
"""}),
    Case("Raised.", Zero("halve", says="ValueError"), cells=(KEEP,),
         answers={"halve": "def halve(x):\n    note(x)\n    raise ValueError(' '.join(seen))"}),
    Case("As the name of an error.", Zero("halve"), cells=(KEEP,),
         answers={"halve": "def halve(x):\n    note(x)\n    raise type('E' + str(x).replace('.', '_'), (Exception,), {})(str(x))"}),
    Case("As the wrong answer.", Zero("halve"), cells=(KEEP,), answers={"halve": "def halve(x): return [x, repr(x)]"}),
    Case("By a thread that prints later.", Harmless(), cells=(KEEP,),
         answers={"halve": """\
import threading, time
def tell():
    while True:
        time.sleep(0.01); print(*seen)
threading.Thread(target=tell, daemon=True).start()
def halve(x):
    note(x)
    return x / 2
"""}),
    Case("Through the box that comes after this one.", Zero("halve"), cells=("import os\nprint(os.path.exists('seen') and open('seen').read())", KEEP),
         answers={"halve": "def halve(x):\n    note(x)\n    os._exit(1)"}),
]  # fmt: skip
