"""The house layout: reports a table that is right but not laid out canonically, for packages that ask for it."""

from __future__ import annotations

from itertools import islice, zip_longest
from pathlib import Path

from fentanyl_control.check.canonical import Survey, is_common
from fentanyl_control.curate.format import format_table
from fentanyl_control.issue import Findings, Issue
from fentanyl_control.package.model import Package, Resource

_OTHERWISE = 'the layout differs from the canonical one from here on; run "fentanyl-control format"'


def check_layout(package: Package, resource: Resource, findings: Findings) -> None:
    """Add an issue at the first line of each file that the formatter would write otherwise."""
    assert resource.schema is not None
    for path in () if resource.compression else resource.paths:  # the formatter leaves packed files alone
        if is_common(resource.dialect):
            survey = Survey(package.root / path, path, resource.schema, resource.dialect, findings)
            if (line := survey.first_difference()) is not None:
                shown = _line(package.root / path, line)
                findings.add(Issue(path, line, "", "", "layout", "error", _OTHERWISE, shown[:80]))
            continue
        data = (package.root / path).read_bytes()
        formatted = format_table(data, resource.schema, resource.dialect)
        if formatted.left_alone:
            message = f"{formatted.left_alone}, so there is no canonical layout of it; take them out, or drop press:layout"
            findings.add(Issue(path, 0, "", "", "layout", "error", message))
        for line, message in formatted.unfixed:
            findings.add(Issue(path, line, "", "", "layout", "error", message))
        if formatted.text is None or formatted.text.encode("utf-8") == data:
            continue
        line_break = "\r" if resource.dialect.line_end == "\r" else "\n"
        given, wanted = data.decode("utf-8").split(line_break), formatted.text.split(line_break)
        pairs = enumerate(zip_longest(given, wanted), 1)
        line = next((number for number, (is_now, should_be) in pairs if is_now != should_be), 1)
        value = given[line - 1] if line <= len(given) else ""
        findings.add(Issue(path, line, "", "", "layout", "error", _OTHERWISE, value[:80]))


def _line(file: Path, number: int) -> str:
    """The text of a line of the file, "" after its end."""
    with file.open("rb") as stream:
        return next(islice(stream, number - 1, number), b"").removesuffix(b"\n").decode("utf-8")
