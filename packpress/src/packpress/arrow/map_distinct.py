"""Calls a Python function once per distinct text of a column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import FALSE, int_scalar, numpy_values, string_array


def ask_once(cells: pa.StringArray, ask: Callable[[str | None], Any], dtype: npt.DTypeLike = np.bool_) -> npt.NDArray[Any]:
    """Returns ``ask(text)`` for each cell; the text of a null cell is None.

    ``ask_once(["a", "bc", "a"], lambda text: len(text or ""), np.int64)`` gives ``[1, 2, 1]`` after three calls:
    for "a", "bc" and None.
    """
    encoded = pc.dictionary_encode(cells)
    texts = [*encoded.dictionary.to_pylist(), None]
    answers = np.fromiter(map(ask, texts), dtype, len(texts))
    of_null = pc.cast(int_scalar(len(texts) - 1), pa.int32())
    found: npt.NDArray[Any] = answers[numpy_values(pc.fill_null(encoded.indices, of_null))]
    return found


def rewrite_unmatched(cells: pa.StringArray, pattern: str, write: Callable[[str], str]) -> pa.StringArray:
    """Returns the cells with each text that the pattern does not match as a whole replaced by ``write(text)``.

    ``rewrite_unmatched(["1", "01"], "0|[1-9][0-9]*", lambda text: str(int(text)))`` gives ``["1", "1"]``.
    """
    is_odd = pc.fill_null(pc.invert(pc.match_substring_regex(cells, pattern=rf"\A(?:{pattern})\z")), FALSE)
    if not pc.any(is_odd).as_py():
        return cells
    odd = pc.dictionary_encode(pc.filter(cells, is_odd))
    written = string_array([write(text) for text in odd.dictionary.to_pylist()])
    return pc.replace_with_mask(cells, is_odd, pc.take(written, odd.indices))
