from __future__ import annotations

import time

from fentanyl_control.issue import Findings, Issue


def _issue(path: str, column: str, severity: str = "error") -> Issue:
    return Issue(path, 1, column, "", "required", "warning" if severity == "warning" else "error", "is empty")


def test_an_error_is_known_by_its_column_its_file_and_the_whole() -> None:
    findings = Findings()
    findings.extend([_issue("a.csv", "x"), _issue("b.csv", "y", "warning")])
    findings.count_only("b.csv", "z", "required", 0)
    assert (findings.has_errors(), findings.has_errors("a.csv"), findings.has_errors("a.csv", "x")) == (True, True, True)
    assert not any(findings.has_errors(*place) for place in (("a.csv", "y"), ("b.csv",), ("b.csv", "y"), ("b.csv", "z")))


def test_asking_for_errors_takes_no_longer_where_many_files_have_some() -> None:
    findings = Findings()
    findings.extend(_issue(f"{number}.csv", "x") for number in range(20_000))
    began = time.process_time()
    assert not any(findings.has_errors(f"{number}.csv", "y") for number in range(20_000))
    assert time.process_time() - began < 5  # a look at every kind each time took two minutes
