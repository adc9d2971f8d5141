from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from packpress.publish.parquet import group_writer
from packpress.publish.parquet.group_writer import GroupWriter

GROUPS = [pa.table({"id": list(range(n, n + 100)), "kind": ["a", "b"] * 50}) for n in range(0, 700, 100)]


def written(file: Path, at_once: int, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr(group_writer, "_AT_ONCE", at_once)
    with ThreadPoolExecutor(at_once) as pool:
        writer = GroupWriter(pool, {"title": "Table"}, lambda: file.open("wb"))
        for group in GROUPS:
            writer.write(group)
        writer.finish({"hash": "x"})
    return file.read_bytes()


@pytest.mark.parametrize("slow", [0, 6], ids=["the first", "the last"])
def test_row_groups_are_written_in_order_whichever_is_encoded_last(
    slow: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encode: Callable[..., pa.Buffer] = group_writer._encode

    def encode_late(group: pa.Table, *rest: Any) -> pa.Buffer:
        if group is GROUPS[slow]:
            time.sleep(0.1)
        return encode(group, *rest)

    monkeypatch.setattr(group_writer, "_encode", encode_late)
    assert pq.read_table(BytesIO(written(tmp_path / "a", 4, monkeypatch))).equals(pa.concat_tables(GROUPS))


def test_the_bytes_do_not_depend_on_the_number_of_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert written(tmp_path / "one", 1, monkeypatch) == written(tmp_path / "five", 5, monkeypatch)


def test_the_first_row_group_decides_which_columns_have_dictionaries(tmp_path: Path) -> None:
    groups = [pa.table({"a": ["x", "y"] * 50, "b": [str(n) for n in range(100)]}), pa.table({"a": ["z"], "b": ["z"]})]
    with ThreadPoolExecutor(2) as pool:
        writer = GroupWriter(pool, {}, lambda: (tmp_path / "a").open("wb"))
        for group in groups:
            writer.write(group)
        writer.finish({})
    metadata = pq.read_metadata(tmp_path / "a")
    columns = [metadata.row_group(number).column(place) for number in (0, 1) for place in (0, 1)]
    assert [column.has_dictionary_page for column in columns] == [True, False, True, False]


# values that do not repeat → the encoding of their column
ENCODINGS: dict[str, tuple[pa.Array, str]] = {
    "whole numbers": (pa.array(range(100), pa.int64()), "DELTA_BINARY_PACKED"),
    "small numbers": (pa.array([*range(99), None], pa.int8()), "DELTA_BINARY_PACKED"),
    "days": (pa.array(range(100), pa.int32()).cast(pa.date32()), "DELTA_BINARY_PACKED"),
    "moments": (pa.array(range(100), pa.int64()).cast(pa.timestamp("us", "UTC")), "DELTA_BINARY_PACKED"),
    "numbers": (pa.array([n / 8 for n in range(100)]), "PLAIN"),
    "decimals": (pa.array(range(100), pa.int64()).cast(pa.decimal128(38, 1)), "PLAIN"),
    "text": (pa.array([str(n) for n in range(100)]), "PLAIN"),
    "a number that repeats": (pa.array([1, 2] * 50, pa.int64()), "RLE_DICTIONARY"),
}


@pytest.mark.parametrize(("values", "encoding"), ENCODINGS.values(), ids=ENCODINGS)
def test_whole_numbers_are_stored_as_differences_and_read_back(values: pa.Array, encoding: str, tmp_path: Path) -> None:
    group = pa.table({"a": values})
    with ThreadPoolExecutor(1) as pool:
        writer = GroupWriter(pool, {}, lambda: (tmp_path / "a").open("wb"))
        writer.write(group)
        writer.finish({})
    with pq.ParquetFile(tmp_path / "a") as file:
        assert encoding in file.metadata.row_group(0).column(0).encodings
        assert file.read().equals(group)


def test_an_error_of_a_row_group_is_raised(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        writer = GroupWriter(pool, {}, lambda: (tmp_path / "missing" / "a").open("wb"))
        writer.write(GROUPS[0])
        with pytest.raises(FileNotFoundError):
            writer.finish({})
        writer.abandon()
