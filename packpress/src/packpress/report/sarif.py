"""A report as SARIF 2.1.0 (OASIS), the format of code scanning."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any
from urllib.parse import quote

from packpress.catalogue.entries import entries
from packpress.escape import printable
from packpress.issue import Issue, Report
from packpress.report.at_file import at_file
from packpress.report.json import describe_cut, write_json
from packpress.report.pull import Pull
from packpress.report.spans import CellSpan, find_spans
from packpress.report.text import format_value
from packpress.version import VERSION

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MAX_RESULTS = 5_000
"""Default number of results; code scanning shows no more per run."""
MAX_RESULT_TEXT = 1_000
"""Maximum length of a message."""


def format_sarif(report: Report, pull: Pull, limit: int = MAX_RESULTS) -> str:
    """Returns the report as a SARIF log with one run, errors first; ends with a line feed.

    Columns count Unicode code points.
    """
    issues = sorted(map(at_file, report.issues), key=lambda issue: issue.severity != "error")[:limit]
    rules = {rule: number for number, rule in enumerate(sorted({issue.rule for issue in issues}))}
    spans = find_spans(pull.package, issues)
    seen: Counter[str] = Counter()
    results = []
    for issue in issues:
        fingerprint = _fingerprint(issue)
        seen[fingerprint] += 1
        mark = f"{fingerprint}:{seen[fingerprint]}"
        results.append(_result(issue, rules[issue.rule], spans.get(issue), mark, pull.folder))
    described = [_describe(rule) for rule in rules]
    counts = {"errors": report.errors, "warnings": report.warnings, "layers": list(report.layers), "file": report.file or None}
    overrides = [item._asdict() for item in report.overrides]
    run = {
        "tool": {"driver": {"name": "packpress", "semanticVersion": VERSION, "rules": described}},
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": counts | {"overrides": overrides, "cut": describe_cut(report, issues, limit)},
    }
    return write_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _describe(rule: str) -> dict[str, Any]:
    """Returns the rule with its meaning and fix from the catalogue; a package's own rules have only a name."""
    if (entry := entries().get(rule)) is None:
        return {"id": rule}
    help_text = f"{entry.fix}\n\nClause: {entry.clause}"
    return {"id": rule, "fullDescription": {"text": entry.means}, "help": {"text": help_text}}


def _result(issue: Issue, rule: int, span: CellSpan | None, mark: str, folder: str) -> dict[str, Any]:
    region = {"startLine": max(issue.line, 1)}  # code scanning requires a line, even for a whole file
    if span is not None:
        region |= {"startColumn": span.start, "endColumn": span.end}
    uri = quote(folder + issue.path, safe="/", errors="replace")
    return {
        "ruleId": issue.rule,
        "ruleIndex": rule,
        "level": issue.severity,
        "message": {"text": _message(issue)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
        "partialFingerprints": {"primaryLocationLineHash": mark},
    }


def _message(issue: Issue) -> str:
    """Returns the message with nothing in it a link, ``[words](address)`` (SARIF 2.1.0, 3.11.6)."""
    words = printable(f"{format_value(issue)}{issue.message}")
    words = words if len(words) <= MAX_RESULT_TEXT else words[: MAX_RESULT_TEXT - 1] + "…"
    return words.replace("](", "\\](")


def _fingerprint(issue: Issue) -> str:
    """Returns a hash that stays the same when the row moves: from the row's key if it has one, otherwise from the value."""
    parts = (issue.path, issue.rule, issue.column, issue.key or issue.value)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
