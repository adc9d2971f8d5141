"""The JSON of a record has its row, and every program reads its values as they are written."""

from __future__ import annotations

import json

import pytest
from tests.site.records.lake_report import lake_site, row, with_rows

from packpress.site.records.record_json import record_json


def test_the_record_is_its_row_without_missing_values() -> None:
    site = lake_site()
    content = json.loads(record_json(site, row(site, "acts", "a-first")))
    assert (content["package"], content["version"], content["table"]) == ("lake", "1.2.0", "acts")
    assert content["record"] == {
        "id": "a-first", "title": "First meeting", "text": "They met.", "sort": "meeting", "day": "2021-03", "open": True,
        "side": "report", "native": "Primera reunión",
    }  # fmt: skip
    assert content.keys() == {"package", "version", "table", "record"}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1200", 1200),
        ("-7.25", -7.25),
        ("1.50", "1.50"),
        ("12345678901234567", "12345678901234567"),
        ("INF", "INF"),
        ("1E3", "1E3"),
    ],
)
def test_only_a_number_that_no_program_rounds_is_a_number(cell: str, value: object) -> None:
    site = lake_site(with_rows("claims", f"c-n,N,water,{cell},exact,m"))
    assert json.loads(record_json(site, row(site, "claims", "c-n")))["record"]["amount"] == value


def test_the_same_record_gives_the_same_bytes() -> None:
    first, second = lake_site(), lake_site()
    assert record_json(first, row(first, "claims", "c-depth")) == record_json(second, row(second, "claims", "c-depth"))
