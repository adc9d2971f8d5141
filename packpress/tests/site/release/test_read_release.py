from __future__ import annotations

from pathlib import Path

import pytest
from tests.site.small_release import KEYS, LOANS, TABLES, seal_release, write_json, write_small_release

from packpress.errors import PackageError
from packpress.site.release.read_release import read_release


@pytest.fixture
def release(tmp_path: Path) -> Path:
    return write_small_release(tmp_path / "1.0.0")


def test_cells_are_texts_and_null_is_empty(release: Path) -> None:
    books = read_release(release).tables["books"]
    assert [[row["id"], row["printed"], row["pages"], row["sequel"]] for row in books.rows] == [
        ["b-1", "1871/1872", "1", ""],
        ["b-2", "", "12345", "b-1"],
    ]
    assert books.by_id["b-2"].id == "b-2"


def test_fields_know_their_codes_references_and_what_the_build_added(release: Path) -> None:
    fields = read_release(release).tables["books"].fields
    assert fields["kind"].labels == {"novel": "A long story", "{play}": "For the stage"}
    assert fields["sequel"].references == ("books", "id")
    assert [name for name, field in fields.items() if field.is_derived] == ["printed_min", "printed_max", "printed_precision"]


def test_rows_that_refer_to_a_row_are_found(release: Path) -> None:
    site = read_release(release)
    found = site.references_to(site.tables["books"].by_id["b-1"])
    assert [(field.table, field.name, row.id) for field, row in found] == [("books", "sequel", "b-2"), ("loans", "book", "2")]


def test_the_description_for_search_engines_cannot_end_its_script(release: Path) -> None:
    assert "</script>" not in read_release(release).json_ld
    assert "variableMeasured" not in read_release(release).json_ld


def _without_archive(folder: Path) -> None:
    (folder / "csv.zip").unlink()
    seal_release(folder)


def _changed(folder: Path) -> None:
    (folder / "csv.zip").write_bytes(b"PK")


def _extra(folder: Path) -> None:
    (folder / "more.txt").write_text("more", encoding="utf-8")


def _setting(folder: Path) -> None:
    write_small_release(folder, TABLES, KEYS, **{"packpress:site": {"homme": {}}})


def _columns(folder: Path) -> None:
    write_small_release(folder, {"loans": (LOANS[0], [("1",)])}, {})


def _descriptor(folder: Path) -> None:
    write_json(folder / "datapackage.json", {"resources": []})
    seal_release(folder)


FAULTS = {
    "no archive": (_without_archive, "csv.zip: is missing; make the release again"),
    "a changed file": (_changed, "the release is damaged: csv.zip: the file has 2 bytes instead of"),
    "a file too many": (_extra, "the release is damaged: more.txt: the file is not part of the release"),
    "a wrong setting": (_setting, 'its descriptor is invalid: datapackage.json: "packpress:site" has the property "homme"'),
    "too few cells": (_columns, "csv.zip: data/loans.csv: row 1 has 1 cells, not 2"),
    "no tables": (_descriptor, 'its descriptor is invalid: datapackage.json: "resources" must list'),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_release_that_is_not_sound_is_refused(name: str, release: Path) -> None:
    spoil, message = FAULTS[name]
    spoil(release)
    with pytest.raises(PackageError) as error:
        read_release(release)
    assert message in str(error.value)


def test_the_tables_of_the_example_are_read_whole(release: Path) -> None:
    assert {name: len(table.rows) for name, table in read_release(release).tables.items()} == {
        name: len(rows) for name, (_, rows) in TABLES.items()
    }
