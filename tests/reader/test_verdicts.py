"""Verdicts set what a record states beside what another source says."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from tests.reader.conftest import RECORD_TABLES, ROOT, STATED, fc, rows

FINAL = "s-us-synthetic-opioid-deaths-2023-final"
HIGHER = fc.Verdict(
    id="v-us-synthetic-opioid-deaths-2023-final",
    record=STATED,
    compared="value",
    stated=75000.0,
    verdict="higher",
    meaning="The stated figure is higher",
    other=fc.Figure(
        id=FINAL,
        title="Overdose deaths involving synthetic opioids, United States, 2023, final count",
        value=72776.0,
        qualifier="exact",
        unit="{death}",
        status="final",
    ),
    difference=2224.0,
    found="",
    source="Overdose figures for 2023",
    publisher="National Institute on Drug Abuse",
    source_id="nida-overdose-figures-2023",
    link="",
    checked=date(2026, 11, 21),
    reasoning="The final count, public before the release of the paper, is 72,776 and does not round to 75,000.",
)


def test_a_stated_figure_has_every_figure_that_it_was_compared_with() -> None:
    found = fc.verdicts_for(STATED)
    assert found[0] == HIGHER
    names = [f"v-us-synthetic-opioid-deaths-2023-{name}" for name in ("final", "population", "provisional", "revised")]
    assert [verdict.id for verdict in found] == names
    assert [verdict.other.value for verdict in found if verdict.other] == [72776.0, 74702.0, 76282.0]


def test_a_figure_of_another_source_has_the_comparison_with_the_stated_one() -> None:
    assert fc.verdicts_for(FINAL) == [HIGHER]


def test_an_identifier_of_a_verification_gives_the_one_verdict() -> None:
    assert fc.verdicts_for(HIGHER.id) == [HIGHER]


def test_a_name_or_date_is_set_beside_what_was_found() -> None:
    (verdict,) = fc.verdicts_for("v-cn-us-senior-official-meeting-date")
    assert (verdict.compared, verdict.stated, verdict.verdict, verdict.found) == ("date", "2024-07-31", "matches", "2024-07-31")
    assert (verdict.other, verdict.difference) == (None, None)
    assert verdict.link.startswith("https://")


def test_what_was_looked_for_and_not_found_has_no_source() -> None:
    (verdict,) = fc.verdicts_for("v-cn-us-information-exchanges")
    assert verdict.verdict == "not-found"
    assert {verdict.source, verdict.publisher, verdict.source_id, verdict.link, verdict.found} == {""}
    assert verdict.reasoning


def test_every_verification_is_a_verdict_of_its_record_and_of_the_other_figure() -> None:
    schema = json.loads((ROOT / "schemas" / "verifications.json").read_text(encoding="utf-8"))
    (codes,) = (field["categories"] for field in schema["fields"] if field["name"] == "verdict")
    labels = {code["value"]: code["label"] for code in codes}
    for row in rows("verifications"):
        (verdict,) = fc.verdicts_for(row["id"])
        record = row["statistic_id"] or row["event_id"] or row["agreement_id"]
        assert (verdict.id, verdict.record, verdict.meaning) == (row["id"], record, labels[row["verdict"]])
        assert verdict in fc.verdicts_for(record)
        assert verdict.stated == fc.record(record)[row["compared"]]
        if verdict.other:
            assert verdict in fc.verdicts_for(verdict.other.id)
            assert verdict.stated == verdict.other.value + (verdict.difference or 0.0)
            assert verdict.other == fc.Figure(**_part(fc.record(verdict.other.id), "id title value qualifier unit status"))


def _part(record: Any, names: str) -> dict[str, Any]:
    return {name: record[name] for name in names.split()}


@pytest.mark.parametrize("table", RECORD_TABLES)
def test_every_record_can_be_asked_and_one_that_was_not_compared_has_none(table: str) -> None:
    columns = ("statistic_id", "event_id", "agreement_id", "other_statistic_id")
    expected: dict[str, list[str]] = {row["id"]: [] for row in rows(table)}
    for row in rows("verifications"):
        for record in {row[column] for column in columns} & expected.keys():
            expected[record].append(row["id"])
    assert {row["id"]: [verdict.id for verdict in fc.verdicts_for(row["id"])] for row in rows(table)} == expected
    assert [] in expected.values()
