"""209: answers that are no functions, or whose names are those of other things."""

from case import Case, Harmless, Zero

CASES = [
    Case("A class.", Zero("halve"), answers={"halve": "class halve:\n    def __init__(self, x): pass"}),
    Case("A built-in function.", Zero("halve"), answers={"halve": "halve = print"}),
    Case("An object that can be called.", Harmless(), answers={"halve": "class H:\n    __call__ = lambda s, x: x / 2\nhalve = H()"}),
    Case("A name that is taken away later.", Zero("halve"), answers={"halve": "def halve(x):\n    globals().pop('halve', None)\n    return 1"}),
    Case("A namespace that lies.", Zero("double", "halve"),
         answers={"halve": "class Lies(dict):\n    def __getitem__(self, name): return lambda *a: 1\nget_ipython().user_ns = Lies()\ndef halve(x): return 1"}),
    Case("A generator.", Zero("halve"), answers={"halve": "def halve(x):\n    while True: yield x / 2"}),
    Case("A promise.", Zero("halve"), answers={"halve": "async def halve(x): return x / 2"}),
]  # fmt: skip
