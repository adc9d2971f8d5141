"""Characters that do not belong in published text, and cells that a spreadsheet may run."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from packpress.arrow.code_points import LEADS, CodePoints, is_utf_8, pair_table
from packpress.read.joiners import POSITIONAL, SOFT_HYPHEN, misplaced

# general category → the name of such a character in messages; tab, line feed and carriage return are allowed
_REFUSED = {
    "Cc": "control character",
    "Cf": "invisible format character",
    "Co": "private-use character",
    "Cs": "surrogate",
    "Zl": "line separator",
    "Zp": "paragraph separator",
}
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SEEN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Format characters with a visible shape, such as the end of an ayah (UAX 44, ``Prepended_Concatenation_Mark``)."""
_ALLOWED = frozenset("\t\n\r") | _SEEN
_NONCHARACTERS = frozenset(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)) | frozenset(
    map(chr, range(0xFDD0, 0xFDF0))
)
"""Code points that will never be characters (Unicode, 23.7); a newer Unicode than Python's may assign all others."""
_COMPOSE_WITH_LETTERS = frozenset(map(chr, (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3), 0x16D67)))
"""Letters that compose with the one before them: vowels and final consonants of Hangul, and one of Kirat Rai."""
_NEVER_DOUBTFUL = {*range(0xC3, 0xCC), *range(0xCF, 0xD2), *range(0xE4, 0xEA), 0xEB, 0xEC}
"""First bytes of UTF-8 that begin no doubtful character: most letters of Latin, Cyrillic, Han and Hangul, some of Greek."""
_SECONDS = {0xC2: (*range(0x80, 0xA0), 0xAD), 0xCE: (0x87,)}
"""First bytes that begin few doubtful characters, and the second bytes of these: controls and the soft hyphen; a Greek dot."""
_BEGINS = pair_table({*LEADS} - _NEVER_DOUBTFUL, _SECONDS)
FORMULA = r"\A[=+\-@\t]"
"""Start of a cell that a spreadsheet may run as a formula, unless it is a plain ``NUMBER``; for RE2."""
NUMBER = r"\A[+-]?[0-9.,]+([eE][+-]?[0-9]+)?%?\z"


def refused_characters(text: str, *, soft_hyphens: bool = True) -> list[tuple[str, str]]:
    """Returns each rejected character of the text once, with its kind: ("U+200B", "invisible format character").

    Joiners and the like are rejected where they do not belong; without ``soft_hyphens``, so are soft hyphens between
    letters.
    """
    found, wrong = [], None
    for character in sorted(set(text)):
        if kind := _refusal(character):
            if character in POSITIONAL and (soft_hyphens or character != SOFT_HYPHEN):
                wrong = misplaced(text) if wrong is None else wrong
                if character not in wrong:
                    continue
            found.append((f"U+{ord(character):04X}", kind))
    return found


def is_composed(text: str) -> bool:
    """Returns whether the text is in Unicode normal form C (UAX 15)."""
    return unicodedata.is_normalized("NFC", text)


def is_clean_beyond_ascii(data: bytes, *, joined: bool = False) -> bool:
    """Returns whether the data are UTF-8, in normal form C and without rejected characters beyond ASCII.

    The same as ``is_composed`` and no ``refused_characters``, but only lines with a doubtful character are decoded: no
    character composes with a line feed, and no joiner is valid because of one. If the data are cells ``joined`` without
    delimiters, joiners and the like are rejected, because the next cell may make them seem valid.
    """
    if data.isascii():
        return True
    if not is_utf_8(data):
        return False
    points = CodePoints(data, _BEGINS)
    doubtful = frozenset(filter(_is_doubtful, points.characters()))
    if not doubtful:
        return True
    if any(map(_refusal, doubtful if joined else doubtful - POSITIONAL)):
        return False
    text = points.lines_with(doubtful)
    return (doubtful.isdisjoint(POSITIONAL) or not misplaced(text)) and is_composed(text)


@lru_cache(4096)
def _refusal(character: str) -> str:
    """Returns the kind of a rejected character, as messages call it, and "" for any other."""
    if " " <= character <= "~" or character in _ALLOWED:
        return ""
    if character in _BIDI:
        return "bidirectional control"
    return "noncharacter" if character in _NONCHARACTERS else _REFUSED.get(unicodedata.category(character), "")


@lru_cache(4096)
def _is_doubtful(character: str) -> bool:
    """Returns whether the character may be rejected, or may make text differ from its normal form C.

    All marks are doubtful, because some compose with the character before them, and Python does not say which.
    """
    return (
        _refusal(character) != ""
        or unicodedata.category(character).startswith("M")
        or character in _COMPOSE_WITH_LETTERS
        or not is_composed(character)
    )
