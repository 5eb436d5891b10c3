"""Ids that can be mistaken for each other: they differ only in case, width, normal form or letters that look alike.

The letters are those of Unicode's confusables (UTS #39) that resemble an ASCII letter or digit, in lower case, and some
that occur in Japanese names. ASCII characters are never mistaken for one another: s1 and sl are two ids.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping

from .ids import printable, shown

_LOOKS_LIKE = """
2 ƨϩᒿꙅꛯꝛ
3 ȝɜʒзӡⳍꝫ𑣊𖼻
4 Ꮞ𑣏
5 𑣛
6 бᏮⳓ𑣕
7 𐓺𑣆
8 ȣ𐌚\U0001e8cb
9 ⳋꝯ𑣌𑣖
a ɑαаᎪᗅꓮ𐊠𖽀
b ƅβвьᏏᏴᑲᖯᗷꓐꞵ𐊂𐊡𐌁
c сᏟᴄⲥꓚ𐊢𐌂𐐽𐔜𑣲
d ԁᎠᏧᑯᗞᗪꓒꓓ
e εеҽᎬⴹꓰꬲ𐊆𑣎
f ϝքᖴẝꓝꞙꬵ𐊇𐊥𐔥𑣂
g ƍɡԍցᏀᏳᶃꓖ
h ηнһհᎻᏂᕼⲏꓧ𐋏
i ıɩɪιіӏᎥꙇ𑣃
j ʝϳјᎫᒍꓙ
k κкᏦᛕⲕꓗ𐔘
l ǀ\u05d5\u05df\u0627\u07caᏞᒪᛁⲓⳑⵏꓡꓲ𐊊𐌉𐌠𐑃𐔦𑣒𖼖𖼨\U0001e8c7
m μϻмᎷᗰᛖⲙꓟ𐊰𐌑
n ոռⲛꓠ𐔓
o οσоօ\u05e1\u0647\u06be\u06c1\u06d5ଠഠဝჿዐᴏᴑⲟⵔ〇ꓳꬽ𐊒𐊫𐐬𐓪𐔖𑣈𑣗
p ρрᏢᑭⲣꓑ𐊕
q ԛգզⵕ
r ʀгᎡᎱᏒᖇᴦⲅꓣꭇꭈ𐓜𖼵
s ƽѕտᏕᏚꓢꜱ𐊖𐑈𑣁𖼺
t τтᎢⲧꓔ𐊗𐊱𐌕𖼊
u ʋυսሀᑌᴜꓴꞟꭎꭒ𐓶𑣘𖽂
v νѵ\u05d8Ꮩᐯᴠⴸꓦꛟ𐔝𑜆𑣀𖼈
w ɯѡԝաᎳᏔᴡꓪ𑜊𑜎𑜏𑣯
x χхᕁᕽᚷⲭⵝꓫꭓ𐊐𐊴𐌗𐌢𐔧𑣬
y ɣʏγуүყᎩᎽᶌỿⲩꓬꭚ𐊲𑣜𖽃
z ζᏃᴢꓜ𐋵𑣄𑣉
- ‐‒–—―−⁃
' ’‘ʼʹ′
力 カ
口 ロ
二 ニ
工 エ
卜 ト
八 ハ
夕 タ
一 ー
へ ヘ
り リ
"""
_LOOKS = {other: line[0] for line in _LOOKS_LIKE.strip().splitlines() for other in line[2:]}
_UNSEEN = {chr(c) for c in (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0xFFFD, *range(0xFE00, 0xFE10))}
_POINTS = 3  # differing characters that a message names


def clashes(whose: Mapping[str, str], *, apart: bool = False) -> dict[str, str]:
    """The parts that can be mistaken for another's, each with the reason; a person must look before any is graded.

    `whose` maps a part, such as a folder, to an id. `apart` says that ids which look alike belong to different
    students; two parts with the very same id clash all the same.
    """
    parts: dict[str, list[str]] = defaultdict(list)
    for part, student in whose.items():
        parts[student].append(part)
    found: dict[str, str] = {}
    for group in [] if apart else look_alikes(parts):
        reason = (
            f"{difference(group)} If they are different students, use --look-alikes; otherwise remove the wrong one."
        )
        found |= {part: reason for student in group for part in parts[student]}
    for student, same in parts.items():
        if len(same) > 1:
            names = ", ".join(shown(part) for part in same[:_POINTS])
            reason = f"{len(same)} parts have the id {shown(student)}: {names}. Remove those that are not theirs."
            found |= dict.fromkeys(same, reason)
    return found


def look_alikes(ids: Iterable[str]) -> list[tuple[str, ...]]:
    """Groups of different ids that can be mistaken for each other, in a stable order."""
    groups: dict[str, set[str]] = defaultdict(set)
    for each in ids:
        groups[_looks(each)].add(each)
    return sorted(tuple(sorted(group)) for group in groups.values() if len(group) > 1)


def difference(ids: tuple[str, ...]) -> str:
    """How to tell look-alikes apart: the characters in which each differs from the first, with their code points."""
    first, *others = ids
    return " ".join(_two(first, other) for other in others[:_POINTS])


def _looks(student: str) -> str:
    """One text for all ids that can be mistaken for each other."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", student).casefold())
    seen = (c for c in folded if unicodedata.category(c)[0] != "C" and c not in _UNSEEN)
    return " ".join("".join(_look(c) for c in seen).replace("i\u0307", "i").rstrip(" .").split())


def _look(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return str(digit) if digit is not None else _LOOKS.get(character, character)


def _two(first: str, other: str) -> str:
    start = next((i for i, (a, b) in enumerate(zip(first, other, strict=False)) if a != b), min(len(first), len(other)))
    most = min(len(first), len(other)) - start
    end = next((i for i in range(most) if first[-1 - i] != other[-1 - i]), most)
    here, there = first[start : len(first) - end], other[start : len(other) - end]
    names = f"'{printable(first)}' and '{printable(other)}'"
    return f"{names} look alike: the first has {_points(here)} where the second has {_points(there)}."


def _points(characters: str) -> str:
    named = [f"{printable(c)} (U+{ord(c):04X} {unicodedata.name(c, 'unnamed')})" for c in characters[:_POINTS]]
    return (", ".join(named) + (" ..." if len(characters) > _POINTS else "")) or "nothing"
