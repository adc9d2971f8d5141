"""Formats of strptime: what Python does not take in one, told from its directives alone, for to try one costs much more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set

MAX_LENGTH = 100
"""How many characters of a format are read; each costs microseconds whenever the format is compiled."""
_DIRECTIVES = frozenset("aAbBdfGHIjmMpSuUVwWyYzZ%")
_SHORT = {"%x": "%m/%d/%y", "%X": "%H:%M:%S", "%c": "%a %b %d %H:%M:%S %Y"}
"""Directives that stand for several, as they are in English."""


def format_fault(form: str) -> str | None:
    """What is wrong with the format, as a word for ``has ..., which strptime does not take``; None where nothing is."""
    if len(form) > MAX_LENGTH:
        return f"more than {MAX_LENGTH} characters"
    directives = re.findall("%(.?)", spelt_out(form), re.DOTALL)
    if unknown := sorted(set(directives) - _DIRECTIVES):
        return ", ".join(f"%{letter}" for letter in unknown)
    parts = Counter(letter for letter in directives if letter != "%")
    if parts and max(parts.values()) > 1:
        return "a duplicate directive"
    return None if _go_together(parts.keys()) else "directives that cannot be combined"


def spelt_out(form: str) -> str:
    """The format with no directive that stands for several."""
    return re.sub("%.", lambda found: _SHORT.get(found[0], found[0]), form, flags=re.DOTALL)


def _go_together(parts: Set[str]) -> bool:
    """Whether a year of weeks has its week and a day of it, and such a week its year (ISO 8601, as strptime asks it)."""
    if "G" in parts and not parts & set("yY"):
        return "V" in parts and bool(parts & set("aAuw")) and "j" not in parts
    return "V" not in parts or bool(parts & set("UW"))
