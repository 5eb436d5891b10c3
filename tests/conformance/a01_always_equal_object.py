"""A 1: an object that says that it equals whatever it is compared with."""

from case import Case, Zero

YES = """\
class Yes:
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = lambda *_: True
    __hash__ = None
    __abs__ = __sub__ = __rsub__ = __add__ = __radd__ = lambda self, *_: self
    __array_priority__ = 1e9
    __array_ufunc__ = __array_function__ = lambda self, *_, **__: True
"""
CASES = [
    Case("It leaves the box as a handle, which equals nothing.", Zero("halve"),
         answers={"halve": f"{YES}def halve(x): return Yes()"}),
    Case("A number of its own kind.", Zero("halve"),
         answers={"halve": "class Yes(float):\n    __eq__ = lambda *_: True\n    __hash__ = None\ndef halve(x): return Yes(1)"}),
    Case("An array of its own kind.", Zero("double"),
         answers={"double": "class Yes(np.ndarray):\n    __eq__ = lambda *_: True\ndef double(x): return np.zeros(2).view(Yes)"}),
    Case("A list of them.", Zero("halve"), answers={"halve": f"{YES}def halve(x): return [Yes()] * 2"}),
]  # fmt: skip
