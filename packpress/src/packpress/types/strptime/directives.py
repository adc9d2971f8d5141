"""A format of strptime as a pattern of RE2: what each directive takes, as strptime of Python does in English.

The alternatives stand in the same order. The only names of zones are those of UTC; Python takes those of its own machine too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from packpress.types.strptime.format_faults import spelt_out

_MONTHS = "january february march april may june july august september october november december".split()
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
# directive of names → the names
NAMES: Mapping[str, Sequence[str]] = {
    "B": _MONTHS,
    "b": [name[:3] for name in _MONTHS],
    "A": _DAYS,
    "a": [name[:3] for name in _DAYS],
    "p": ["am", "pm"],
    "Z": ["utc", "gmt"],
}
_WEEK = r"5[0-3]|[0-4]\d|\d"
# directive of numbers → its pattern, as in strptime: the first alternative that fits is taken
_NUMBERS: Mapping[str, str] = {
    "Y": r"\d\d\d\d",
    "y": r"\d\d",
    "G": r"\d\d\d\d",
    "m": "1[0-2]|0[1-9]|[1-9]",
    "d": r"3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9]",
    "j": r"36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9]",
    "U": _WEEK,
    "W": _WEEK,
    "V": r"5[0-3]|0[1-9]|[1-4]\d|\d",
    "u": "[1-7]",
    "w": "[0-6]",
    "H": r"2[0-3]|[0-1]\d|\d",
    "I": "1[0-2]|0[1-9]|[1-9]",
    "M": r"[0-5]\d|\d",
    "S": r"6[0-1]|[0-5]\d|\d",
    "f": "[0-9]{1,6}",
    "z": r"[+-]\d\d:?[0-5]\d(?::?[0-5]\d(?:\.\d{1,6})?)?|Z",
}
_PIECE = re.compile(r"%(?P<directive>[^%])|(?P<blank>\s+)|%?(?P<literal>.)", re.DOTALL)
_ASCII = "".join(map(chr, range(128)))
BLANK = r"[\t-\r\x1c-\x1f ]+"


class Form(NamedTuple):
    """A format: its directives in order, and the pattern of a text, with a group for each and one for the rest."""

    directives: tuple[str, ...]
    pattern: str


def read_form(form: str) -> Form | None:
    """The format; None where it has a directive that is not known, or one twice."""
    pieces = list(_PIECE.finditer(spelt_out(form)))
    directives = tuple(piece["directive"] for piece in pieces if piece["directive"])
    if not set(directives) <= NAMES.keys() | _NUMBERS.keys() or len(set(directives)) < len(directives):
        return None
    alphabet = _ASCII + "".join(sorted(set(form) - set(_ASCII)))
    patterns = {text: _pattern(piece, alphabet) for text, piece in {piece[0]: piece for piece in pieces}.items()}
    # the first way to match counts, even where it leaves something over
    return Form(directives, rf"\A{''.join(patterns[piece[0]] for piece in pieces)}(?P<rest>(?s:.*))\z")


def _pattern(piece: re.Match[str], alphabet: str) -> str:
    """What a piece of a format matches of the characters that a cell may have: those of ASCII and of the format."""
    if piece["blank"]:
        return _any_of(re.findall(r"\s", alphabet)) + "+"
    if literal := piece["literal"]:
        return _any_of(re.findall(re.escape(literal), alphabet, re.IGNORECASE))
    directive = piece["directive"]
    choices = _NUMBERS.get(directive) or "|".join("".join(map(_either, name)) for name in NAMES[directive])
    return f"(?P<{directive}>{choices})"


def _either(letter: str) -> str:
    """Not by a flag: RE2 would take the long s and the sign of Kelvin as well."""
    return f"[{letter.lower()}{letter.upper()}]"


def _any_of(characters: Sequence[str]) -> str:
    codes = "".join(rf"\x{{{ord(c):x}}}" for c in characters)
    return f"[{codes}]"
