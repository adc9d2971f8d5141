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
PAGE = "http://english.scio.gov.cn/whitepapers/2025-03/05/content_117746462_9.html"
LINK = f"{PAGE}#:~:text=According%20to%20data%20from,45%20in%20the%20US4."
OPENS = f"Opens at the words: <{LINK}>."
DEATHS = "Overdose deaths involving synthetic opioids, United States, 2023"
# identifier → what follows the citation of the dataset
RECORDS = {
    STATED: f"Record {STATED} (table statistics): {DEATHS}, as stated. Stated in: {SECTION} {OPENS}",
    "s-us-synthetic-opioid-deaths-2023-final": (
        f"Record s-us-synthetic-opioid-deaths-2023-final (table statistics): {DEATHS}, final count. "
        "Stated in: National Institute on Drug Abuse (no date). Overdose figures for 2023."
    ),
    f"x-{STATED}-1": f"Record x-{STATED}-1 (table evidence). Source: {SECTION} {OPENS}",
    "wp-7-008": f"Record wp-7-008 (table passages). Source: {SECTION} {OPENS}",
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


LIVE = [table for table in TABLES if table != "retired"]  # a withdrawn identifier has no citation


@pytest.mark.parametrize("table", LIVE)
def test_a_citation_has_no_trace_of_a_missing_value(table: str) -> None:
    for row in rows(table):
        text = re.sub(r"<https?://[^>\s]+>", "ADDRESS", fc.cite(row["id"]))
        assert "None" not in text
        assert "://" not in text
        assert "  " not in text
        assert ".." not in text
        assert text.endswith(".")


AUTHOR = DESCRIPTOR["contributors"][0]["title"]
HEAD = f"  author = {{{{{AUTHOR}}}}},\n  title = {{"
YEAR = f"  year = {{{DESCRIPTOR['created'][:4]}}},\n  version = {{{DESCRIPTOR['version']}}},\n"
NOTE = "  note = {Data set. Licence: CC-BY-4.0."
NAME, TITLE = DESCRIPTOR["name"], DESCRIPTOR["title"]
TEX_SECTION = SECTION.replace("_", r"\_")
# identifier → the entry
ENTRIES = {
    None: f"@misc{{{NAME},\n{HEAD}{TITLE}}},\n{YEAR}{NOTE}}},\n}}",
    "MEX": (f"@misc{{{NAME}:MEX,\n{HEAD}MEX, record of {TITLE}}},\n{YEAR}{NOTE} Record MEX (table areas): Mexico.}},\n}}"),
    "wp-7-008": (
        f"@misc{{{NAME}:wp-7-008,\n{HEAD}wp-7-008, record of {TITLE}}},\n{YEAR}  url = {{{LINK}}},\n"
        f"{NOTE} Record wp-7-008 (table passages). Source: {TEX_SECTION}}},\n}}"
    ),
}


@pytest.mark.parametrize("identifier", ENTRIES)
def test_an_entry_of_bibtex_has_the_version_the_identifier_and_the_link(identifier: str | None) -> None:
    assert fc.cite(identifier, as_="bibtex") == ENTRIES[identifier]


@pytest.mark.parametrize("table", LIVE)
def test_every_entry_of_bibtex_is_balanced_and_escaped(table: str) -> None:
    for row in rows(table):
        lines = fc.cite(row["id"], "bibtex").splitlines()
        assert (lines[0], lines[-1]) == (f"@misc{{{NAME}:{row['id']},", "}")
        for line in lines[1:-1]:
            name, value = re.fullmatch(r"  ([a-z]+) = \{(.*)\},", line).groups()  # type: ignore[union-attr]  # or it fails
            plain = value if name == "url" else re.sub(r"\\(?:[&%$#_{}]|text[a-z]+\{\})", "", value)
            assert plain.count("{") == plain.count("}")
            assert name == "url" or not set(plain) & set("\\~^&%$#_")


def test_an_unknown_form_of_a_citation_is_a_value_error() -> None:
    with pytest.raises(ValueError, match='as_ is \'ris\'; expected "text" or "bibtex"'):
        fc.cite(as_="ris")  # type: ignore[arg-type]


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
