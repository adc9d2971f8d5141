"""Places an issue of inline data in the descriptor: programs that show files know no JSON Pointer, and no number of a row."""

from __future__ import annotations

import re

from packpress.issue import Issue

_INLINE = re.compile(r"(.*\.(?:json|ya?ml))#/resources/[0-9]+/data", re.DOTALL)


def at_file(issue: Issue) -> Issue:
    """Returns the issue of inline data as one of the whole descriptor, with the row in the message; any other as it is."""
    found = _INLINE.fullmatch(issue.path)
    if found is None:
        return issue
    row = f" (row {issue.line:,} of the inline data)" if issue.line else " (in the inline data)"
    return issue._replace(path=found[1], line=0, message=issue.message + row)
