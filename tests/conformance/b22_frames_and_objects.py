"""Frames, objects and the history hold no test and no expected value."""

from conformance.case import Case

CASE = Case(
    "frames and objects are searched",
    cells=(
        """import gc, sys
frame, seen = sys._getframe(), [o for o in gc.get_objects() if type(o) is str]
while frame:
    seen += [repr(v) for v in list(frame.f_locals.values())[:50] if isinstance(v, (str, list, dict)) and v is not seen]
    frame = frame.f_back
first, second = 'return [2 * value for val', 'ue in values]'
found = [s for s in seen if first + second in s]
print('BROKE' if found else 'held')""",
    ),
)
