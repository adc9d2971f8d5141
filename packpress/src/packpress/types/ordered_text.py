"""Types whose values stay text but are not ordered as text: as text, the year 10000 would precede 2024."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import bool_array, numpy_values
from packpress.types.answers import Bound, Outside
from packpress.types.canonical_text import CanonicalText
from packpress.types.field_type import BOUNDS, EVERY, lexical_value


class OrderedText(CanonicalText):
    """A type whose order is that of sort keys, which Python computes once per distinct cell."""

    constraints = EVERY | BOUNDS

    @abstractmethod
    def place(self, text: str) -> Any:
        """Returns the sort key of a cell: for durations ``place("PT1M")`` is 60."""

    def outside(self, wanted: object, bound: Bound) -> Outside:
        last = self._bound_place(wanted)

        def broken(cells: pa.StringArray, places: npt.NDArray[np.object_]) -> pa.BooleanArray:
            present = np.flatnonzero(numpy_values(pc.is_valid(cells)))
            mask = np.zeros(len(cells), np.bool_)
            mask[present] = [bound.breaks(found, last) for found in places[present].tolist()]
            return bool_array(mask)

        return Outside(broken, self.place)

    def _bound_place(self, value: object) -> Any:
        self.constants([value])  # raises ValueError if it is not a value of the type
        return self.place(lexical_value(value))

    def _matches(self, pattern: str, texts: Sequence[str], cells: pa.StringArray) -> Sequence[bool]:
        # Python caches a compiled pattern, RE2 would compile it again for each constraint
        return [re.fullmatch(pattern, text, re.ASCII) is not None for text in texts]


def is_read(read: Any, text: str) -> bool:
    """Returns whether ``read(text)`` raises no ValueError: ``is_read(int, "1")`` is true."""
    try:
        read(text)
    except ValueError:
        return False
    return True
