"""Matches the cells of a column with a pattern."""

from __future__ import annotations

from functools import cached_property, lru_cache
from threading import Lock
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import bool_array, int64_array, rows_where, string_array
from packpress.arrow.work_limits import Effort, Pattern, TooSlowError
from packpress.pattern.emit import emit
from packpress.pattern.syntax.faults import UncheckedPatternError
from packpress.pattern.syntax.nodes import Node, char_sets
from packpress.pattern.syntax.parser import parse_pattern
from packpress.pattern.widths import Places, byte_places


class _Forms(NamedTuple):
    """The compiled forms of a pattern.

    ``is_narrower`` says whether the narrow form matches fewer texts. ``byte_places`` has the ASCII bytes allowed at each
    place if all texts have the same length.
    """

    tree: Node
    narrow: Pattern
    is_narrower: bool
    byte_places: Places | None


class PatternMatcher:
    r"""Tests which cells match the pattern as a whole.

    Every cell is first matched with the narrow form of the pattern, in which ``\w`` and the like are restricted to ASCII:
    RE2 compiles that up to 50 times faster. Only non-ASCII cells that it does not match need the wide form.
    """

    def __init__(self, forms: _Forms, effort: Effort) -> None:
        """Raises UncheckedPatternError if the patterns of the package get too large together."""
        self._tree, self._narrow, self._is_narrower, self.byte_places = forms
        self._effort, self._lock = effort, Lock()
        _count(self._narrow, effort)

    @property
    def longest(self) -> int | None:
        """Number of bytes up to which a cell can be matched; None means no limit."""
        return self._narrow.longest

    def matches(self, cells: pa.StringArray) -> pa.BooleanArray:
        """Returns where a cell matches, or is too long to be matched; null where it is null. Raises TooSlowError."""
        found = self._effort.matches(cells, self._narrow)
        if not self._is_narrower or not len(unmatched := rows_where(pc.invert(found))):
            return found
        taken = pc.take(cells, int64_array(unmatched))
        wide = rows_where(pc.invert(pc.string_is_ascii(taken)))
        if not len(wide):
            return found
        with self._lock:  # the blocks of a table are checked in threads
            pattern = self._wide
        right = rows_where(self._effort.matches(pc.take(taken, int64_array(wide)), pattern))
        mask = np.zeros(len(cells), np.bool_)
        mask[unmatched[wide[right]]] = True
        return pc.or_(found, bool_array(mask))

    @cached_property
    def _wide(self) -> Pattern:
        try:
            pattern = emit(self._tree)
            _count(pattern, self._effort)
            _try(pattern)
            return pattern
        except UncheckedPatternError as error:
            raise TooSlowError from error


def compile_pattern(pattern: str, effort: Effort) -> PatternMatcher:
    """Returns the matcher for the pattern of a Table Schema.

    Raises InvalidPatternError if it is not a regular expression, UncheckedPatternError if RE2 cannot run it.
    """
    return PatternMatcher(_forms(pattern), effort)


@lru_cache(maxsize=1000)  # many fields of a package share a pattern
def _forms(pattern: str) -> _Forms:
    tree = parse_pattern(pattern)
    narrow = emit(tree, is_narrow=True)
    _try(narrow)
    return _Forms(tree, narrow, not all(chars.is_listed for chars in char_sets(tree)), byte_places(tree))


def _count(pattern: Pattern, effort: Effort) -> None:
    try:
        effort.count(pattern)
    except ValueError as error:
        raise UncheckedPatternError(f"a pattern of this size: {error}") from error


def _try(pattern: Pattern) -> None:
    """Raises UncheckedPatternError if RE2 rejects the pattern."""
    try:
        pc.match_substring_regex(string_array([""]), pattern=pattern.text)
    except pa.ArrowInvalid as error:
        raise UncheckedPatternError(f"a pattern of this size: {str(error).splitlines()[0][:100]}") from error
