"""Arrow arrays and scalars made from buffers.

``pa.array`` and ``pa.scalar`` on Python values import pandas wherever it is installed, which costs two seconds; these do not.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa


def string_array(values: Sequence[str]) -> pa.StringArray:
    """The strings as an Arrow string array without nulls."""
    encoded = [value.encode("utf-8") for value in values]
    offsets = np.zeros(len(encoded) + 1, dtype=np.int32)
    np.cumsum([len(value) for value in encoded], out=offsets[1:])
    return pa.StringArray.from_buffers(len(encoded), pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded)))


def bool_array(mask: npt.NDArray[np.bool_]) -> pa.BooleanArray:
    """The numpy mask as an Arrow boolean array."""
    packed = np.packbits(mask, bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), len(mask), [None, pa.py_buffer(packed)])


def int_scalar(value: int) -> pa.Scalar:
    """The whole number as an int64 scalar."""
    return pa.Array.from_buffers(pa.int64(), 1, [None, pa.py_buffer(struct.pack("<q", value))])[0]


NULL_STRING: pa.Scalar = pa.nulls(1, pa.string())[0]
FALSE: pa.Scalar = bool_array(np.zeros(1, dtype=np.bool_))[0]
