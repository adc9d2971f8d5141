"""Calls a Python function once per distinct text of a column, so that a column of a few values costs no more than these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import FALSE, int_scalar, numpy_values, string_array


def ask_once(cells: pa.StringArray, ask: Callable[[str | None], Any], dtype: npt.DTypeLike = np.bool_) -> npt.NDArray[Any]:
    """Returns for each cell what ``ask`` returns for its text; a null cell is None."""
    encoded = pc.dictionary_encode(cells)
    texts = [*encoded.dictionary.to_pylist(), None]
    answers = np.fromiter(map(ask, texts), dtype, len(texts))
    of_null = pc.cast(int_scalar(len(texts) - 1), pa.int32())
    found: npt.NDArray[Any] = answers[numpy_values(pc.fill_null(encoded.indices, of_null))]
    return found


def rewrite_unmatched(cells: pa.StringArray, pattern: str, write: Callable[[str], str]) -> pa.StringArray:
    """Returns the cells with ``write(text)`` in place of each text that the pattern does not match as a whole.

    ``rewrite_unmatched(["1", "01"], "0|[1-9][0-9]*", lambda text: str(int(text)))`` gives ``["1", "1"]``.
    """
    is_odd = pc.fill_null(pc.invert(pc.match_substring_regex(cells, pattern=rf"\A(?:{pattern})\z")), FALSE)
    if not pc.any(is_odd).as_py():
        return cells
    odd = pc.dictionary_encode(pc.filter(cells, is_odd))
    written = string_array([write(text) for text in odd.dictionary.to_pylist()])
    return pc.replace_with_mask(cells, is_odd, pc.take(written, odd.indices))
