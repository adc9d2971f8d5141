"""The house layout of a file in a dialect of its own, or without a header: held against what the formatter would write."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

from fentanyl_control.curate.format import format_table
from fentanyl_control.issue import Findings, Issue
from fentanyl_control.package.model import Resource


def check_dialect_layout(root: Path, path: str, resource: Resource, findings: Findings) -> None:
    """Add an issue at the first line of the file that the formatter would write otherwise, and at what it cannot mend."""
    assert resource.schema is not None
    data = (root / path).read_bytes()
    formatted = format_table(data, resource.schema, resource.dialect)
    if formatted.left_alone:
        message = f"{formatted.left_alone}, so there is no canonical layout of it; take them out, or drop press:layout"
        findings.add(Issue(path, 0, "", "", "layout", "error", message))
    for line, message in formatted.unfixed:
        findings.add(Issue(path, line, "", "", "layout", "error", message))
    if formatted.text is None or formatted.text.encode("utf-8") == data:
        return
    line_break = "\r" if resource.dialect.line_end == "\r" else "\n"
    given, wanted = data.decode("utf-8").split(line_break), formatted.text.split(line_break)
    pairs = enumerate(zip_longest(given, wanted), 1)
    line = next((number for number, (is_now, should_be) in pairs if is_now != should_be), 1)
    value = given[line - 1] if line <= len(given) else ""
    message = 'the layout differs from the canonical one from here on; run "fentanyl-control format"'
    findings.add(Issue(path, line, "", "", "layout", "error", message, value[:80]))
