"""A report as JSON, for programs; docs/report.schema.json describes it."""

from __future__ import annotations

import json
from typing import Any

from fentanyl_control.issue import Report
from fentanyl_control.report.text import printable


def format_json(report: Report) -> str:
    """The report for programs: one JSON object with valid, errors, warnings, layers and issues. Ends with a line feed."""
    return write_json(
        {
            "valid": report.valid,
            "errors": report.errors,
            "warnings": report.warnings,
            "layers": list(report.layers),
            "issues": [issue._asdict() for issue in report.issues],
        }
    )


def write_json(document: dict[str, Any]) -> str:
    """The document over several lines, with every character that does not print escaped. Ends with a line feed."""
    return printable(json.dumps(document, ensure_ascii=False, indent=2), keep="\n") + "\n"
