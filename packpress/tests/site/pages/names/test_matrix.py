"""Who has a part in which records: as a party, through a name within, or as what a record is about."""

from __future__ import annotations

import pytest
from tests.site.pages.harbours import SETTING, harbour_site

from packpress.site.model.table import Row
from packpress.site.pages.names.matrix import count_names, has_matrix, parts_of

# name, kind of record → each record with the party rows that name it, and the names through which they do
PARTS = {
    "a country, itself and by its towns": ("countries", "DE", "voyages", "v1: p1/hh p2/al p3"),
    "a country that is a party itself": ("countries", "DK", "voyages", "v2: p4 | v3: p6/kb"),
    "a town is not named by what is part of it": ("towns", "hh", "voyages", "v1: p1"),
    "a record without parties, by its own field": ("towns", "hh", "loads", "c1: town | c2: town"),
    "a country has no load, because loads name towns": ("countries", "DE", "loads", ""),
    "a record with parties that names a town only in another field": ("towns", "xx", "voyages", ""),
}


@pytest.mark.parametrize(("table", "name", "records", "shown"), PARTS.values(), ids=PARTS.keys())
def test_the_parts_of_a_name(table: str, name: str, records: str, shown: str) -> None:
    site = harbour_site()
    kind = site.setting.record_kind(records)
    assert kind is not None
    found = []
    for part in parts_of(site, site.tables[table].by_id[name], kind):
        named = [m.party.id + (f"/{m.through.id}" if m.through else "") for m in part.mentions] or [part.field]
        found.append(f"{part.record.id}: {' '.join(named)}")
    assert " | ".join(sorted(found)) == shown


def test_records_come_newest_first_and_those_without_a_date_last() -> None:
    site = harbour_site()
    kind = site.setting.record_kind("voyages")
    assert kind is not None
    tables = site.tables["crews"]
    tables.rows.append(Row(tables, 7, ["p7", "v3", "", "HL", "owner"]))
    tables.rows.append(Row(tables, 8, ["p8", "v1", "", "HL", "owner"]))
    assert [part.record.id for part in parts_of(site, site.tables["countries"].by_id["HL"], kind)] == ["v2", "v1", "v3"]


def test_names_are_counted_by_kind_of_record_those_in_most_records_first() -> None:
    site = harbour_site()
    counted = count_names(site, site.setting.names[0])
    assert [(row.name.id, [(count.all, count.own) for count in row.counts]) for row in counted] == [
        ("DK", [(0, 0), (2, 1)]),
        ("DE", [(0, 0), (1, 1)]),
        ("HL", [(0, 0), (1, 1)]),
        ("IS", [(0, 0), (0, 0)]),
    ]


def test_names_that_hold_others_have_a_matrix_and_those_within_others_a_list() -> None:
    site = harbour_site()
    assert [has_matrix(site, kind) for kind in site.setting.names] == [True, False]


def test_without_parties_a_record_counts_for_what_it_refers_to() -> None:
    site = harbour_site({**SETTING, "parties": None} | {"names": SETTING["names"]})
    kind = site.setting.record_kind("voyages")
    assert kind is not None
    parts = parts_of(site, site.tables["towns"].by_id["kb"], kind)
    assert [(part.record.id, part.mentions, part.field) for part in parts] == [("v1", (), "from")]
