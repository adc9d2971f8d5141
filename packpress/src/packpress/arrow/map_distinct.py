"""Asks Python about the texts of a column, each different text once: a column of a few values costs no more than these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import int_scalar, numpy_values


def ask_once(cells: pa.StringArray, ask: Callable[[str | None], Any], dtype: npt.DTypeLike = np.bool_) -> npt.NDArray[Any]:
    """For each cell what ``ask`` says of it; None stands for a null cell."""
    encoded = pc.dictionary_encode(cells)
    texts = [*encoded.dictionary.to_pylist(), None]
    answers = np.fromiter(map(ask, texts), dtype, len(texts))
    of_null = pc.cast(int_scalar(len(texts) - 1), pa.int32())
    found: npt.NDArray[Any] = answers[numpy_values(pc.fill_null(encoded.indices, of_null))]
    return found
