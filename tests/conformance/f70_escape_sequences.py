"""F 70: sequences that a terminal obeys, in whatever reaches one: outputs, errors, their names."""

from case import Case, Harmless, Scene, Seen, Zero

CODES = r"\x1b]0;owned\x07 \x1b[2J \x1b[31;5m \x9b2J \x1b]8;;http://x\x1b\\ \x1bP0;0|x\x1b\\ \x07\x08\x0b\x0c\x7f \x1b[?1049h"


def nothing_to_obey(scene: Scene, seen: Seen) -> None:
    texts = [o.detail + o.message for o in seen.graded.verdict.outcomes] + [seen.shown]
    assert not [c for text in texts for c in text if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160]


CASES = [
    Case("Printed and raised in a cell.", Harmless(), after=nothing_to_obey, cells=(f"print('{CODES}')\nraise ValueError('{CODES}')",)),
    Case("Raised in an answer.", Zero("halve"), after=nothing_to_obey, answers={"halve": f"def halve(x): raise ValueError('{CODES}')"}),
    Case("Returned.", Zero("halve"), after=nothing_to_obey, answers={"halve": f"def halve(x): return '{CODES}'"}),
    Case("As the name of an error.", Zero("halve"), after=nothing_to_obey, answers={"halve": f"def halve(x): raise type('{CODES}', (Exception,), {{}})"}),
    Case("As the name of a type.", Zero("halve"), after=nothing_to_obey, answers={"halve": f"def halve(x): return type('{CODES}', (), {{}})()"}),
]  # fmt: skip
