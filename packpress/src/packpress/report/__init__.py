"""How a report is written: words for people, JSON and SARIF for programs, annotations and a summary for a pull request."""

from packpress.report.json import format_json
from packpress.report.text import escape, format_issue, format_text, printable

__all__ = ["escape", "format_issue", "format_json", "format_text", "printable"]
