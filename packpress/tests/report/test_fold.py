"""Warnings of one kind are one line with their number, after the errors; what is not listed is still counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from packpress.issue import Issue, Report, Severity
from packpress.report import format_json, format_text
from packpress.report.fold import MAX_NAMES, Shown, shown_issues
from packpress.report.github import format_github
from packpress.report.pull import Pull

VERDICT = "valid: 0 errors, {} (checked: files, cells)\n"


def unknown(name: str, where: str = "resource 1") -> Issue:
    message = f'{where} has the property "{name}", which is unknown'
    return Issue("datapackage.json", 0, "", "", "descriptor-unknown", "warning", message)


def cell(line: int, value: str, column: str = "s", severity: Severity = "warning") -> Issue:
    return Issue("data.csv", line, column, "", "cell-formula", severity, f"begins with {value[:1]}", value)


def warn(*issues: Issue, unlisted: int = 0) -> Report:
    rules = sorted({issue.rule for issue in issues})
    totals = tuple(("warning", rule, sum(issue.rule == rule for issue in issues) + unlisted) for rule in rules)
    return Report(issues, 0, sum(total for _, _, total in totals), ("files", "cells"), totals)  # type: ignore[arg-type]


# case → the warnings, how many more were found of each rule, what is shown
FOLDED: dict[str, tuple[tuple[Issue, ...], int, list[Shown]]] = {
    "one": ((unknown("a"),), 0, [Shown(unknown("a"))]),
    "the same of several parts": (
        (unknown("a"), unknown("a", "resource 2"), unknown("a", "the package"), unknown("a", 'resource "t": field "f"')),
        0,
        [Shown(unknown("a"), 3)],
    ),
    "other names": ((unknown("a"), unknown("b"), unknown("c")), 0, [Shown(unknown("a"), 2, True, ('"b"', '"c"'))]),
    "another thing of the same part": (
        (unknown("a"), unknown("a", "resource 1: a license")),
        0,
        [Shown(unknown("a")), Shown(unknown("a", "resource 1: a license"))],
    ),
    "cells of several columns": ((cell(2, "=1"), cell(3, "=2"), cell(3, "=3", "t")), 0, [Shown(cell(2, "=1"), 2)]),
    "cells that the report does not list": ((cell(2, "=1"), cell(3, "=2")), 98, [Shown(cell(2, "=1"), 99)]),
    "cells of two kinds that the report does not list": (
        (cell(2, "=1"), cell(3, "=2"), cell(4, "@a")),
        7,
        [Shown(cell(2, "=1"), 1, is_exact=False), Shown(cell(4, "@a"), 0, is_exact=False)],
    ),
    "six kinds of a rule": (
        tuple(cell(line, value) for line, value in enumerate("=+-@/#", 2)),
        0,
        [Shown(cell(line, value)) for line, value in enumerate("=+-@/", 2)],
    ),
}


@pytest.mark.parametrize(("issues", "unlisted", "shown"), FOLDED.values(), ids=FOLDED)
def test_warnings_of_one_kind_are_one(issues: tuple[Issue, ...], unlisted: int, shown: list[Shown]) -> None:
    assert list(shown_issues(warn(*issues, unlisted=unlisted))) == shown


def test_a_folded_line_says_how_many_there_are_and_the_last_how_to_list_them() -> None:
    assert format_text(warn(*(unknown(name) for name in "abc"))) == (
        'datapackage.json: warning: resource 1 has the property "a", which is unknown [descriptor-unknown]'
        ' (and 2 more like it: "b", "c")\n… and 2 more issues; --format json lists them\n' + VERDICT.format("3 warnings")
    )


def test_a_number_that_may_be_larger_is_said_to_be_one() -> None:
    text = format_text(warn(cell(2, "=1"), cell(3, "=2"), cell(4, "@a"), unlisted=7))
    assert text.splitlines()[0] == 'data.csv:2:s: warning: "=1" begins with = [cell-formula] (and at least 1 more like it)'


def test_long_names_and_many_are_cut() -> None:
    names = ["a", "b" * 60, *(f"c{number}" for number in range(20))]
    line = format_text(warn(*map(unknown, names))).splitlines()[0]
    listed = ", ".join(f'"c{number}"' for number in range(MAX_NAMES - 1))
    assert line.endswith(f' (and 21 more like it: "{"b" * 37}…", {listed}, …)')


def test_a_name_cannot_begin_a_line_or_move_a_cursor() -> None:
    line = format_text(warn(unknown("a"), unknown("\n::error::\x1b[1m"))).splitlines()[0]
    assert line.endswith(r'(and 1 more like it: "\n::error::\u001b[1m")')


MIXED = Report(
    (cell(2, "=1"), cell(3, "=2"), cell(4, "=3", severity="error")),
    1, 2, ("files", "cells"), (("error", "cell-formula", 1), ("warning", "cell-formula", 2)),
)  # fmt: skip
NOT_VALID = "not valid: 1 error, 2 warnings (checked: files, cells)\n"


def test_errors_come_before_warnings() -> None:
    shown = list(shown_issues(MIXED))
    assert shown == [Shown(cell(4, "=3", severity="error")), Shown(cell(2, "=1"), 1)]
    assert format_text(MIXED, limit=2).splitlines()[0].startswith("data.csv:4:s: ")


def test_without_its_warnings_a_report_still_counts_them(tmp_path: Path) -> None:
    errors = MIXED.without_warnings()
    line = 'data.csv:4:s: "=3" begins with = [cell-formula]\n'
    assert format_text(errors) == line + NOT_VALID
    read = json.loads(format_json(errors))
    assert (read["errors"], read["warnings"], read["cut"], len(read["issues"])) == (1, 2, None, 1)
    commands = format_github(errors, Pull(tmp_path)).removeprefix(line + NOT_VALID)
    assert commands == '::error title=s%3A cell-formula,file=data.csv,line=4::"=3" begins with =\n'


def test_json_keeps_the_order_of_places() -> None:
    assert [issue["line"] for issue in json.loads(format_json(MIXED))["issues"]] == [2, 3, 4]
