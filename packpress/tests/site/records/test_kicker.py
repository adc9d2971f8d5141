"""The line below a title says what the record is, who states it, and how other sources answered."""

from __future__ import annotations

import pytest
from tests.site.records.lake_report import lake_site, row

from packpress.site.records.evidence import evidence_of
from packpress.site.records.kicker import kicker
from packpress.site.records.parties import parties_of

LINES = {
    ("claims", "c-depth"): "Stated by the report in part one · compared with 2 sources"
    " · verdicts: 2 × more, other thing, not found",
    ("claims", "c-depth-final"): "From another source",
    ("claims", "c-boats"): "Verdict: not found",
    ("acts", "a-first"): "Meeting · March 2021 · Lake Office and Branch of the office"
    " · stated by the report in part one · compared with 1 source · verdict: same",
    ("acts", "a-rule"): "Written rule",
}  # fmt: skip


@pytest.mark.parametrize(("table", "key"), LINES, ids=lambda part: part)
def test_a_kicker_is_made_of_codes_counts_and_the_words_of_verdicts(table: str, key: str) -> None:
    site = lake_site()
    record = row(site, table, key)
    assert kicker(site, record, evidence_of(site, record), parties_of(site, record)) == LINES[table, key]
