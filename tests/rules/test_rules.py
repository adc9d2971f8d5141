"""Every rule of schemas/rules/, and the rule for dates, with edits that break it and edits that it must let pass."""

from __future__ import annotations

import re

import pytest
from packpress.check.rules.check_rules import check_rules
from packpress.check.session import Session
from packpress.check.typed_table import read_tables
from packpress.issue import Findings, Issue
from tests.conftest import RULES, PackageFolder
from tests.rules import (
    agreements_and_measures,
    dates,
    events,
    evidence,
    fragments,
    participants,
    passages,
    references,
    standard_codes,
    statistics,
    terms,
    verifications,
)
from tests.rules.examples import FOUND, Bad, Example, Good, Seen, edited, faults

CASES: tuple[Example, ...] = (
    *agreements_and_measures.CASES,
    *dates.CASES,
    *events.CASES,
    *evidence.CASES,
    *fragments.CASES,
    *participants.CASES,
    *passages.CASES,
    *references.CASES,
    *standard_codes.CASES,
    *statistics.CASES,
    *terms.CASES,
    *verifications.CASES,
)
BAD = [case for case in CASES if isinstance(case, Bad)]
GOOD = [case for case in CASES if isinstance(case, Good)]
SEEN = [case for case in CASES if isinstance(case, Seen)]


@pytest.mark.parametrize("case", BAD, ids=lambda case: f"{case.rule}-{case.id}")
def test_a_bad_example_breaks_its_rule_and_no_other(dataset: PackageFolder, case: Bad) -> None:
    assert faults(edited(dataset, case.edits)) == sorted((case.rule, place) for place in case.places)


@pytest.mark.parametrize("case", GOOD, ids=lambda case: f"{case.rule}-{case.id}")
def test_a_good_example_breaks_no_rule(dataset: PackageFolder, case: Good) -> None:
    assert faults(edited(dataset, case.edits)) == []


@pytest.mark.parametrize("case", SEEN, ids=lambda case: f"{case.rule}-{case.id}")
def test_an_issue_says_where_the_fault_is_and_what_to_do(dataset: PackageFolder, case: Seen) -> None:
    edited(dataset, case.edits)
    session = Session.open(dataset.root, Findings())
    report = check_rules(session, read_tables(session), RULES)
    assert report.issues == tuple(
        Issue(f"data/{table}.csv", dataset.line(table, key), column, key, case.rule, "error", message, value)
        for table, key, column, message, value in case.reported
    )
    assert report.layers == ("files", "cells", "rules", "own rules")


def test_every_rule_has_a_good_and_a_bad_example() -> None:
    rules = {rule.name for rule in FOUND} | {"edtf-date"}
    assert {case.rule for case in BAD} | {case.rule for case in SEEN if case.reported} == rules
    assert {case.rule for case in GOOD} | {case.rule for case in SEEN if not case.reported} == rules


def test_no_two_examples_have_one_name() -> None:
    names = [(type(case), case.rule, case.id) for case in CASES]
    assert [name for name in names if names.count(name) > 1] == []


def test_the_examples_of_a_rule_are_in_the_module_of_its_name() -> None:
    homes = {
        name: file.stem
        for file in RULES.glob("*.py")
        for name in re.findall(r'^@rule\("([a-z-]+)"', file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert {rule.name for rule in FOUND} == set(homes)  # a rule that __init__.py does not import would never run
    modules = (agreements_and_measures, events, evidence, fragments, participants, passages, references, standard_codes)
    for module in (*modules, statistics, verifications):
        assert {homes[case.rule] for case in module.CASES} == {module.__name__.rpartition(".")[2]}


def test_every_rule_says_its_meaning_and_binds_tables_of_the_dataset() -> None:
    known = {path.stem for path in RULES.parent.glob("*.json")}
    assert [rule.name for rule in FOUND if not rule.meaning.endswith(".") or not set(rule.tables) <= known] == []


def test_the_dataset_as_it_is_breaks_no_rule(dataset: PackageFolder) -> None:
    assert faults(dataset) == []
