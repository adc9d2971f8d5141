"""Names for sheets: what Excel accepts, each once, and as similar to the names of the tables as it may be."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST_NAME = 31
"""How many UTF-16 code units the name of a sheet may have."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff]")


def sheet_names(wanted: Sequence[str]) -> tuple[str, ...]:
    """Returns a name for each sheet: characters that Excel forbids become "_", and a number makes names unique."""
    taken = {"history"}  # Excel keeps this name for itself
    names = []
    for text in wanted:
        plain = _FORBIDDEN.sub("_", text)
        plain = re.sub(r"^'|'$", "_", plain) or "_"
        name, number = _cut(plain, LONGEST_NAME), 1
        while name.casefold() in taken:
            number += 1
            ending = f" {number}"
            name = _cut(plain, LONGEST_NAME - len(ending)) + ending
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def _cut(text: str, most: int) -> str:
    """Returns the beginning of the text with at most so many UTF-16 code units, which does not end with an apostrophe."""
    shown = text
    while len(shown.encode("utf-16-le")) // 2 > most or shown.endswith("'"):
        shown = shown[:-1]
    return shown
