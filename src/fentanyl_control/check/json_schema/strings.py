"""The strings inside JSON values, held against patterns all at once: RE2 takes as long for one string as for a thousand."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from fentanyl_control.check.effort import Effort, Pattern, TooSlowError
from fentanyl_control.check.json_schema.values import Json
from fentanyl_control.read.constants import string_array

_BYTES_A_STEP = 50


class Strings(threading.local):
    """The strings of the values that a thread is at, and in which of them each pattern was found; a state for each thread."""

    def __init__(self, effort: Effort) -> None:
        self.effort = effort
        self.begin(())

    def begin(self, values: Sequence[Json]) -> None:
        """Go on to these values."""
        self._values = values
        self._strings: tuple[str, ...] | None = None if values else ()
        self._found: dict[str, frozenset[str]] = {}

    def is_found(self, pattern: Pattern, text: str) -> bool:
        """Whether the pattern is found in a string of the values. Raises TooSlowError where it is too long to be asked."""
        self.effort.step()
        if pattern.text not in self._found:
            self._found[pattern.text] = frozenset(self._ask(pattern))
        if pattern.longest is not None and len(text) > pattern.longest // 4:  # which is sure in bytes
            raise TooSlowError
        return text in self._found[pattern.text]

    def _ask(self, pattern: Pattern) -> Iterator[str]:
        if self._strings is None:
            self._strings = tuple(_encodable(dict.fromkeys(_strings(self._values))))
        self.effort.step(pattern.instructions + sum(map(len, self._strings)) // _BYTES_A_STEP)
        mask = self.effort.matches(string_array(self._strings), pattern)
        return (string for string, is_found in zip(self._strings, mask.to_pylist(), strict=True) if is_found)


def _strings(values: Sequence[Json]) -> Iterator[str]:
    """The strings and the names inside the values."""
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
    """Those without half of a surrogate pair, which no pattern is found in."""
    for string in strings:
        if string.isascii() or not any("\ud800" <= character <= "\udfff" for character in string):
            yield string
