from __future__ import annotations

from fentanyl_control.issue import Findings, Issue


def _issue(path: str, column: str, severity: str = "error") -> Issue:
    return Issue(path, 1, column, "", "required", "warning" if severity == "warning" else "error", "is empty")


def test_an_error_is_known_by_its_column_its_file_and_the_whole() -> None:
    findings = Findings()
    findings.add(_issue("a.csv", "x"))
    findings.add(_issue("b.csv", "y", "warning"))
    findings.count_only("b.csv", "z", "required", 0)
    assert (findings.has_errors(), findings.has_errors("a.csv"), findings.has_errors("a.csv", "x")) == (True, True, True)
    assert not any(findings.has_errors(*place) for place in (("a.csv", "y"), ("b.csv",), ("b.csv", "y"), ("b.csv", "z")))


def test_a_message_of_megabytes_is_cut() -> None:
    findings = Findings()
    findings.add(Issue("a.csv", 1, "x", "", "constraint-enum", "error", "is not one of " + "x" * 3_000_000))
    assert [issue.message for issue in findings.report().issues] == [f"is not one of {'x' * 985}…"]
