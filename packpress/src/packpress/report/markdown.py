"""A report as the summary of a job, in GitHub's Markdown: verdict, issues, version, coverage, and what changed in the data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from packpress.escape import escape, printable
from packpress.issue import STALE, Issue, Report
from packpress.report.pull import Pull
from packpress.report.text import count, describe_layers, format_place, how_to_list, of_each_kind

MAX_BYTES = 900_000
"""How long the summary is at most; GitHub refuses more than 1 MiB of all that a step writes to it."""
MAX_ROWS = 500
"""How many issues its table has at most."""
MAX_MESSAGE = 400
"""How much of a message is shown."""

# what Markdown, HTML or GitHub takes for more than text → how it is written. After a mark that begins a mention, a reference
# or an address stands a place where a line may break, which parts it for the filters that read the finished page.
_MARKS = {c: f"&#{ord(c)};" for c in "\\`*_[]<>|~$&"} | {c: f"&#{ord(c)};<wbr>" for c in "@#:"}
_WORD_WIDE_WEB = re.compile(r"(?i)www\.")


def format_markdown(report: Report, pull: Pull) -> str:
    """The summary of a job: at most ``MAX_BYTES`` of UTF-8. Ends with a line feed."""
    sections = [_verdict(report), *_version(pull), *_coverage(pull), *_issues(report), *_changes(pull)]
    return _cut("\n\n".join(sections) + "\n")


def text(words: str) -> str:
    """The words as plain text: no part of them is markup, a link, a mention or a character that does not print."""
    marked = "".join(_MARKS.get(c, c) for c in printable(words))
    return _WORD_WIDE_WEB.sub(lambda found: found[0][:-1] + "&#46;<wbr>", marked)


def code(words: str) -> str:
    """The words as they stand in a file."""
    return f"<code>{text(words)}</code>"


def _verdict(report: Report) -> str:
    stale = sum(issue.rule == STALE for issue in report.issues if issue.severity == "error")
    head = "The data are valid" if report.valid else "The data are not valid"
    if not report.valid and stale == report.errors:
        head = "The published files are out of date"
    counts = f"{count(report.errors, 'error')}, {count(report.warnings, 'warning')}"
    checked = f"checked: {text(describe_layers(report))}" if report.layers else "nothing could be checked"
    return f"## {head}\n\n{counts} ({checked})"


def _issues(report: Report) -> Iterator[str]:
    if not report.issues:
        return
    shown = [issue for issue, _ in zip(of_each_kind(report), range(MAX_ROWS), strict=False)]
    rows = "".join(f"\n{_row(issue)}" for issue in shown)
    yield "### What to mend"
    yield "| place | value | what to do | rule |\n|---|---|---|---|" + rows
    if hidden := report.total - len(shown):
        yield f"… and {count(hidden, 'more issue')}; `{how_to_list(report)}` lists {'it' if hidden == 1 else 'them'}."


def _row(issue: Issue) -> str:
    message = issue.message if len(issue.message) <= MAX_MESSAGE else issue.message[: MAX_MESSAGE - 1] + "…"
    cells = (
        code(format_place(issue)),
        code(escape(issue.value)) if issue.value else "",
        ("" if issue.severity == "error" else "warning: ") + text(message),
        code(issue.rule),
    )
    return f"| {' | '.join(cells)} |"


def _version(pull: Pull) -> Iterator[str]:
    if pull.changes:
        return  # they say it with its reasons
    if pull.least:
        yield f"The changes ask for a **{text(pull.part)}** version: {code(pull.least)} or later."
    elif pull.part == "none":
        yield "The changes ask for no new version."


def _coverage(pull: Pull) -> Iterator[str]:
    if pull.coverage is not None:
        c = pull.coverage
        counts = f"{c.passages:,} passages, {c.cited:,} cited, {c.without_claim:,} without claim"
        yield f"Coverage of sentences: {100 * c.share:.0f} % ({counts})."


def _changes(pull: Pull) -> Iterator[str]:
    if pull.changes:
        yield "## What changes in the data"
        yield pull.changes.rstrip("\n")


def _cut(summary: str) -> str:
    """The summary, or as many of its lines as fit, and a word that there is more."""
    data = summary.encode("utf-8", "replace")
    if len(data) <= MAX_BYTES:
        return summary
    note = "\n\n… the rest is left out: GitHub takes no longer summary; `packpress validate` and `diff` show it.\n"
    kept = data[: MAX_BYTES - len(note.encode("utf-8"))]
    return kept[: kept.rfind(b"\n")].decode("utf-8") + note
