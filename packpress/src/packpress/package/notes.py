"""Turns faults of a descriptor into issues: of all its resources, or only of those that have one file."""

from __future__ import annotations

from collections.abc import Iterable

from packpress.issue import Findings, Issue
from packpress.package.located import has_file
from packpress.package.problems.property_types import DescriptorFault


class Notes:
    """Stores faults as issues; while ``is_silent``, discards them, because they belong to resources that are not checked.

    With ``file``, the path of one table's file, only the issues of its resources are stored. With ``allows_others``, warnings
    of unknown properties are discarded: version 1 of the standard allows them anywhere.
    """

    def __init__(self, findings: Findings, descriptor: str, file: str = "") -> None:
        self.findings, self.descriptor, self.file = findings, descriptor, file
        self.is_silent = bool(file)
        self.allows_others = False

    def is_wanted(self, paths: Iterable[str]) -> bool:
        """Returns whether the issues of a resource with these paths are stored."""
        return not self.file or has_file(paths, self.file)

    def keep(self, faults: Iterable[DescriptorFault], path: str = "", line: int = 0) -> bool:
        """Adds the faults as issues of that file, by default the descriptor; returns whether none of them is an error."""
        sound = True
        for rule, is_error, message in faults:
            sound = sound and not is_error
            if self.is_silent or (self.allows_others and rule == "descriptor-unknown"):
                continue
            if not message.isprintable():  # names may contain line ends
                message = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in message)
            issue = Issue(path or self.descriptor, line, "", "", rule, "error" if is_error else "warning", message)
            self.findings.add(issue)
        return sound
