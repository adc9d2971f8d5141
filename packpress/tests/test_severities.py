"""Severities that a user chose: who decides, and what the findings make of them."""

from __future__ import annotations

import pytest

from packpress.issue import Findings, Issue
from packpress.severities import AS_FOUND, Override, Severities, is_unwritable

CHOSEN = Severities(
    chosen={"layout": "error", "unique": "ignored"},
    in_tables={"loans": {"layout": "ignored", "primary-key": "warning"}},
    everywhere={"primary-key": "ignored", "cell-formula": "error"},
    tables={"loans.csv": "loans", "books.csv": "books"},
)
# an issue → what becomes of it
OUTCOMES = {
    "an option comes before a table": (("loans.csv", "layout"), "error"),
    "an option counts in every table": (("books.csv", "unique"), "ignored"),
    "a table comes before the package": (("loans.csv", "primary-key"), "warning"),
    "the package counts elsewhere": (("books.csv", "primary-key"), "ignored"),
    "a file of no table": (("datapackage.json", "primary-key"), "ignored"),
    "a rule that nobody chose": (("loans.csv", "foreign-key"), "error"),
}


@pytest.mark.parametrize(("issue", "outcome"), OUTCOMES.values(), ids=OUTCOMES)
def test_the_nearest_choice_decides(issue: tuple[str, str], outcome: str) -> None:
    assert CHOSEN.outcome(*issue, "error") == outcome


def test_nothing_changes_where_nothing_was_chosen() -> None:
    assert [AS_FOUND.outcome("x", "layout", severity) for severity in ("error", "warning")] == ["error", "warning"]


UNWRITABLE = {
    "type-integer": True,
    "text-ragged-row": True,
    "schema-type": True,
    "required": True,
    "constraint-enum": False,
    "primary-key": False,
    "layout": False,
    "a-rule-of-my-own": False,
}


@pytest.mark.parametrize(("rule", "expected"), UNWRITABLE.items())
def test_an_error_that_leaves_a_value_unread_cannot_be_published(rule: str, expected: bool) -> None:
    assert is_unwritable(rule) is expected


def enum(path: str = "books.csv") -> Issue:
    return Issue(path, 2, "n", "", "constraint-enum", "error", "is not one of them")


def test_ignored_issues_are_only_counted() -> None:
    findings = Findings(severities=Severities(everywhere={"constraint-enum": "ignored"}))
    findings.add(enum(), times=3)
    findings.count_only("books.csv", "n", "constraint-enum", 2)
    report = findings.report()
    assert (report.issues, report.total, report.by_rule, report.valid) == ((), 0, (), True)
    assert report.overrides == (Override("constraint-enum", "error", "ignored", 5),)


def test_a_lowered_error_is_a_warning_with_its_own_room() -> None:
    findings = Findings(severities=Severities(everywhere={"constraint-enum": "warning"}))
    findings.add(enum())
    assert findings.report().issues == (enum()._replace(severity="warning"),)
    assert findings.report().overrides == (Override("constraint-enum", "error", "warning", 1),)


def test_checks_still_know_of_an_error_that_was_lowered_but_may_go_on() -> None:
    findings = Findings(severities=Severities(everywhere={"constraint-enum": "warning"}))
    findings.add(enum())
    assert (findings.has_errors("books.csv", "n"), findings.is_blocked()) == (True, False)


def test_an_unread_value_stops_what_follows_whatever_its_severity() -> None:
    findings = Findings(severities=Severities(everywhere={"type-integer": "ignored"}))
    findings.add(enum()._replace(rule="type-integer"))
    assert (findings.is_blocked(), findings.is_blocked("books.csv"), findings.is_blocked("loans.csv")) == (True, True, False)
    assert findings.report().unwritable == (Override("type-integer", "error", "ignored", 1),)
    assert not findings.report().valid_but_for_outputs


def test_a_raised_warning_stops_what_follows() -> None:
    findings = Findings(severities=Severities(everywhere={"cell-formula": "error"}))
    findings.add(enum()._replace(rule="cell-formula", severity="warning"))
    assert (findings.is_blocked(), findings.has_errors()) == (True, False)
    assert findings.report().errors == 1
