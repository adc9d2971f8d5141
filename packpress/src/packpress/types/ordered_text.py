"""Types whose values stay text that does not sort as text: the year 10000 would come before 2024."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import bool_array, numpy_values
from packpress.types.field_type import BOUNDS, EVERY, Bound, CanonicalText, Outside, lexical_value


class OrderedText(CanonicalText):
    """A type whose order is that of places, which Python reads once per distinct cell."""

    constraints = EVERY | BOUNDS

    def place(self, text: str) -> Any:
        """Returns the place of a cell in the order of the type."""
        raise NotImplementedError

    def outside(self, wanted: object, bound: Bound) -> Outside:
        last = self._bound_place(wanted)

        def broken(cells: pa.StringArray, places: npt.NDArray[np.object_]) -> pa.BooleanArray:
            present = np.flatnonzero(numpy_values(pc.is_valid(cells)))
            mask = np.zeros(len(cells), np.bool_)
            mask[present] = [bound.breaks(found, last) for found in places[present].tolist()]
            return bool_array(mask)

        return Outside(broken, self.place)

    def _bound_place(self, value: object) -> Any:
        self.constants([value])  # which refuses what is no value
        return self.place(lexical_value(value))

    def _matches(self, pattern: str, texts: Sequence[str], cells: pa.StringArray) -> Sequence[bool]:
        # Python keeps a compiled pattern, RE2 makes it anew for each constraint
        return [re.fullmatch(pattern, text, re.ASCII) is not None for text in texts]


def is_read(read: Any, text: str) -> bool:
    """Whether ``read(text)`` raises no ValueError."""
    try:
        read(text)
    except ValueError:
        return False
    return True
