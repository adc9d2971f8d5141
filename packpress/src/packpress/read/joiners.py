"""Invisible characters that belong in some places: joiners, soft hyphens, the tags of flags.

- A zero-width non-joiner between letters that would join (Persian), and a joiner or non-joiner after a virama (Indic): UAX 31,
  section 2.3. After a virama no letter need follow, as in RFC 5892, appendix A. A joiner before a virama: The Unicode
  Standard, section 12.2, on the ya-phalaa of Bengali.
- A joiner between the pictographs of an emoji sequence, and the tags of a flag such as Scotland's: UTS 51, section 1.4.
- A soft hyphen between two letters.

The tables are read, and the pattern is compiled, only for text with such a character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ZWNJ, ZWJ, SOFT_HYPHEN = "\u200c", "\u200d", "\u00ad"
_TAGS = frozenset(map(chr, range(0xE0020, 0xE0080)))
POSITIONAL = frozenset({ZWNJ, ZWJ, SOFT_HYPHEN}) | _TAGS
"""The characters whose validity depends on their position."""
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
"""A black flag with the tags of a subdivision, such as ``gbsct``."""
_VIRAMA = 9
"""The combining class of viramas."""


def misplaced(text: str) -> frozenset[str]:
    """Returns the positional characters that occur in the text where they do not belong."""
    if "\U0001f3f4" in text:
        text = re.sub(_FLAG, "\U0001f3f4", text)
    found = set()
    for match in _doubtful().finditer(text):
        if match[0] not in found and not _belongs(text, match.start()):
            found.add(match[0])
    return frozenset(found)


@cache
def joining_types() -> dict[str, list[tuple[int, int]]]:
    """Returns the code points of each Joining_Type except non-joining, as inclusive ranges."""
    types: dict[str, list[tuple[int, int]]] = {}
    for name, first, last in _table("joining_types.txt"):
        types.setdefault(name, []).append((int(first, 16), int(last, 16)))
    return types


def pictographs() -> list[tuple[int, int]]:
    """Returns the non-ASCII code points that are Extended_Pictographic, as inclusive ranges."""
    return [(int(first, 16), int(last, 16)) for first, last in _table("pictographs.txt")]


def _table(name: str) -> Iterable[list[str]]:
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return (line.split() for line in lines if not line.startswith("#"))


@cache
def _doubtful() -> re.Pattern[str]:
    """Returns the pattern for positional characters that are not in one of their most common valid positions."""
    types, emoji = joining_types(), _class(pictographs())
    before, after = _class(types["D"] + types["L"]), _class(types["D"] + types["R"])
    virama = f"[{''.join(chr(c) for c in range(0x900, 0x12000) if unicodedata.combining(chr(c)) == _VIRAMA)}]"
    letter, modifier, variant = r"[^\W\d_]", "[\U0001f3fb-\U0001f3ff]", "\ufe0f"
    right = (
        f"(?<={before}{ZWNJ}){after}",
        f"(?<={letter}{virama}[{ZWNJ}{ZWJ}])",
        f"(?<={emoji}{ZWJ}){emoji}",
        f"(?<={emoji}{variant}{ZWJ}){emoji}",
        f"(?<={emoji}{modifier}{ZWJ}){emoji}",
    )
    return re.compile(f"[{ZWNJ}{ZWJ}{SOFT_HYPHEN}{min(_TAGS)}-{max(_TAGS)}](?!{'|'.join(right)})")


def _class(ranges: Iterable[tuple[int, int]]) -> str:
    return f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in ranges)}]"


@cache
def _joining_type(character: str) -> str:
    code = ord(character)
    return next((name for name, ranges in joining_types().items() for f, last in ranges if f <= code <= last), "U")


def _belongs(text: str, place: int) -> bool:
    """Returns whether the character is valid at that position by the full rules; only the pattern matches emoji."""
    character = text[place]
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if character == SOFT_HYPHEN:
        return unicodedata.category(before or " ")[0] in "LM" and unicodedata.category(after or " ")[0] == "L"
    if character == ZWNJ and _joins(text, place):
        return True
    if character == ZWJ and after and unicodedata.combining(after) == _VIRAMA:
        return unicodedata.category(before or " ")[0] == "L"
    return character in (ZWNJ, ZWJ) and _follows_virama(text, place)


def _joins(text: str, place: int) -> bool:
    """Returns whether joining letters are on both sides, with only transparent marks between them (UAX 31, rule A1)."""
    first, last = place - 1, place + 1
    while first >= 0 and _joining_type(text[first]) == "T":
        first -= 1
    while last < len(text) and _joining_type(text[last]) == "T":
        last += 1
    if first < 0 or last == len(text):
        return False
    return _joining_type(text[first]) in "DL" and _joining_type(text[last]) in "DR"


def _follows_virama(text: str, place: int) -> bool:
    """Returns whether a letter with a virama precedes, with only marks between them (UAX 31, rules A2 and B)."""
    has_virama = False
    for character in reversed(text[max(0, place - 30) : place]):
        if unicodedata.combining(character) == _VIRAMA:
            has_virama = True
        elif unicodedata.category(character) != "Mn" or (not has_virama and not unicodedata.combining(character)):
            return has_virama and unicodedata.category(character)[0] == "L"
    return False
