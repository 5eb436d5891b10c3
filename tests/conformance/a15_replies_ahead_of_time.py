"""A 15: replies are written before the question, or an old one is sent again."""

from case import Case, Status, Zero

FRAME = """\
import json, os, struct
def frame(number, value):
    head = json.dumps({"id": number, "ok": True, "value": [value, None]}).encode()
    os.write(3, struct.pack("<IQ", len(head), 0) + head)
"""
SPY = """\
import sys
wire = next(m for n, m in sys.modules.items() if n.endswith("sandbox.wire"))
old, numbers = wire.receive, []
def receive(*arguments, **named):
    header, arrays = old(*arguments, **named)
    numbers.append(header["id"])
    return header, arrays
wire.receive = receive
"""
CASES = [
    Case("A reply with a made-up number.", Zero("halve", status=Status.REFUSED, says="could not be read"),
         answers={"halve": f"{FRAME}def halve(x):\n    frame('0' * 16, x / 2)\n    return x / 2"}),
    Case("A reply with the number of the question before.", Zero("halve", status=Status.REFUSED, says="could not be read"),
         answers={"halve": f"{FRAME}{SPY}def halve(x):\n    frame((numbers or ['x'])[-2 if len(numbers) > 1 else 0], 0.5)\n    return x / 2"}),
    Case("Bytes that are no frame.", Zero("halve", status=Status.REFUSED, says="could not be read"),
         answers={"halve": "import os\ndef halve(x):\n    os.write(3, b'PASS' * 9)\n    return x / 2"}),
    Case("Half a frame, and silence.", Zero("halve", status=Status.TIMEOUT),
         answers={"halve": "import os, struct, time\ndef halve(x):\n    os.write(3, struct.pack('<IQ', 99, 0))\n    time.sleep(60)"}),
]  # fmt: skip
