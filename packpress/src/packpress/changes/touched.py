"""The lines that a pull request touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# lines of a file: none of them, some, or None for every line
Lines = tuple[range, ...] | None


@dataclass(frozen=True)
class Touched:
    """The files that differ, with the lines that were added or changed; None stands for every line.

    A file in which lines were only removed, or that is no text, has none. Paths are relative to the package's folder.
    """

    lines: Mapping[str, Lines] = field(default_factory=dict)

    def has(self, path: str, line: int) -> bool:
        """Whether the line was added or changed; line 0 means the file as a whole."""
        if path not in self.lines:
            return False
        ranges = self.lines[path]
        return not line or ranges is None or any(line in some for some in ranges)
