from __future__ import annotations

from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from packpress.publish.parquet.compact_structs import Struct, list_head, read_typed, write_typed
from packpress.read.parquet.thrift import (
    BINARY,
    BOOL_FALSE,
    BOOL_TRUE,
    BYTE,
    DOUBLE,
    I16,
    I32,
    I64,
    LIST_OF,
    SET_OF,
    STRUCT,
    read_struct,
)

# struct → its bytes, by the compact protocol of Thrift
STRUCTS: dict[str, tuple[Struct, bytes]] = {
    "nothing": ({}, b"\x00"),
    "numbers": ({1: (I32, 1), 2: (I64, -1), 3: (I16, -(2**15))}, b"\x15\x02\x16\x01\x14\xff\xff\x03\x00"),
    "a number of 64 bits": ({1: (I64, -(2**63))}, b"\x16" + b"\xff" * 9 + b"\x01\x00"),
    "a field far from the one before": ({1: (I32, 0), 32767: (I32, 1)}, b"\x15\x00\x05\xfe\xff\x03\x02\x00"),
    "text": ({1: (BINARY, b"ab")}, b"\x18\x02ab\x00"),
    "long text": ({1: (BINARY, b"a" * 300)}, b"\x18\xac\x02" + b"a" * 300 + b"\x00"),
    "truths": ({1: (BOOL_TRUE, None), 2: (BOOL_FALSE, None)}, b"\x11\x12\x00"),
    "a byte and a double": (
        {1: (BYTE, b"\x07"), 2: (DOUBLE, b"\x00" * 7 + b"\x40")},
        b"\x13\x07\x17" + b"\x00" * 7 + b"\x40\x00",
    ),
    "a list": ({1: (LIST_OF, (I32, [1, 2]))}, b"\x19\x25\x02\x04\x00"),
    "a set of truths": ({1: (SET_OF, (BOOL_TRUE, [b"\x01", b"\x02"]))}, b"\x1a\x21\x01\x02\x00"),
    "a long list": ({1: (LIST_OF, (I32, [0] * 15))}, b"\x19\xf5\x0f" + b"\x00" * 15 + b"\x00"),
    "structs in a list": ({1: (LIST_OF, (STRUCT, [{1: (I32, 1)}, {}]))}, b"\x19\x2c\x15\x02\x00\x00\x00"),
}


@pytest.mark.parametrize(("fields", "data"), STRUCTS.values(), ids=STRUCTS)
def test_a_struct_is_written_as_it_is_read(fields: Struct, data: bytes) -> None:
    assert (write_typed(fields), read_typed(data + b"more")) == (data, (fields, len(data)))


@pytest.mark.parametrize(("fields", "data"), STRUCTS.values(), ids=STRUCTS)
def test_the_reader_of_other_files_accepts_what_is_written(fields: Struct, data: bytes) -> None:
    found, end = read_struct(data)
    assert (found.keys(), end) == (fields.keys(), len(data))


def test_a_map_is_rejected() -> None:
    with pytest.raises(ValueError, match="kind 11"):
        read_typed(b"\x1b\x00\x00")


def test_the_footer_of_pyarrow_is_written_unchanged() -> None:
    sink = BytesIO()
    table = pa.table({"a": [1, None, 3], "b": ["x", "y", None], "c": [1.5, 2.5, float("nan")], "d": [[True], None, []]})
    pq.write_table(table, sink, row_group_size=2, write_page_index=True)
    data = sink.getvalue()
    footer = data[-8 - int.from_bytes(data[-8:-4], "little") : -8]
    fields, end = read_typed(footer)
    assert (write_typed(fields), end) == (footer, len(footer))


def test_the_head_of_a_list_and_its_items_are_the_list() -> None:
    assert write_typed({1: (LIST_OF, (I32, [3] * 20))}) == b"\x19" + list_head(I32, 20) + b"\x06" * 20 + b"\x00"
