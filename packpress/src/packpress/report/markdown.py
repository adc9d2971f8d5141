"""A report as a job summary in GitHub's Markdown: verdict, issues, version, coverage, and what changed in the data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from packpress.escape import escape, printable
from packpress.issue import STALE, Report
from packpress.report.fold import Shown, shown_issues
from packpress.report.pull import Pull
from packpress.report.text import (
    describe_layers,
    describe_overrides,
    format_count,
    format_more,
    format_place,
    how_to_list,
)

MAX_SUMMARY = 900_000
"""Maximum length of the summary; GitHub rejects more than 1 MiB in total from a step."""
MAX_ROWS = 500
"""How many issues its table shows."""
MAX_CELL_TEXT = 400
"""How many characters of a message are shown."""

# character that Markdown, HTML or GitHub interprets → its escape. A mark that starts a mention, a reference or an address is
# followed by a possible line break, which hides it from the filters that process the rendered page.
_MARKS = {c: f"&#{ord(c)};" for c in "\\`*_[]<>|~$&"} | {c: f"&#{ord(c)};<wbr>" for c in "@#:"}
_WORD_WIDE_WEB = re.compile(r"(?i)www\.")


def format_markdown(report: Report, pull: Pull) -> str:
    """Returns the job summary: at most ``MAX_SUMMARY`` of UTF-8. Ends with a line feed."""
    sections = [_verdict(report), *_version(pull), *_coverage(pull), *_issues(pull.in_repository(report)), *_changes(pull)]
    return _cut("\n\n".join(sections) + "\n")


def escaped_text(words: str) -> str:
    """Returns the words as plain text, without markup, links, mentions or non-printable characters."""
    marked = "".join(_MARKS.get(c, c) for c in printable(words))
    return _WORD_WIDE_WEB.sub(lambda found: found[0][:-1] + "&#46;<wbr>", marked)


def escaped_code(words: str) -> str:
    """Returns the words as inline code."""
    return f"<code>{escaped_text(words)}</code>"


def _verdict(report: Report) -> str:
    stale = sum(issue.rule == STALE for issue in report.issues if issue.severity == "error")
    head = "The data are valid" if report.valid else "The data are not valid"
    if not report.valid and stale == report.errors:
        head = "The published files are out of date"
    counts = f"{format_count(report.errors, 'error')}, {format_count(report.warnings, 'warning')}"
    checked = f"checked: {escaped_text(describe_layers(report))}" if report.layers else "nothing could be checked"
    overrides = "".join(f"\n\n{escaped_text(line)}" for line in describe_overrides(report))
    return f"## {head}\n\n{counts} ({checked}){overrides}"


def _issues(report: Report) -> Iterator[str]:
    if not report.issues:
        return
    shown = list(islice(shown_issues(report), MAX_ROWS))
    rows = "".join(f"\n{_row(item)}" for item in shown)
    yield "### What to fix"
    yield "| place | value | what to do | rule |\n|---|---|---|---|" + rows
    if hidden := report.listable - len(shown):
        yield f"… and {format_count(hidden, 'more issue')}; `{how_to_list(report)}` lists {'it' if hidden == 1 else 'them'}."


def _row(shown: Shown) -> str:
    issue = shown.issue
    message = issue.message if len(issue.message) <= MAX_CELL_TEXT else issue.message[: MAX_CELL_TEXT - 1] + "…"
    cells = (
        escaped_code(format_place(issue)),
        escaped_code(escape(issue.value)) if issue.value else "",
        ("" if issue.severity == "error" else "warning: ") + escaped_text(message + format_more(shown)),
        escaped_code(issue.rule),
    )
    return f"| {' | '.join(cells)} |"


def _version(pull: Pull) -> Iterator[str]:
    if pull.changes:
        return  # they include the version and its reasons
    if pull.least:
        yield f"The changes require a **{escaped_text(pull.part)}** version: {escaped_code(pull.least)} or later."
    elif pull.part == "none":
        yield "The changes require no new version."


def _coverage(pull: Pull) -> Iterator[str]:
    if pull.coverage is not None:
        c = pull.coverage
        counts = f"{c.passages:,} passages, {c.cited:,} cited, {c.without_claim:,} without claim"
        yield f"Coverage of sentences: {100 * c.share:.0f} % ({counts})."


def _changes(pull: Pull) -> Iterator[str]:
    if pull.changes:
        yield "## What changed in the data"
        yield pull.changes.rstrip("\n")


def _cut(summary: str) -> str:
    """Returns the summary, or as many of its lines as fit with a note that there is more."""
    data = summary.encode("utf-8", "replace")
    if len(data) <= MAX_SUMMARY:
        return summary
    note = "\n\n… the rest is left out because GitHub limits the summary; `packpress validate` and `diff` show it.\n"
    kept = data[: MAX_SUMMARY - len(note.encode("utf-8"))]
    return kept[: kept.rfind(b"\n")].decode("utf-8") + note
