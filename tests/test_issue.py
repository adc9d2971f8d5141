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


def test_texts_of_megabytes_are_cut() -> None:
    findings = Findings()
    findings.add(Issue("a.csv", 1, "x", "k" * 5_000_000, "constraint-enum", "error", "m" * 5_000_000, "v" * 1_001))
    cut = Issue("a.csv", 1, "x", "k" * 999 + "…", "constraint-enum", "error", "m" * 999 + "…", "v" * 999 + "…")
    assert findings.report().issues == (cut,)
