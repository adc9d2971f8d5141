"""What the title of a figure says beyond the title of the figure that it is compared with."""

from __future__ import annotations

import re

_LETTER = re.compile(r"[^\W\d_]")


def distinct_title(stated: str, other: str) -> str:
    """Returns the end of the other title where both begin with the same parts, else the whole other title.

    Parts are separated by a comma. An end without a letter, such as a year, says too little, so the whole title is returned.
    """
    parts, others = stated.split(", "), other.split(", ")
    shared = 0
    while shared < min(len(parts), len(others)) and parts[shared] == others[shared]:
        shared += 1
    rest = ", ".join(others[shared:])
    return rest[:1].upper() + rest[1:] if shared and _LETTER.search(rest) else other
