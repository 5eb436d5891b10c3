"""D 49: more output than anyone would keep, by every way there is."""

from case import Case, Harmless, Scene, Seen


def little_is_kept(scene: Scene, seen: Seen) -> None:
    assert len(seen.shown) < 3 << 20


FLOODS = {
    "Lines.": "for _ in range(3000): print('x' * 100_000)",
    "One line.": "print('x' * 100_000_000)",
    "Little by little.": "for _ in range(300_000): print('x')",
    "Errors.": "import sys\nfor _ in range(300): sys.stderr.write('x' * 1_000_000)",
    "The process's own output.": "import os\nfor _ in range(3000): os.write(1, b'x' * 100_000); os.write(2, b'x' * 100_000)",
    "Many displays.": "from IPython.display import display\nfor n in range(20_000): display({'text/plain': ''}, raw=True)",
    "A large picture.": "from IPython.display import display\ndisplay({'image/png': 'A' * 30_000_000}, raw=True)",
    "Many pictures.": "from IPython.display import display\nfor _ in range(300): display({'image/png': 'A' * 300_000}, raw=True)",
    "A large result.": "'x' * 50_000_000",
    "A large error.": "raise ValueError('x' * 50_000_000)",
    "An error with a long name.": "raise type('E' * 3_000_000, (Exception,), {})",
    "A deep traceback.": "def f(n): return f(n + 1) + 1\nf(0)",
    "Display metadata.": "from IPython.display import display\ndisplay({'text/plain': 'x'}, metadata={'x': 'y' * 30_000_000}, raw=True)",
    "Names of kinds of output.": "from IPython.display import display\ndisplay({'x' * 30_000_000: 'y', 'text/plain': 'z'}, raw=True)",
}
CASES = [Case(title, Harmless(), cells=(source,), after=little_is_kept) for title, source in FLOODS.items()]
