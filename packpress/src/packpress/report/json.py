"""A report as JSON, for programs; docs/report.schema.json describes it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from packpress.escape import printable
from packpress.issue import Issue, Report

_EMPTY = "[]\n}\n"
_encode = json.JSONEncoder(ensure_ascii=False).encode


def format_json(report: Report) -> str:
    """Returns the report as one JSON object, described by docs/report.schema.json. Ends with a line feed."""
    head = write_json(
        {
            "valid": report.valid,
            "errors": report.errors,
            "warnings": report.warnings,
            "layers": list(report.layers),
            "file": report.file or None,
            "overrides": [item._asdict() for item in report.overrides],
            "cut": describe_cut(report, report.issues, report.limit),
            "issues": [],
        }
    )
    if not report.issues:
        return head
    issues = ",\n".join(map(_write_issue, report.issues))
    return f"{head.removesuffix(_EMPTY)}[\n{issues}\n  ]\n}}\n"


def _write_issue(issue: Issue) -> str:
    """Returns the issue as ``write_json`` would write it, in a third of the time: there may be a hundred thousand."""
    members = ",\n".join(f'      "{name}": {_encode(value)}' for name, value in zip(issue._fields, issue, strict=True))
    return printable(f"    {{\n{members}\n    }}", keep="\n")


def describe_cut(report: Report, listed: Sequence[Issue], limit: int) -> dict[str, Any] | None:
    """Returns what is left out if only ``listed`` are listed, of which kinds, and how to list it; None if nothing is."""
    if len(listed) == report.listable:
        return None
    numbers = Counter((issue.severity, issue.rule) for issue in listed)
    kinds = [
        {"severity": severity, "rule": rule, "issues": number, "listed": numbers[severity, rule]}
        for severity, rule, number in report.by_rule
        if severity == "error" or report.lists_warnings
    ]
    return {
        "limit": limit,
        "listed": len(listed),
        "issues": report.listable,
        "by_rule": kinds,
        "all": f"--limit {report.listable}",
    }


def write_json(document: dict[str, Any]) -> str:
    """Returns the document as indented JSON with non-printable characters escaped. Ends with a line feed."""
    return printable(json.dumps(document, ensure_ascii=False, indent=2), keep="\n") + "\n"
