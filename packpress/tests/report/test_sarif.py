"""SARIF: legal by the standard's own schema, as code scanning takes it, and the same fingerprint where a row has moved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Log

import packpress
from packpress.issue import Issue, Report
from packpress.report.pull import Pull
from packpress.report.sarif import MAX_RESULTS, format_sarif

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

GOLDEN = Path(__file__).parents[1] / "golden"
SCHEMA = {"fields": [{"name": "id"}, {"name": "n"}]}
ISSUES = (
    Issue("data.csv", 2, "n", "國,1", "type-integer", "error", "is not a whole number", "1.5"),
    Issue("data.csv", 3, "n", "b", "constraint-required", "error", "is required"),
    Issue("data.csv", 4, "id", "", "cell-formula", "warning", "begins with =", "=[x](https://example.org)"),
    Issue("gone there.csv", 0, "", "", "file-missing", "error", "the file is not there"),
)


def read(report: Report, pull: Pull) -> Any:
    """The log, once the model that is made from the standard's schema has taken it; that knows no other property."""
    log = json.loads(format_sarif(report, pull))
    Log.model_validate(log)
    return log


def test_the_log_is_as_agreed(make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, "id,n\n國,1.5\nb,\n=[x](https://example.org),1\n")
    report = Report(ISSUES, 3, 1, ("files", "cells"))
    read(report, Pull(root))
    text = format_sarif(report, Pull(root)).replace(f'"{packpress.__version__}"', '"0.0.0"')
    assert text == (GOLDEN / "report.sarif").read_text(encoding="utf-8")


def test_a_package_without_issues_is_a_log_without_results() -> None:
    (run,) = read(Report((), 0, 0, ("files", "cells")), Pull())["runs"]
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])


def test_no_more_is_written_than_is_shown_and_errors_come_first() -> None:
    issues = [Issue("data.csv", line, "", "", "rule", "warning", "m") for line in range(1, MAX_RESULTS + 1)]
    issues.append(Issue("data.csv", MAX_RESULTS + 1, "", "", "other", "error", "m"))
    (run,) = read(Report(tuple(issues), 1, MAX_RESULTS), Pull())["runs"]
    assert len(run["results"]) == MAX_RESULTS
    assert run["results"][0]["ruleId"] == "other"
    cut = {"limit": MAX_RESULTS, "listed": MAX_RESULTS, "issues": 5001, "by_rule": [], "all": "--limit 5001"}
    assert run["properties"] == {"errors": 1, "warnings": MAX_RESULTS, "layers": [], "file": None, "overrides": [], "cut": cut}


def fingerprints(*issues: Issue) -> list[str]:
    (run,) = read(Report(tuple(sorted(issues)), len(issues), 0), Pull())["runs"]
    return [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]


def test_a_row_that_has_moved_keeps_its_fingerprint() -> None:
    here, there = (Issue("data.csv", line, "n", "k", "rule", "error", "m", "v") for line in (2, 9))
    assert fingerprints(here) == fingerprints(there)


def test_other_faults_have_other_fingerprints() -> None:
    same = Issue("data.csv", 2, "n", "", "rule", "error", "m", "v")
    others = [Issue("data.csv", line, "n", "", "rule", "error", "m", "v") for line in (3, 4)]
    others += [Issue("data.csv", 5, "n", "k", "rule", "error", "m", "v"), Issue("x.csv", 2, "n", "", "rule", "error", "m", "v")]
    assert len(set(fingerprints(same, *others))) == 5


HOSTILE = ("\ud800\x1b[31m\u202e", "../../etc/passwd", "::error::", "##[error]x", "a\nb.csv", "[x](1)", "{0}")


@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
def test_whatever_an_issue_holds_the_log_is_legal(words: str) -> None:
    found = Issue(words, 1, words, words, "rule", "error", words, words)
    text = format_sarif(Report((found,), 1, 0), Pull())
    assert text.replace("\n", "").isprintable()
    (run,) = read(Report((found,), 1, 0), Pull())["runs"]
    (result,) = run["results"]
    assert "](" not in result["message"]["text"].replace("\\](", "")
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].isascii()
