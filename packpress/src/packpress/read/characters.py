"""Characters that do not belong in published text, and cells that a spreadsheet may run."""

from __future__ import annotations

import unicodedata

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
FORMULA = r"\A[=+\-@\t]"
"""Start of a cell that a spreadsheet may run as a formula, unless it is a plain ``NUMBER``; for RE2."""
NUMBER = r"\A[+-]?[0-9.,]+([eE][+-]?[0-9]+)?%?\z"


def refused_characters(text: str, *, soft_hyphens: bool = True) -> list[tuple[str, str]]:
    """Returns each rejected character of the text once, with its kind: ("U+200B", "invisible format character").

    Joiners and the like are rejected where they do not belong; without ``soft_hyphens``, so are soft hyphens between
    letters.
    """
    found, wrong = [], None
    for character in sorted(set(text) - _ALLOWED):
        if character < " " or character >= "\x7f":
            kind = "noncharacter" if character in _NONCHARACTERS else _REFUSED.get(unicodedata.category(character))
            if kind:
                if character in POSITIONAL and (soft_hyphens or character != SOFT_HYPHEN):
                    wrong = misplaced(text) if wrong is None else wrong
                    if character not in wrong:
                        continue
                kind = "bidirectional control" if character in _BIDI else kind
                found.append((f"U+{ord(character):04X}", kind))
    return found


def is_composed(text: str) -> bool:
    """Returns whether the text is in Unicode normal form C (UAX 15)."""
    return unicodedata.is_normalized("NFC", text)
