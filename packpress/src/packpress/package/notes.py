"""What is wrong with a descriptor, as issues: of all of its resources, or of those that have one file."""

from __future__ import annotations

from collections.abc import Iterable

from packpress.issue import Findings, Issue
from packpress.package.located import has_file
from packpress.package.problems.property_types import Fault


class Notes:
    """Keeps faults as issues, but for those of resources that nobody asks about, while ``is_silent``.

    With ``file``, the path of one table's file, the issues of its resources alone are kept.
    """

    def __init__(self, findings: Findings, descriptor: str, file: str = "") -> None:
        self.findings, self.descriptor, self.file = findings, descriptor, file
        self.is_silent = bool(file)

    def is_wanted(self, paths: Iterable[str]) -> bool:
        """Whether the issues of a resource with these paths are kept."""
        return not self.file or has_file(paths, self.file)

    def keep(self, faults: Iterable[Fault], path: str = "", line: int = 0) -> bool:
        """Keeps the faults as issues of that file, by default the descriptor; returns whether none of them is an error."""
        sound = True
        for rule, is_error, message in faults:
            sound = sound and not is_error
            if self.is_silent:
                continue
            if not message.isprintable():  # names may hold line ends
                message = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in message)
            issue = Issue(path or self.descriptor, line, "", "", rule, "error" if is_error else "warning", message)
            self.findings.add(issue)
        return sound
