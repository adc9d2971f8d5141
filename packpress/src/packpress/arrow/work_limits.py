"""Limits the work of a schema's patterns, so that no package, however hostile, takes minutes to check.

RE2 is linear in the text, but the cost of a byte grows with the pattern: microseconds if its automaton does not fit RE2's
memory, and 20 ns more for each place of the pattern (measured). So a call of RE2 gets no more bytes than it can process in a
few seconds in the worst case, and patterns that actually are that slow are abandoned when their time is used up.
"""

from __future__ import annotations

import re
import time
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import bool_array, buffer_values, string_array

MAX_INSTRUCTIONS = 2_000_000
"""Limit on the total size of a package's patterns; RE2 compiles about two million instructions per second."""
SMALL = 11
"""Up to how many places the automaton of a pattern always fits RE2's memory, so that its time is not limited."""
CALL_SECONDS, BYTE_SECONDS, PLACE_SECONDS = 3.0, 7e-6, 2e-8
"""Worst-case time of a call; of a byte of text; and of a place of the pattern for each byte."""
SECONDS, SECONDS_PER_BYTE = 1.5, 4e-7
"""CPU time that larger patterns may take for a package, plus that per byte they match. Common ones need a tenth of it."""
JSON_STEPS, JSON_STEPS_PER_BYTE = 2_000_000, 1.25
"""How many steps the JSON Schemas of a package may take, plus those per character of the cells. Checking a value with a schema
is one step, plus half a step per keyword. A step takes about 0.3 µs; common schemas take a quarter of a step per character."""
MAX_SCHEMAS = 100_000
"""How many subschemas all JSON Schemas of a package may have together; a compiled one takes about a kilobyte."""
_TRUSTED = 8 * 2**20
"""After this many bytes were matched in time, a call may match more; the time stays proportional to the text."""
_EMPTY = string_array([""])[0]


class TooSlowError(Exception):
    """The time for patterns is used up; the remaining cells are not checked."""


class Pattern(NamedTuple):
    """A pattern for RE2 with its size: how many places of it a text can be at simultaneously, and its instructions."""

    text: str
    places: int
    instructions: int

    @property
    def longest(self) -> int | None:
        """How many bytes a cell may have to be matched; None if there is no limit."""
        if self.places <= SMALL:
            return None
        return int(CALL_SECONDS / (BYTE_SECONDS + PLACE_SECONDS * self.places))


_CLASS = r"\[\^?\]?(?:\[:\^?\w+:\]|\\[pP]\{[^}]*\}|\\.|[^\]\\])*\]"
_TOKEN = re.compile(rf"\\[pP]\{{[^}}]*\}}|\\[pP].|\\x\{{[^}}]*\}}|\\.|{_CLASS}|.", re.DOTALL)
_COUNT = re.compile(r"\{(\d+)(?:,(\d*))?\}")
_OPERATORS = frozenset("*+?|^$")
_PROPERTY, _ANY = 2_000, 16  # instructions of a Unicode property such as \p{L}, and of a wildcard or negated class


def size(pattern: str) -> tuple[int, int]:
    """Returns how many places and instructions RE2 makes of the pattern, at least; ``x{2,5}`` counts as five ``x``."""
    groups: list[list[tuple[int, int]]] = [[]]
    position = 0
    while position < len(pattern):
        if count := _COUNT.match(pattern, position):
            low, high = int(count[1][:5]), int((count[2] or count[1])[:5])
            if groups[-1]:
                places, instructions = groups[-1].pop()
                times = max(1, low + 1 if count[0].endswith(",}") else high)
                groups[-1].append((places * times, instructions * times + times))
            position = count.end()
            continue
        token = _TOKEN.match(pattern, position)
        assert token is not None  # the last alternative takes any character
        position = token.end()
        if token[0] == "(":
            groups.append([])
        elif token[0] == ")" and len(groups) > 1:
            inner = groups.pop()
            groups[-1].append((sum(p for p, _ in inner), 2 + sum(i for _, i in inner)))
        elif token[0] not in _OPERATORS:
            groups[-1].append((1, _instructions(token[0])))
    parts = [part for group in groups for part in group]
    return sum(p for p, _ in parts), sum(i for _, i in parts)


def _instructions(token: str) -> int:
    properties = len(re.findall(r"\\[pP]", token)) * _PROPERTY
    wide = _ANY if token == "." or token.startswith("[^") or re.search(r"\\[WSD]|\[:\^", token) else 0
    return properties + wide + sum(2 if character.isascii() else 12 for character in token)


class Effort:
    """The work that the patterns and JSON Schemas of one package have caused so far, compared with the limits.

    A part of a file has a ``share`` of the limits of a package, as large as its part of the bytes.
    """

    def __init__(self, share: float = 1.0) -> None:
        self.instructions = self.bytes = self.schemas = 0
        self.seconds = 0.0
        self._seconds = SECONDS * share
        self.steps_left = JSON_STEPS * share

    @property
    def is_exhausted(self) -> bool:
        """Whether the work reached a limit."""
        return self.steps_left < 0 or self.seconds > self._seconds + SECONDS_PER_BYTE * self.bytes

    def admit(self, pattern: str, form: str = "{}") -> Pattern:
        """Returns the pattern, inserted into ``form``, and counts its size.

        Raises ValueError if the patterns of the package get too large in total.
        """
        return self.count(Pattern(form.format(pattern), *size(pattern)))

    def count(self, pattern: Pattern) -> Pattern:
        """Returns the pattern and counts its size. Raises ValueError if those of the package get too large in total."""
        self.instructions += pattern.instructions
        if self.instructions > MAX_INSTRUCTIONS:
            raise ValueError("the patterns of the package are too large in total; make their counts smaller, or use maxLength")
        return pattern

    def admit_schema(self) -> None:
        """Counts a schema inside a JSON Schema. Raises ValueError if the package has too many in total."""
        self.schemas += 1
        if self.schemas > MAX_SCHEMAS:
            raise ValueError(
                f"the JSON Schemas of the package have more than {MAX_SCHEMAS:,} schemas in them; make them smaller"
            )

    def allow_steps(self, length: int) -> None:
        """Adds the steps that JSON cells with that many characters in total may take."""
        self.steps_left += JSON_STEPS_PER_BYTE * length

    def step(self, count: float = 1) -> None:
        """Counts steps of a JSON Schema. Raises TooSlowError if there are too many for the text."""
        self.steps_left -= count
        if self.steps_left < 0:
            raise TooSlowError

    def matches(self, cells: pa.StringArray, pattern: Pattern) -> pa.BooleanArray:
        """Returns a mask of the cells that contain a match, or are too long to be matched. Raises TooSlowError."""
        if pattern.longest is None:
            return pc.match_substring_regex(cells, pattern=pattern.text)
        offsets = byte_offsets(cells)
        total, at_once = offsets[-1] - offsets[0], pattern.longest * max(1, self.bytes // _TRUSTED)
        too_long = longer(cells, pattern.longest)
        if total > pattern.longest:
            cells = pc.if_else(too_long, _EMPTY, cells)  # not null, which Arrow would match too
        cuts = [0, len(cells)] if total <= at_once else _cuts(byte_offsets(cells), at_once)
        parts = [self._judge(cells[i:j], int(offsets[j] - offsets[i]), pattern) for i, j in pairwise(cuts)]
        return pc.or_(parts[0] if len(parts) == 1 else pa.concat_arrays(parts), too_long)

    def _judge(self, cells: pa.StringArray, length: int, pattern: Pattern) -> pa.BooleanArray:
        if self.seconds > self._seconds + SECONDS_PER_BYTE * self.bytes:
            raise TooSlowError
        began = time.thread_time()
        mask = pc.match_substring_regex(cells, pattern=pattern.text)
        self.seconds += time.thread_time() - began
        self.bytes += length
        return mask


def byte_offsets(cells: pa.StringArray) -> npt.NDArray[np.int64]:
    """Returns the position in the bytes at which each text begins, and then the one at which the last text ends."""
    return buffer_values(cells.buffers()[1], np.int32)[cells.offset : cells.offset + len(cells) + 1].astype(np.int64)


def longer(cells: pa.StringArray, limit: int) -> pa.BooleanArray:
    """Returns a mask of the texts with more bytes than the limit."""
    offsets = byte_offsets(cells)
    if offsets[-1] - offsets[0] <= limit:
        return bool_array(np.zeros(len(cells), dtype=np.bool_))
    return pc.and_(pc.is_valid(cells), bool_array(np.diff(offsets) > limit))


def _cuts(offsets: npt.NDArray[np.int64], at_once: int) -> list[int]:
    """Returns where to split cells with these offsets, so that each part has at most ``at_once`` bytes, or is one cell."""
    cuts = [0]
    while (begin := cuts[-1]) < len(offsets) - 1:
        end = int(np.searchsorted(offsets, offsets[begin] + at_once, side="right")) - 1
        cuts.append(min(max(end, begin + 1), len(offsets) - 1))
    return cuts
