r"""The meaning of escapes, inside and outside of classes: ``\n``, ``\.``, ``\d``, ``\p{Lu}``, ``\u00E9``, ``\b``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from packpress.pattern.characters.char_set import CharSet
from packpress.pattern.characters.named_sets import ESCAPES, property_set
from packpress.pattern.characters.ranges import LAST
from packpress.pattern.syntax.faults import InvalidPatternError, UncheckedPatternError
from packpress.pattern.syntax.nodes import Assertion

Meaning = str | CharSet | Assertion
"""A character, a set of characters or an assertion."""
# letter of an escape → its character; all but n, r and t are common extensions
_CONTROLS: Mapping[str, str] = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "a": "\a", "e": "\x1b"}
# letter of an escape → the RE2 assertion
_ASSERTIONS: Mapping[str, str] = {"b": r"\b", "B": r"\B", "A": r"\A", "z": r"\z", "Z": r"\z"}
_PROPERTY = r"([pP])(?:\{([^{}]*)\}|([A-Za-z]))"
_CODE = r"x\{([0-9A-Fa-f]+)\}|u\{([0-9A-Fa-f]+)\}|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})"
_REFERENCE = r"[1-9][0-9]*|[kg](?:\{[^}]*\}|<[^>]*>|'[^']*'|[0-9]+)"


def read_escape(pattern: str, place: int, in_class: bool) -> tuple[Meaning, int]:
    """Returns the meaning of the escape whose character after the backslash is at ``place``, and where it ends.

    Raises UncheckedPatternError if RE2 has no equivalent, InvalidPatternError if the pattern ends too early.
    """
    if place == len(pattern):
        raise InvalidPatternError("it ends with a backslash")
    letter = pattern[place]
    if (chars := ESCAPES.get(letter)) is not None:
        return chars, place + 1
    if letter in _CONTROLS:
        return _CONTROLS[letter], place + 1
    if letter in "pP":
        return _read_property(pattern, place)
    if match := re.compile(_CODE).match(pattern, place):
        return _character(next(filter(None, match.groups()))), match.end()
    if letter == "b" and in_class:
        return "\b", place + 1
    if letter in _ASSERTIONS and not in_class:
        return Assertion(_ASSERTIONS[letter]), place + 1
    if letter == "0" and not pattern[place + 1 : place + 2].isdigit():
        return "\0", place + 1
    if (match := re.compile(_REFERENCE).match(pattern, place)) and not in_class:
        raise UncheckedPatternError(rf"the back-reference \{match[0][:20]}")
    if letter.isascii() and letter.isalnum():
        raise UncheckedPatternError(rf"the escape \{letter}")
    return letter, place + 1


def _read_property(pattern: str, place: int) -> tuple[CharSet, int]:
    match = re.compile(_PROPERTY).match(pattern, place)
    if match is None:
        raise InvalidPatternError(rf"\{pattern[place]} must be followed by a property, as in \p{{Lu}}")
    chars = property_set(match[2] if match[3] is None else match[3])
    return (chars if match[1] == "p" else chars.invert()), match.end()


def _character(digits: str) -> str:
    code = int(digits, 16)
    if code > LAST or 0xD800 <= code <= 0xDFFF:
        raise UncheckedPatternError(f"the code point {digits[:20]}, which is not a character")
    return chr(code)
