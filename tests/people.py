"""Names as they come, and worse: for rosters, exports and every table that shows them."""

from __future__ import annotations

import random

HOSTILE = (
    "=1+1", "=cmd|'/C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1", "＝1+1", "Ada, Lovelace", 'Ada "the" Lovelace',
    "O'Brien; DROP TABLE", "Müller\u202egpj.exe", "\u200b=1", "عبد الله", "שָׁלוֹם כהן", "a\nb", "a\r\n=b", "<script>alert(1)</script>",
    "[red]x[/red]", "{{7*7}}", "%s%n", "../../etc", "\ufeffAda", "x" * 500, "𝔄𝔡𝔞 👩‍🎓",
)  # fmt: skip
FIRST = (
    "Ada",
    "Zoë",
    "Jürgen",
    "María-José",
    "李",
    "Ольга",
    "محمد",
    "Nguyễn",
    "O'Hara",
    "Anna, Lena",
    'Sam "S"',
    "=Eva",
)
LAST = (
    "Lovelace",
    "Müller",
    "García Márquez",
    "小龍女",
    "Иванова",
    "العربي",
    "Thị Minh",
    "d'Arc",
    "van der Berg",
    "Smith; Jr",
    "-Dash",
    "ß",
)


def names(count: int = 300, seed: int = 1) -> list[tuple[str, str]]:
    """First and last names, many of them twice; the hostile ones are among them."""
    chance = random.Random(seed)
    plain = [(chance.choice(FIRST), chance.choice(LAST)) for _ in range(count - len(HOSTILE))]
    return [*plain, *(("H", name) for name in HOSTILE)]
