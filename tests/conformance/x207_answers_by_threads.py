"""207: a thread reads the judge's questions and answers them itself, or changes what the answer returned."""

from case import Case, Harmless, SelfHarm, Status, Zero

READ = """\
import json, os, struct, threading
def read(count):
    data = b""
    while len(data) < count: data += os.read(3, count - len(data))
    return data
def serve(change):
    while True:
        head, body = struct.unpack("<IQ", read(12))
        header = json.loads(read(head)); read(body)
        reply = json.dumps(change(header)).encode()
        os.write(3, struct.pack("<IQ", len(reply), 0) + reply)
"""
CASES = [
    Case("It gives the right number and a wrong value.", SelfHarm("halve"),
         answers={"halve": READ + "threading.Thread(target=serve, args=(lambda h: {'id': h['id'], 'ok': True, 'value': [1, None], 'passed': True},), daemon=True).start()\ndef halve(x): return 1"}),
    Case("It says that it is another box.", SelfHarm("halve"),
         answers={"halve": READ + "threading.Thread(target=serve, args=(lambda h: {'ready': True, 'level': 'L0', 'id': h['id']},), daemon=True).start()\ndef halve(x): return 1"}),
    Case("It closes the line.",
        Zero("halve", status=Status.CRASHED),
        answers={"halve": "import os\ndef halve(x):\n    os.close(3)\n    return x / 2"},
    ),
    Case("It waits for its moment, which never comes.", Harmless(),
         cells=("import threading, time\ndef wait():\n    while 'test_halves' not in globals(): time.sleep(0.001)\nthreading.Thread(target=wait, daemon=True).start()",)),
]  # fmt: skip
