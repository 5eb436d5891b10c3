"""I 102: a small reply becomes gigabytes of Python's values, or takes for ever to compare or to show."""

from case import Case, Limit, Status, Zero

SEND = """\
import sys
guest = sys.modules["autograder.sandbox.inside.guest"]
old = guest.Guest._do_call
def call(self, header, arrays):
    if header["name"] != "halve": return old(self, header, arrays)
    return {"ok": True, "value": [TREE, None]}, [ARRAYS]
guest.Guest._do_call = call
def halve(x): return x
"""
BIG = 'np.zeros(60 << 20, "b1")'
REPLIES = {
    "Millions of Booleans as a list of numbers.": ('{"ints": 0}', BIG),
    "Millions of bytes as a list of numbers.": ('{"floats": 0}', 'np.zeros(60 << 20, "u1")'),
    "Millions of numbers as a list.": ('{"floats": 0}', 'np.zeros(8 << 20, "<f8")'),
    "Many lists of many numbers.": (
        '[{"ints": n} for n in range(64)]', '*(np.zeros(1 << 17, "<i8") for _ in range(64))'
    ),
    "A list of numbers in eight dimensions.": ('{"ints": 0}', 'np.zeros((2,) * 8, "<i8")'),
    "Nested lists of nothing.": ("[[[None] * 90] * 90] * 90", ""),
    "A dictionary of dictionaries.": ('[{"dict": [[n, {"dict": []}] for n in range(19_000)]}] * 2', ""),
    "Texts of one long and many short ones.": ('{"texts": ["x" * 100_000] + [""] * 9_000, "shape": [9001], "scalar": False}', ""),
    "Complex numbers by the million.": ('[{"complex": [0, 0]}] * 150_000', ""),
    "Ranges that are millions long.": ('[{"range": [0, 1 << 22, 1]}, {"range": [0, 1 << 22, 1]}]', ""),
}  # fmt: skip
CASES = [
    *(
        Case(title, Limit("halve"), answers={"halve": SEND.replace("TREE", tree).replace("ARRAYS", arrays)})
        for title, (tree, arrays) in REPLIES.items()
    ),
    Case("What is told of it is short.", Zero("halve"), answers={"halve": "def halve(x): return ['y' * 1000] * 3000"}),
    Case("An error that is megabytes long.", Zero("halve", status=Status.ERROR),
         answers={"halve": "def halve(x): raise ValueError('long ' * 800_000)"}),
    Case("An error with a name that is megabytes long.", Zero("halve", status=Status.ERROR),
         answers={"halve": "def halve(x): raise type('E' * 1_000_000, (Exception,), {})('x')"}),
    Case("An array that says no to everything.", Zero("halve"), answers={"halve": "def halve(x): return np.full((2000, 2000), np.nan)"}),
    Case("A long text where a number is expected.", Zero("halve"), answers={"halve": "def halve(x): return '7' * 3_000_000"}),
    Case("Bytes where a number is expected.", Zero("halve"), answers={"halve": "def halve(x): return b'7' * 3_000_000"}),
]  # fmt: skip
