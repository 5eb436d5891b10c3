"""202: the part of us that serves the box lives beside the student's code, which replaces it bit by bit."""

from case import Case, SelfHarm, Status, Zero

GUEST = "import sys\nguest = sys.modules['autograder.sandbox.inside.guest']\nwire = sys.modules['autograder.sandbox.wire']\n"
REPLY = (
    GUEST + "def reply(self, header, arrays): return {answer}\nguest.Guest._do_call = reply\ndef halve(x): return 1\n"
)
CASES = [
    Case("It says that all went well, with no value.", Zero("double", "halve", status=Status.REFUSED), answers={"halve": REPLY.format(answer="({'ok': True}, [])")}),
    Case("It says that nothing went well.", Zero("double", "halve", status=Status.ERROR), answers={"halve": REPLY.format(answer="({'ok': 1, 'value': [1, None]}, [])")}),
    Case("An error that is a test's own.", Zero("double", "halve"),
         answers={"halve": REPLY.format(answer="({'ok': False, 'error': 'AssertionError', 'kinds': ['AssertionError', 'BoxError', 'SystemExit', '__import__', 'open'], 'text': ''}, [])")}),
    Case("An error that is ours.", Zero("double", "halve", status=Status.ERROR),
         answers={"halve": REPLY.format(answer="({'ok': False, 'error': 'SandboxError', 'kinds': ['OSError', 'MemoryError', 'NotConfined'], 'text': 'No space left'}, [])")}),
    Case("An error of errors.", Zero("double", "halve", status=Status.ERROR),
         answers={"halve": REPLY.format(answer="({'ok': False, 'error': {'a': [1]}, 'kinds': {'b': 2}, 'text': [3] * 9}, [])")}),
    Case("No reply, to the very cell. It is left out.",
        Zero("halve", says="not defined"), answers={"halve": GUEST + "wire.send = lambda *_, **__: None\ndef halve(x): return x"}),
    Case("Two replies.", SelfHarm("halve"),
         answers={"halve": GUEST + "old = wire.send\nwire.send = lambda *a, **k: (old(*a, **k), old(*a, **k))\ndef halve(x): return x"}),
    Case("A cell whose outputs are no outputs.", Zero("double", "halve"),
         answers={"halve": GUEST + "guest.Guest._do_call = lambda s, h, a: ({'ok': True, 'value': 'ab', 'outputs': 5}, [])\ndef halve(x): return x"}),
]  # fmt: skip
