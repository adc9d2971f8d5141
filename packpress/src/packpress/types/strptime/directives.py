"""Translates a format of strptime to a pattern for RE2, in which each directive matches what Python matches in English.

Alternatives are in the same order as in Python. The only zone names are those of UTC; Python also accepts those of the machine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from packpress.types.strptime.format_faults import spelt_out

_MONTHS = "january february march april may june july august september october november december".split()
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
# directive for names → the names
NAMES: Mapping[str, Sequence[str]] = {
    "B": _MONTHS,
    "b": [name[:3] for name in _MONTHS],
    "A": _DAYS,
    "a": [name[:3] for name in _DAYS],
    "p": ["am", "pm"],
    "Z": ["utc", "gmt"],
}
_WEEK = r"5[0-3]|[0-4]\d|\d"
# directive for numbers → its pattern, as in strptime: the first alternative that matches is taken
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
    """A format: its directives in order, and the pattern of a text, with a group for each directive and one for the rest."""

    directives: tuple[str, ...]
    pattern: str


def read_form(form: str) -> Form | None:
    """Returns the parsed format; None if it has an unknown or a duplicate directive."""
    pieces = list(_PIECE.finditer(spelt_out(form)))
    directives = tuple(piece["directive"] for piece in pieces if piece["directive"])
    if not set(directives) <= NAMES.keys() | _NUMBERS.keys() or len(set(directives)) < len(directives):
        return None
    alphabet = _ASCII + "".join(sorted(set(form) - set(_ASCII)))
    patterns = {text: _pattern(piece, alphabet) for text, piece in {piece[0]: piece for piece in pieces}.items()}
    # as in strptime, the first match counts, even if it leaves some text over
    return Form(directives, rf"\A{''.join(patterns[piece[0]] for piece in pieces)}(?P<rest>(?s:.*))\z")


def _pattern(piece: re.Match[str], alphabet: str) -> str:
    """Returns the pattern of a piece of a format; ``alphabet`` are the characters of a cell: ASCII and those of the format."""
    if piece["blank"]:
        return _any_of(re.findall(r"\s", alphabet)) + "+"
    if literal := piece["literal"]:
        return _any_of(re.findall(re.escape(literal), alphabet, re.IGNORECASE))
    directive = piece["directive"]
    choices = _NUMBERS.get(directive) or "|".join("".join(map(_either, name)) for name in NAMES[directive])
    return f"(?P<{directive}>{choices})"


def _either(letter: str) -> str:
    """Returns a pattern for both cases of the letter; with a flag, RE2 would also match the long s and the Kelvin sign."""
    return f"[{letter.lower()}{letter.upper()}]"


def _any_of(characters: Sequence[str]) -> str:
    codes = "".join(rf"\x{{{ord(c):x}}}" for c in characters)
    return f"[{codes}]"
