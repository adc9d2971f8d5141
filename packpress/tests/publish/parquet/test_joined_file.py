from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from packpress.publish.parquet import joined_file
from packpress.publish.parquet.compact_structs import Struct
from packpress.publish.parquet.joined_file import JoinedFile
from packpress.read.parquet.thrift import I16, LIST_OF, STRUCT

TABLE = pa.table(
    {
        "id": list(range(1000)),
        "kind": ["a", "b", None, "a"] * 250,
        "share": [None if n % 7 == 0 else n / 8 for n in range(1000)],
        "items": [[n] * (n % 3) for n in range(1000)],
    }
).replace_schema_metadata({"title": "Ünïcode"})
# what the files are written with
OPTIONS: dict[str, dict[str, Any]] = {
    "dictionaries": {"use_dictionary": ["kind"], "compression": "zstd"},
    "no dictionaries": {"use_dictionary": False, "compression": None},
    "no statistics": {"write_statistics": False},
}
# rows of the row groups
GROUPS = {"one": [1000], "equal ones": [250] * 4, "others": [1, 700, 299], "many": [50] * 20}


def encoded(table: pa.Table, rows: list[int], options: dict[str, Any]) -> bytes:
    sink = BytesIO()
    with pq.ParquetWriter(sink, table.schema, **options) as writer:
        begin = 0
        for count in rows:
            writer.write_table(table.slice(begin, count), row_group_size=count or 1)
            begin += count
    return sink.getvalue()


def joined(file: Path, parts: list[bytes], metadata: dict[str, str]) -> bytes:
    made = JoinedFile(lambda: file.open("wb"))
    for part in parts:
        made.add(part)
    made.finish(metadata)
    return file.read_bytes()


def in_parts(rows: list[int], options: dict[str, Any]) -> list[bytes]:
    starts = [sum(rows[:number]) for number in range(len(rows))]
    return [encoded(TABLE.slice(begin, count), [count], options) for begin, count in zip(starts, rows, strict=True)]


@pytest.mark.parametrize("rows", GROUPS.values(), ids=GROUPS)
@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_the_joined_file_has_the_bytes_of_one_that_a_single_writer_made(
    options: dict[str, Any], rows: list[int], tmp_path: Path
) -> None:
    assert joined(tmp_path / "a", in_parts(rows, options), {}) == encoded(TABLE, rows, options)


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_the_values_and_the_metadata_are_read_back(options: dict[str, Any], tmp_path: Path) -> None:
    joined(tmp_path / "a", in_parts([300, 700], options), {"hash": "sha256:é"})
    with pq.ParquetFile(tmp_path / "a") as file:
        assert (file.num_row_groups, file.metadata.num_rows, file.read().equals(TABLE)) == (2, 1000, True)
        assert [file.read_row_group(number).num_rows for number in (0, 1)] == [300, 700]
        found = file.metadata.metadata or {}
        assert {name: found[name].decode() for name in (b"title", b"hash")} == {b"title": "Ünïcode", b"hash": "sha256:é"}


def test_a_file_with_indexes_of_pages_is_rejected(tmp_path: Path) -> None:
    made = JoinedFile(lambda: (tmp_path / "a").open("wb"))
    with pytest.raises(ValueError, match="indexes of pages"):
        made.add(encoded(TABLE, [1000], {"write_page_index": True}))
    made.close()


def test_a_table_without_rows_is_joined(tmp_path: Path) -> None:
    empty = TABLE.slice(0, 0)
    joined(tmp_path / "a", [encoded(empty, [0], {})], {})
    assert pq.read_table(tmp_path / "a").equals(empty)


def test_a_file_without_metadata_gets_some(tmp_path: Path) -> None:
    part = encoded(pa.table({"a": [1]}), [1], {"store_schema": False})
    joined(tmp_path / "a", [part], {"hash": "x"})
    assert pq.read_metadata(tmp_path / "a").metadata == {b"hash": b"x"}


def test_a_file_that_was_never_begun_is_closed(tmp_path: Path) -> None:
    JoinedFile(lambda: (tmp_path / "a").open("wb")).close()
    assert list(tmp_path.iterdir()) == []


# number of a row group → its fields but the columns: the ordinal has 16 bits, and newer versions of pyarrow write none
ORDINALS = {0: {7: (I16, 0)}, 32_767: {7: (I16, 32_767)}, 32_768: {}, 100_000: {}}


@pytest.mark.parametrize(("number", "wanted"), ORDINALS.items(), ids=map(str, ORDINALS))
def test_a_row_group_has_an_ordinal_if_its_number_fits(number: int, wanted: Struct) -> None:
    columns: Struct = {1: (LIST_OF, (STRUCT, []))}
    assert joined_file._moved({**columns, 7: (I16, 0)}, 0, number) == {**columns, **wanted}
    assert joined_file._moved(columns, 0, number) == columns
