"""A citation says who, when, what and which version; that of a record says which source states it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.reader.conftest import DESCRIPTOR, PACKAGE, RECORD_TABLES, STATED, TABLES, fc, rows

WHOLE = (
    f"{DESCRIPTOR['contributors'][0]['title']} ({DESCRIPTOR['created'][:4]}). {DESCRIPTOR['title']} "
    f"(version {DESCRIPTOR['version']}) [Data set]. Licence: CC-BY-4.0."
)
OFFICE = "State Council Information Office of the People's Republic of China"
SECTION = (
    f"{OFFICE} (2025-03-05). Promoting Global Governance of Fentanyl-Related Substances (section VII). "
    "In: Controlling Fentanyl-Related Substances – China's Contribution. "
    "<http://english.scio.gov.cn/whitepapers/2025-03/05/content_117746462_9.html> (accessed 2026-11-21)."
)
DEATHS = "Overdose deaths involving synthetic opioids, United States, 2023"
# identifier → what follows the citation of the dataset
RECORDS = {
    STATED: f"Record {STATED} (table statistics): {DEATHS}, as stated. Stated in: {SECTION}",
    "s-us-synthetic-opioid-deaths-2023-final": (
        f"Record s-us-synthetic-opioid-deaths-2023-final (table statistics): {DEATHS}, final count. "
        "Stated in: National Institute on Drug Abuse (no date). Overdose figures for 2023."
    ),
    f"x-{STATED}-1": f"Record x-{STATED}-1 (table evidence). Source: {SECTION}",
    "wp-7-008": f"Record wp-7-008 (table passages). Source: {SECTION}",
    "white-paper": (
        "Record white-paper (table sources): Controlling Fentanyl-Related Substances – China's Contribution. "
        f"Source: {OFFICE} (2025-03-04). Controlling Fentanyl-Related Substances – China's Contribution."
    ),
    "MEX": "Record MEX (table areas): Mexico.",
    "v-cn-us-information-exchanges": "Record v-cn-us-information-exchanges (table verifications).",
}


def test_the_dataset_is_cited_by_its_descriptor() -> None:
    assert fc.cite() == WHOLE


@pytest.mark.parametrize("identifier", RECORDS)
def test_a_record_is_cited_with_the_source_that_states_it(identifier: str) -> None:
    assert fc.cite(identifier) == f"{WHOLE} {RECORDS[identifier]}"


@pytest.mark.parametrize("table", RECORD_TABLES)
def test_every_source_that_states_a_record_is_cited_once(table: str) -> None:
    titles = {row["id"]: row["title"] for row in rows("sources")}
    for row in rows(table):
        text = fc.cite(row["id"])
        assert f"Record {row['id']} (table {table}): {row['title']}. Stated in: " in text
        for source in {piece.source_id for piece in fc.evidence_for(row["id"]) if piece.stance == "states"}:
            assert f"). {titles[source]}" in text


@pytest.mark.parametrize("table", TABLES)
def test_a_citation_has_no_trace_of_a_missing_value(table: str) -> None:
    for row in rows(table):
        text = re.sub(r"<https?://[^>\s]+>", "ADDRESS", fc.cite(row["id"]))
        assert "None" not in text
        assert "://" not in text
        assert "  " not in text
        assert ".." not in text
        assert text.endswith(".")


# change to the descriptor → what it changes in the citation
CHANGES: dict[str, tuple[dict[str, Any], str, str]] = {
    "an address": ({"homepage": "https://data.example/"}, "[Data set].", "[Data set]. https://data.example/"),
    "an empty address": ({"homepage": ""}, "", ""),
    "a version": ({"version": "2.0.0"}, f"version {DESCRIPTOR['version']}", "version 2.0.0"),
    "two people": ({"contributors": [{"title": "Ann"}, {"title": "Bo"}]}, DESCRIPTOR["contributors"][0]["title"], "Ann, Bo"),
}


@pytest.mark.parametrize(("change", "before", "after"), CHANGES.values(), ids=CHANGES)
def test_the_citation_follows_the_descriptor(change: dict[str, Any], before: str, after: str, tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "src" / "fentanyl_control")
    (tmp_path / "datapackage.json").write_text(json.dumps(DESCRIPTOR | change), encoding="utf-8")
    command = [sys.executable, "-c", "import fentanyl_control as fc; print(fc.cite())"]
    done = subprocess.run(command, cwd=tmp_path / "src", capture_output=True, text=True, check=True)
    assert done.stdout == WHOLE.replace(before, after) + "\n"
