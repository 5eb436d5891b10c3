"""205: small replies that cost the judge much: keys that collide, ranges, nests, and numbers of thousands of digits."""

from case import Case, Limit, Zero

SEND = """\
import sys
guest = sys.modules["autograder.sandbox.inside.guest"]
def tree(): return TREE
old = guest.Guest._do_call
def call(self, header, arrays):
    if header["name"] != "halve": return old(self, header, arrays)
    return {"ok": True, "value": [tree(), None]}, []
guest.Guest._do_call = call
P = 2**61 - 1
def halve(x): return x
"""
TREES = {
    "Numbers with one hash.": '{"set": [n * P for n in range(20_000)]}',
    "Keys with one hash, which are long to compare.": '{"dict": [[{"tuple": [0] * 100 + [n * P]}, 0] for n in range(15_000)]}',
    "Ranges.": '[{"range": [0, 2**23, 1]}] * 300',
    "A range of nothing, far away.": '{"range": [2**62, 2**62, 1]}',
    "Millions of nothing.": "[None] * 800_000",
    "Millions of lists.": "[[]] * 300_000",
    "A nest.": "eval('[' * 50 + ']' * 50)",
    "A number of four thousand digits, often.": "[10 ** 4000] * 900",
    "Handles with numbers that are none.": '[{"handle": "9" * 5000, "kind": 1}]',
    "A handle that was never given.": '{"handle": -1, "kind": "Model"}',
    "A name.": '{"named": "double"}',
    "Texts with a shape of their own.": '{"texts": ["x"] * 9, "shape": [3, -1, 3, 1, 1, 1], "scalar": [1]}',
    "Two tags at once.": '{"float": "nan", "tuple": [1]}',
    "A float of another name.": '{"float": "1e999"}',
    "A complex number of strings.": '{"complex": ["nan", {"float": "inf"}]}',
    "A set of sets.": '{"set": [{"set": [1]}]}',
    "Keys that are the same.": '{"dict": [[1, 1], [1.0, 2], [True, 3]]}',
}
CASES = [Case(title, Limit("halve"), answers={"halve": SEND.replace("TREE", tree)}) for title, tree in TREES.items()] + [
    Case("A result that takes long to tell apart.", Zero("halve"), answers={"halve": "def halve(x): return {n: [n] * 50 for n in range(3000)}"}),
]  # fmt: skip
