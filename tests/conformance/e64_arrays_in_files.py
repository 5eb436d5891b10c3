"""E 64: arrays as files would hold them: objects that must be unpickled, sizes that are lies. No file format crosses."""

from case import Case, Status, Zero

SEND = """\
import json, os, struct, sys
wire = sys.modules["autograder.sandbox.wire"]
old = wire.receive
def receive(*arguments, **named):
    global number
    header, arrays = old(*arguments, **named)
    number = header["id"]
    return header, arrays
wire.receive = receive
number = "x"
def send(specs, body=b"", value=None):
    head = json.dumps({"id": number, "ok": True, "value": [value, None], "arrays": specs}).encode()
    os.write(3, struct.pack("<IQ", len(head), len(body)) + head + body)
    os.close(3)
"""
CASES = [
    Case(title, Zero("halve", status=Status.REFUSED), answers={"halve": f"{SEND}def halve(x): {call}"})
    for title, call in {
        "Objects.": "send([['|O', [1]]], bytes(8), {'array': 0})",
        "Records.": "send([['<f8,<f8', [1]]], bytes(16), {'array': 0})",
        "A terabyte.": "send([['<f8', [1 << 26, 1 << 11]]], b'', {'array': 0})",
        "A size that wraps around.": "send([['<f8', [1 << 26] * 8]], b'', {'array': 0})",
        "One array in many places.": "send([['<f8', [1000]]], bytes(8000), [{'array': 0}] * 1000)",
        "An array that is not there.": "send([], b'', {'array': 7})",
        "Text of any length.": "send([['<U99999999', [1]]], b'', {'array': 0})",
        "Longer than it is.": "send([['<f8', [2]]], bytes(8), {'array': 0})",
    }.items()
]
