"""Evidence is the words behind a record, and a link opens at them."""

from __future__ import annotations

import pytest
from tests.reader.conftest import RECORD_TABLES, STATED, fc, rows

PAGE = "http://english.scio.gov.cn/whitepapers/2025-03/05/content_117746462_9.html"
FIRST = fc.Evidence(
    id=f"x-{STATED}-1",
    record=STATED,
    supports="value",
    stance="states",
    words="reached 75,000",
    source="Promoting Global Governance of Fentanyl-Related Substances (section VII)",
    publisher="State Council Information Office of the People's Republic of China",
    source_id="white-paper-section-7",
    place="wp-7-008",
    link=f"{PAGE}#:~:text=According%20to%20data%20from,45%20in%20the%20US4.",
    access="",
    note="",
)


def test_evidence_is_the_words_their_place_and_a_link_to_the_sentence() -> None:
    assert fc.evidence_for(STATED)[0] == FIRST


def test_an_identifier_of_evidence_gives_the_one_piece() -> None:
    assert fc.evidence_for(f"x-{STATED}-1") == [FIRST]


def record_of(row: dict[str, str]) -> str:
    return row["measure_id"] or row["agreement_id"] or row["event_id"] or row["statistic_id"]


@pytest.mark.parametrize("table", RECORD_TABLES)
def test_every_record_has_its_evidence_in_the_order_of_its_numbers(table: str) -> None:
    expected: dict[str, list[str]] = {row["id"]: [] for row in rows(table)}
    for row in rows("evidence"):
        if record_of(row) in expected:
            expected[record_of(row)].append(row["id"])
    found = {row["id"]: fc.evidence_for(row["id"]) for row in rows(table)}
    assert {record: sorted(piece.id for piece in pieces) for record, pieces in found.items()} == expected
    for record, pieces in found.items():
        assert [piece.id for piece in pieces] == [f"x-{record}-{number}" for number in range(1, len(pieces) + 1)]
        assert {piece.record for piece in pieces} == {record}
        assert "states" in {piece.stance for piece in pieces}


def test_every_piece_has_the_cells_of_its_row() -> None:
    sources = {row["id"]: row for row in rows("sources")}
    for row in rows("evidence"):
        (piece,) = fc.evidence_for(row["id"])
        source = sources[row["source_id"]]
        cells = (row["supports"], row["stance"], row["fragment"], row["note"])
        assert (piece.supports, piece.stance, piece.words, piece.note) == cells
        assert (piece.source, piece.publisher, piece.source_id) == (source["title"], source["publisher_name"], source["id"])
        assert piece.access == row.get("access", "")
        assert piece.place == (row["passage_id"] or row["locator"])
        assert piece.link.partition("#:~:text=")[0] == source["url"]
        assert ("#:~:text=" in piece.link) == bool(row["passage_id"])


def test_every_link_is_an_address_without_a_space() -> None:
    links = [piece.link for table in RECORD_TABLES for row in rows(table) for piece in fc.evidence_for(row["id"])]
    assert [link for link in links if link and (not link.startswith(("http://", "https://")) or " " in link)] == []
    assert "" in links  # a source may have no known address


# identifier → the address that opens, or how it begins
LINKS = {
    STATED: FIRST.link,
    f"x-{STATED}-1": FIRST.link,
    "wp-7-008": FIRST.link,
    "white-paper-section-7": PAGE,
    "white-paper": "",
    "v-us-synthetic-opioid-deaths-2023-population": "https://cdc.gov/nchs/products/databriefs/db522.htm",
    "v-us-synthetic-opioid-deaths-2023-final": "",
    "v-cn-us-information-exchanges": "",
}


@pytest.mark.parametrize("identifier", LINKS)
def test_an_identifier_has_the_link_of_its_words(identifier: str) -> None:
    assert fc.trace_link(identifier) == LINKS[identifier]


@pytest.mark.parametrize("table", RECORD_TABLES)
def test_a_record_of_the_paper_opens_at_its_sentence(table: str) -> None:
    links = {row["id"]: fc.trace_link(row["id"]) for row in rows(table)}
    paper = {row["id"] for row in rows(table) if row["origin"] == "white-paper"}
    assert {record for record in paper if "#:~:text=" not in links[record]} == set()
    for record, link in links.items():
        assert link == next((piece.link for piece in fc.evidence_for(record) if piece.stance == "states" and piece.link), "")
