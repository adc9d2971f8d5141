"""Finds what strptime would reject in a format, from its directives alone; compiling the format would cost much more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set

MAX_FORMAT_LENGTH = 100
"""How many characters a format may have; each costs microseconds whenever the format is compiled."""
_DIRECTIVES = frozenset("aAbBdfGHIjmMpSuUVwWyYzZ%")
_SHORT = {"%x": "%m/%d/%y", "%X": "%H:%M:%S", "%c": "%a %b %d %H:%M:%S %Y"}
"""Directives that stand for several others, as they are in English."""


def format_fault(form: str) -> str | None:
    """Returns what is wrong with the format, to complete ``has ..., which strptime does not take``; None if it is valid."""
    if len(form) > MAX_FORMAT_LENGTH:
        return f"more than {MAX_FORMAT_LENGTH} characters"
    directives = re.findall("%(.?)", spelt_out(form), re.DOTALL)
    if unknown := sorted(set(directives) - _DIRECTIVES):
        return ", ".join(f"%{letter}" for letter in unknown)
    parts = Counter(letter for letter in directives if letter != "%")
    if parts and max(parts.values()) > 1:
        return "a duplicate directive"
    return None if _go_together(parts.keys()) else "directives that cannot be combined"


def spelt_out(form: str) -> str:
    """Returns the format with each directive that stands for several replaced by these."""
    return re.sub("%.", lambda found: _SHORT.get(found[0], found[0]), form, flags=re.DOTALL)


def _go_together(parts: Set[str]) -> bool:
    """Returns whether a week-based year has its week and weekday, and an ISO week its year, as strptime requires (ISO 8601)."""
    if "G" in parts and not parts & set("yY"):
        return "V" in parts and bool(parts & set("aAuw")) and "j" not in parts
    return "V" not in parts or bool(parts & set("UW"))
