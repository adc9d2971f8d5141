"""The hash of the sources gets into a finished part, and nothing else in it changes."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from packpress.errors import LostValueError
from packpress.package.outputs.source_hash import SOURCE_HASH
from packpress.publish.parts.seal import new_stand_in, seal

HASH = "sha256:" + "0f" * 32


def _write(file: Path, stand_in: str, value: str) -> pa.Table:
    table = pa.table({"a": [value] * 100})
    with pq.ParquetWriter(file, table.schema, write_statistics=value != stand_in) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata({SOURCE_HASH: stand_in})
    return table


def test_only_the_hash_in_the_footer_changes(tmp_path: Path) -> None:
    stand_in = new_stand_in()
    table = _write(file := tmp_path / "part", stand_in, stand_in)  # the same text in a cell stays
    before = file.read_bytes()
    seal(file, stand_in, HASH)
    head, _, tail = before.rpartition(stand_in.encode())
    assert file.read_bytes() == head + HASH.encode() + tail
    assert (pq.read_metadata(file).metadata or {}).get(SOURCE_HASH.encode()) == HASH.encode()
    assert pq.read_table(file).equals(table)


@pytest.mark.parametrize("other", ["another hash", "a hash of another length"])
def test_a_part_that_was_not_written_for_it_is_left_as_it_is(other: str, tmp_path: Path) -> None:
    stand_in = new_stand_in()
    _write(file := tmp_path / "part", stand_in, "x")
    before = file.read_bytes()
    with pytest.raises(LostValueError, match=r"^part: its footer is not as it was written"):
        seal(file, *((new_stand_in(), HASH) if other == "another hash" else (stand_in, HASH + "0")))
    assert file.read_bytes() == before


def test_no_two_builds_have_the_same_stand_in() -> None:
    assert len({new_stand_in() for _ in range(20)} | {HASH}) == 21
    assert len(new_stand_in()) == len(HASH)
