"""The lines that a pull request touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# the touched lines of a file; None means every line
TouchedLines = tuple[range, ...] | None


@dataclass(frozen=True)
class Touched:
    """The files that differ, with the lines that were added or changed; None means every line.

    The tuple is empty for a binary file and for one that only lost lines. Paths are relative to the package's folder.
    """

    lines: Mapping[str, TouchedLines] = field(default_factory=dict)

    def has(self, path: str, line: int) -> bool:
        """Returns whether the line was added or changed; line 0 means the whole file."""
        if path not in self.lines:
            return False
        ranges = self.lines[path]
        return not line or ranges is None or any(line in some for some in ranges)
