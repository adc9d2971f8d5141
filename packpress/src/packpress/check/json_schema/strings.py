"""Matches the strings inside JSON values against patterns all at once: RE2 takes as long for one string as for a thousand."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from packpress.arrow.arrays import numpy_values, string_array
from packpress.arrow.work_limits import Effort, Pattern, TooSlowError
from packpress.check.json_schema.values import Json

_BYTES_A_STEP, _STRINGS_A_STEP = 50, 5


class Strings(threading.local):
    """The strings of the values that a thread checks, and in which of them each pattern was found; one state per thread."""

    def __init__(self, effort: Effort) -> None:
        self.effort = effort
        self.begin(())

    def begin(self, values: Sequence[Json]) -> None:
        """Replaces the values by these."""
        self._values = values
        self._places: dict[str, int] | None = None if values else {}
        self._found: dict[str, bytes] = {}
        self._column, self._bytes = string_array([]), 0

    def is_found(self, pattern: Pattern, text: str) -> bool:
        """Returns whether the pattern is found in a string of the values; raises TooSlowError if that is too long."""
        self.effort.step()
        if pattern.text not in self._found:
            self._found[pattern.text] = self._match(pattern)
        if pattern.longest is not None and len(text) > pattern.longest // 4:  # a character has at most 4 bytes
            raise TooSlowError
        assert self._places is not None  # set by _match
        place = self._places.get(text)
        return place is not None and self._found[pattern.text][place] == 1

    def _match(self, pattern: Pattern) -> bytes:
        """Returns one byte per string: 1 if the pattern is found in it."""
        if self._places is None:
            strings = [*_encodable(dict.fromkeys(_strings(self._values)))]
            self._places = {string: place for place, string in enumerate(strings)}
            self._column, self._bytes = string_array(strings), sum(map(len, strings))
        self.effort.step(pattern.instructions + self._bytes // _BYTES_A_STEP + len(self._places) // _STRINGS_A_STEP)
        return numpy_values(self.effort.matches(self._column, pattern)).tobytes()


def _strings(values: Sequence[Json]) -> Iterator[str]:
    """Yields the strings and the names inside the values."""
    left = list(values)
    while left:
        value = left.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from value
            left += value.values()
        elif isinstance(value, list):
            left += value


def _encodable(strings: dict[str, None]) -> Iterator[str]:
    """Yields those without half of a surrogate pair, in which no pattern is found."""
    for string in strings:
        if string.isascii() or not any("\ud800" <= character <= "\udfff" for character in string):
            yield string
