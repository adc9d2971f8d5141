from __future__ import annotations

import pytest

from packpress.issue import RESERVE, Findings, Issue, Limits
from packpress.severities import Severities


def _issue(path: str, column: str, severity: str = "error") -> Issue:
    return Issue(path, 1, column, "", "required", "warning" if severity == "warning" else "error", "is empty")


def test_an_error_is_known_by_its_column_its_file_and_the_whole() -> None:
    findings = Findings()
    findings.add(_issue("a.csv", "x"))
    findings.add(_issue("b.csv", "y", "warning"))
    findings.count_only("b.csv", "z", "required", 0)
    assert (findings.has_errors(), findings.has_errors("a.csv"), findings.has_errors("a.csv", "x")) == (True, True, True)
    assert not any(findings.has_errors(*place) for place in (("a.csv", "y"), ("b.csv",), ("b.csv", "y"), ("b.csv", "z")))


def _report(findings: Findings) -> list[tuple[int, str]]:
    return [(issue.line, issue.rule) for issue in findings.report().issues]


def test_equal_issues_are_listed_as_often_as_they_occur() -> None:
    findings = Findings()
    for _ in range(3):
        findings.add(_issue("a.csv", "x"))
    assert (findings.report().issues, findings.report().errors) == ((_issue("a.csv", "x"),) * 3, 3)


def test_a_full_list_has_the_first_of_each_kind_before_the_second_of_any() -> None:
    findings = Findings(Limits(7))
    for rule, lines in (("common", range(1, 101)), ("rare", range(200, 203)), ("late", range(300, 340))):
        for line in lines:
            findings.add(_issue("a.csv", "x")._replace(rule=rule, line=line))
    assert _report(findings) == [
        *((line, "common") for line in (1, 2, 3)),
        *((line, "rare") for line in (200, 201)),
        *((line, "late") for line in (300, 301)),
    ]
    report = findings.report()
    assert (report.errors, report.total, report.limit) == (143, 143, 7)
    assert report.by_rule == (("error", "common", 100), ("error", "late", 40), ("error", "rare", 3))


def test_what_is_kept_is_bounded_whatever_the_number_of_kinds() -> None:
    findings = Findings(Limits(1000))
    for number in range(5000):
        for _ in range(10):
            findings.add(_issue("a.csv", f"c{number}"))
    assert len(findings._kept) <= 1000 + RESERVE
    assert (len(findings.report().issues), findings.report().errors) == (1000, 50_000)


def test_the_room_of_a_kind_is_what_would_be_kept() -> None:
    findings = Findings(Limits(10, of_a_kind=6))
    rooms = []
    for number in range(12):
        rooms.append(findings.room("a.csv", f"c{number // 8}", "required"))
        findings.add(_issue("a.csv", f"c{number // 8}"))
    assert rooms == [6, 5, 4, 3, 2, 1, 0, 0, 6, 5, 4, 3]


KINDS = {"common": range(1, 31), "rare": range(40, 43), "late": range(50, 70), "last": range(80, 92)}
FOUND = [_issue("a.csv", "x")._replace(rule=rule, line=line) for rule, lines in KINDS.items() for line in lines]
# how the same issues come in, those of a kind always in the order of their lines
ORDERS = {
    "kind by kind": lambda issue: (list(KINDS).index(issue.rule), issue.line),
    "the last kind first": lambda issue: (-list(KINDS).index(issue.rule), issue.line),
    "kinds in turn": lambda issue: (issue.line - KINDS[issue.rule][0], issue.rule),
    "as in blocks of seven lines": lambda issue: (issue.line // 7, issue.rule, issue.line),
}


@pytest.mark.parametrize("limits", [Limits(1), Limits(7), Limits(40), Limits(40, 5), Limits(100)], ids=str)
@pytest.mark.parametrize("order", ORDERS)
def test_what_a_report_lists_does_not_depend_on_the_order_of_its_kinds(
    order: str, limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = Findings(limits)
    for issue in FOUND:
        expected.add(issue)
    monkeypatch.setattr("packpress.issue.RESERVE", 2)  # so that many are discarded on the way
    findings = Findings(limits)
    for issue in sorted(FOUND, key=ORDERS[order]):
        findings.add(issue)
    assert findings.report() == expected.report()


@pytest.mark.parametrize("limits", [Limits(1), Limits(7), Limits(40), Limits(40, 5), Limits(100)], ids=str)
@pytest.mark.parametrize("size", [1, 5, 30])
def test_findings_of_parts_are_those_of_the_whole(size: int, limits: Limits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packpress.issue.RESERVE", 2)
    severities = Severities({"rare": "ignored", "late": "warning"})
    whole, merged = Findings(limits, severities), Findings(limits, severities)
    for begin in range(0, len(FOUND), size):
        part = Findings(limits, severities)
        for issue in FOUND[begin : begin + size]:
            part.add(issue)
            whole.add(issue)
        merged.merge(part)
    assert merged.report() == whole.report()
    assert [merged.has_errors("a.csv", "x"), merged.is_blocked("a.csv"), merged.is_blocked()] == [True, True, True]


def test_texts_of_megabytes_are_cut() -> None:
    findings = Findings()
    findings.add(Issue("a.csv", 1, "x", "k" * 5_000_000, "constraint-enum", "error", "m" * 5_000_000, "v" * 1_001))
    cut = Issue("a.csv", 1, "x", "k" * 999 + "…", "constraint-enum", "error", "m" * 999 + "…", "v" * 999 + "…")
    assert findings.report().issues == (cut,)
