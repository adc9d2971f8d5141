from __future__ import annotations

import pytest

from packpress.read.parquet.thrift import ThriftError, read_struct

# bytes → the fields of the struct
READ: dict[str, tuple[bytes, dict[int, object]]] = {
    "nothing": (b"\x00", {}),
    "numbers": (b"\x15\x02\x15\x01\x00", {1: 1, 2: -1}),
    "a field by its own number": (b"\x05\xfe\xff\x03\x02\x00", {32767: 1}),
    "text": (b"\x18\x02ab\x00", {1: b"ab"}),
    "truths": (b"\x11\x12\x00", {1: True, 2: False}),
    "a list": (b"\x19\x25\x02\x04\x00", {1: [1, 2]}),
    "a struct in a list": (b"\x19\x1c\x15\x02\x00\x00", {1: [{1: 1}]}),
}
# bytes → what they lack
REFUSED: dict[str, tuple[bytes, type[Exception]]] = {
    "an unknown kind": (b"\x1e\x00", ThriftError),
    "too deep": (b"\x1c" * 40, ThriftError),
    "a number that no field has": (b"\x05\x80\x80\x04\x02\x00", ThriftError),
    "a number below zero": (b"\x05\x01\x02\x00", ThriftError),
    "no end": (b"\x15", IndexError),
    "text beyond the end": (b"\x18\x7fab\x00", IndexError),
    "a length beyond the end": (b"\x19\xf5\xff\xff\xff\xff\x0f\x02", IndexError),
    "more structs than are read": (b"\x19\xfc\x80\x89\x7a" + b"\x00" * 2_000_000 + b"\x00", ThriftError),
    "more lists than are read": (b"\x19\xf9\x80\x89\x7a" + b"\x05" * 2_000_000 + b"\x00", ThriftError),
}


@pytest.mark.parametrize(("data", "fields"), READ.values(), ids=READ)
def test_a_struct_is_read_to_its_end(data: bytes, fields: dict[int, object]) -> None:
    assert read_struct(data + b"more") == (fields, len(data))


@pytest.mark.parametrize(("data", "error"), REFUSED.values(), ids=REFUSED)
def test_bytes_that_are_no_struct_or_too_much_are_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_struct(data)
