"""Formats reports: text for people, JSON and SARIF for programs, annotations and a summary for a pull request."""

from packpress.report.json import format_json
from packpress.report.text import format_issue, format_text

__all__ = ["format_issue", "format_json", "format_text"]
