"""D 50: more is returned than anyone would take, or its length is a lie."""

from case import Case, Status, Zero

CASES = [
    Case("300 MB.", Zero("halve", status=(Status.REFUSED, Status.MEMORY)), answers={"halve": "def halve(x): return np.zeros(40_000_000)"}),
    Case("A hundred megabytes of text.", Zero("halve"), answers={"halve": "def halve(x): return 'x' * 100_000_000"}),
    Case("A list of millions.", Zero("halve"), answers={"halve": "def halve(x): return [None] * 3_000_000"}),
    Case("A length of an exabyte.", Zero("halve", status=Status.REFUSED),
         answers={"halve": "import os, struct\ndef halve(x): os.write(3, struct.pack('<IQ', 9, 2**60))"}),
    Case("A list of itself.", Zero("halve"), answers={"halve": "def halve(x):\n    items = []\n    items.append(items)\n    return items"}),
    Case("A dictionary of itself.", Zero("halve"), answers={"halve": "def halve(x):\n    items = {}\n    items[1] = items\n    return items"}),
    Case("A number of a million digits.", Zero("halve"), answers={"halve": "def halve(x): return 10 ** 1_000_000"}),
    Case("A range of all numbers.", Zero("halve"), answers={"halve": "def halve(x): return range(10 ** 18)"}),
    Case("More texts than there is room for.", Zero("halve"), answers={"halve": "def halve(x): return np.array(['x' * 100_000] + ['y'] * 900)"}),
    Case("Many arrays.", Zero("halve"), answers={"halve": "def halve(x): return [np.zeros(1)] * 5000"}),
    Case("Nests.", Zero("halve"), answers={"halve": "def halve(x):\n    for _ in range(500): x = [x]\n    return x"}),
]  # fmt: skip
