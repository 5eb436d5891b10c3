"""A 19: kinds of plain values whose methods lie. Only their plain part crosses."""

from case import Case, Zero

LIE = "    __eq__ = __ne__ = __ge__ = __le__ = lambda *_: True\n    __hash__ = lambda s: 0\n"
CASES = [
    Case(f"A kind of {kind}.", Zero("halve"), answers={"halve": f"class Lie({kind}):\n{LIE}def halve(x): return Lie({start})"})
    for kind, start in (("float", "1"), ("int", "1"), ("str", "'4.5'"), ("list", "[1]"), ("tuple", "[1]"), ("dict", ""),
                        ("set", ""), ("complex", "1"), ("bytes", "1"), ("np.float64", "1"))
] + [
    Case("A float that tells different stories.", Zero("halve"),
         answers={"halve": "class Lie(float):\n    __float__ = __add__ = __truediv__ = lambda s, *_: 4.5\n    __repr__ = lambda s: '4.5'\ndef halve(x): return Lie(1)"}),
    Case("A list that never ends.", Zero("halve"),
         answers={"halve": "class Lie(list):\n    def __iter__(self):\n        while True: yield 1\ndef halve(x): return Lie([1])"}),
    Case("A dictionary that is another each time.", Zero("halve"),
         answers={"halve": "class Lie(dict):\n    items = lambda s: [([], 1), ([], 2)]\ndef halve(x): return Lie()"}),
    Case("An object that says that it is an array.", Zero("halve"),
         answers={"halve": "class Lie:\n    def __array__(self, *_, **__): return np.zeros(3, object)\ndef halve(x): return Lie()"}),
    Case("An object that says that it is everything.", Zero("halve"),
         answers={"halve": "class Lie:\n    __class__ = float\n    def __getattr__(self, name): return lambda *_, **__: self\ndef halve(x): return Lie()"}),
]  # fmt: skip
