"""A report as people and programs read it, compared with tests/golden/."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from packpress.escape import escape
from packpress.issue import Issue, Report
from packpress.report import format_issue, format_json, format_text

GOLDEN = Path(__file__).parents[1] / "golden"

HOSTILE = "\n::error::\x1b[31m\u202e\x7f\U000e0001"
REPORT = Report(
    issues=(
        Issue("data.csv", 0, "", "", "file-missing", "error", "the file is missing; add it or remove the resource"),
        Issue("data.csv", 1, "b", "", "header-mismatch", "error", "make them the same", "c"),
        *(Issue("data.csv", line, "n", f"k{line}", "type-integer", "error", "is not whole", "1.5") for line in range(2, 9)),
        Issue("data.csv", 9, "s", "k9", "cell-formula", "warning", "begins with =", "=1+1"),
        Issue("data.csv", 10, "s", "k10", "text", "error", 'did you mean "a\n::error::b"?', HOSTILE),
        Issue("a\nb.csv", 11, "x\ny", "k11", "text", "error", "is long", "é" * 100),
    ),
    errors=12,
    warnings=1,
    layers=("files", "cells"),
)  # fmt: skip

# cell → as it is shown
ESCAPED = {
    "plain": '"plain"',
    'say "so"': r'"say \"so\""',
    "a\\b": r'"a\\b"',
    "one\ntwo\r\n": r'"one\ntwo\r\n"',
    "\x1b[2Jgone": r'"\u001b[2Jgone"',
    "\x9b31m\x7f": r'"\u009b31m\u007f"',
    "\u2028\u202e\u200b\ufeff": r'"\u2028\u202e\u200b\ufeff"',
    "\U000e0041": r'"\udb40\udc41"',
    "\ud800": r'"\ud800"',
    "国务院 – é": '"国务院 – é"',
    "x" * 81: '"' + "x" * 79 + '…"',
}


def test_the_report_in_words_is_as_agreed() -> None:
    assert format_text(REPORT) == (GOLDEN / "report.txt").read_text(encoding="utf-8")


def test_the_report_in_json_is_as_agreed() -> None:
    assert format_json(REPORT) == (GOLDEN / "report.json").read_text(encoding="utf-8")


def test_the_json_gives_back_every_issue_as_it_was() -> None:
    read = json.loads(format_json(REPORT))
    assert tuple(Issue(**issue) for issue in read["issues"]) == REPORT.issues
    assert (read["valid"], read["errors"], read["warnings"], read["layers"]) == (False, 12, 1, ["files", "cells"])


@pytest.mark.parametrize("text", ESCAPED, ids=ascii)
def test_a_cell_is_shown_in_quotes_and_on_one_line(text: str) -> None:
    assert escape(text) == ESCAPED[text]
    assert escape(text).isprintable()


@pytest.mark.parametrize("place", ["path", "column", "message", "value"])
def test_no_part_of_an_issue_can_begin_a_line_or_move_a_cursor(place: str) -> None:
    parts = {"path": "p", "column": "c", "message": "m", "value": "v"} | {place: "\r\n\x1b[1A\u2028::error::"}
    issue = Issue(line=1, key="", rule="r", severity="error", **parts)
    assert format_issue(issue).isprintable()


def test_a_report_without_issues_says_what_was_checked() -> None:
    assert format_text(Report((), 0, 0, ("files", "cells"))) == "valid: 0 errors, 0 warnings (checked: files, cells)\n"


def test_warnings_alone_leave_a_package_valid() -> None:
    warning = Issue("data.csv", 2, "s", "k", "cell-formula", "warning", "begins with =", "=1")
    expected = 'data.csv:2:s: warning: "=1" begins with = [cell-formula]\nvalid: 0 errors, 1 warning (checked: cells)\n'
    assert format_text(Report((warning,), 0, 1, ("cells",))) == expected
