"""A 14: an answer raises what `except Exception` does not catch, or what is no honest error."""

from case import Case, Status, Zero

CASES = [
    Case("KeyboardInterrupt.", Zero("halve", says="KeyboardInterrupt"), answers={"halve": "def halve(x): raise KeyboardInterrupt"}),
    Case("A kind of BaseException.", Zero("halve", status=Status.ERROR, says="Mine"),
         answers={"halve": "class Mine(BaseException): pass\ndef halve(x): raise Mine('x')"}),
    Case("GeneratorExit.", Zero("halve", says="GeneratorExit"), answers={"halve": "def halve(x): raise GeneratorExit"}),
    Case("A group of errors.", Zero("halve", status=Status.ERROR), answers={"halve": "def halve(x): raise BaseExceptionGroup('x', [SystemExit(0)])"}),
    Case("An error whose text is an error.", Zero("halve", status=Status.ERROR, says="Bad"),
         answers={"halve": "class Bad(Exception):\n    def __str__(self): raise SystemExit\ndef halve(x): raise Bad"}),
    Case("An error whose class lies about its name and kinds.", Zero("halve"),
         answers={"halve": "class Meta(type):\n    __name__ = property(lambda s: 1 / 0)\nclass Bad(Exception, metaclass=Meta): pass\ndef halve(x): raise Bad"}),
    Case("An error that is every built-in error at once.", Zero("halve", status=Status.ERROR),
         answers={"halve": "class Bad(AssertionError, UnicodeDecodeError): pass\ndef halve(x): raise AssertionError('x' * 10**6)"}),
    Case("StopIteration.", Zero("halve", status=Status.ERROR, says="StopIteration"), answers={"halve": "def halve(x): raise StopIteration(x / 2)"}),
]  # fmt: skip
