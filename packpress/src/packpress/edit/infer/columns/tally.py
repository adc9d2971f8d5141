"""Counts, block by block, which notations the cells of a column are in, which values it has, and whether they repeat.

Memory is bounded by the number of rows only where a column may still be a key: eight bytes a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import bool_array, numpy_values, rows_where, string_array
from packpress.arrow.hashes import Hashes, hash_column
from packpress.arrow.text_column import Texts
from packpress.edit.infer.columns.notations import MISSING, NOTATIONS, Notation

MAX_ODD = 3
"""How many different texts may be unlike a notation to be mistakes, and how many values of a key may be repeated."""
_MAX_KEPT = 10
"""How many different texts may be unlike a notation before it is given up."""
MAX_LISTED = 40
_FIRST = 20
"""How many different texts are tried with all notations, one by one; most notations are given up with them."""
_BLANK = r"\A[\s\p{Z}\x{1c}-\x{1f}\x{85}]*\z"
_EMPTY_TEXT = string_array([""])[0]
_WORDS = string_array(MISSING)
_NO_HASHES: Hashes = np.zeros(0, np.uint64)
EMPTY = hash_column(string_array([""]))[0]


class Fit:
    """How many cells are in a notation, and the texts that are not: how often each occurs, and its first row."""

    def __init__(self, notation: Notation) -> None:
        self.notation = notation
        self.fits = 0
        self.odd: dict[str, list[int]] = {}
        self.example = ""

    def may_go_on(self, lines: str, count: int) -> bool:
        """Returns whether few enough of the texts, one a line, are unlike the notation; much faster than to try each."""
        return count - self.notation.may_fit_lines(lines) <= _MAX_KEPT

    @property
    def odd_cells(self) -> int:
        """Number of cells that are not in the notation."""
        return sum(count for count, _ in self.odd.values())


class Tally:
    """What is counted of one column; ``known`` is its type if the file has it; ``marks`` are the points and commas in it."""

    def __init__(self, name: str, known: Mapping[str, Any] | None = None) -> None:
        self.name, self.known = name, known
        self.rows = self.empty = self.blank = self.filled = self.longest = 0
        self.first_empty = -1
        self.example = ""
        self.words: dict[str, int] = {}
        self.marks: set[str] = set()
        self.fits: list[Fit] = []
        self._is_tried = known is not None
        self._places: dict[str, int] = {}
        self.values: dict[str, list[int]] | None = {}
        self._hashes: list[Hashes] | None = []

    def add(self, cells: pa.StringArray) -> None:
        """Counts the cells of a block."""
        cells = pc.fill_null(cells, _EMPTY_TEXT) if cells.null_count else cells
        self._places = {}
        lengths = Texts(cells).lengths
        blank = numpy_values(pc.match_substring_regex(cells, pattern=_BLANK))
        empty = lengths == 0
        if self.first_empty < 0 and blank.any():
            self.first_empty = self.rows + int(np.argmax(blank))
        self.empty += int(np.count_nonzero(empty))
        self.blank += int(np.count_nonzero(blank & ~empty))
        filled = int(np.count_nonzero(~empty))
        self.filled += filled
        self.longest = max(self.longest, int(lengths.max(initial=0)))
        counted = pc.value_counts(cells)
        texts, counts = counted.field("values"), numpy_values(counted.field("counts"))
        is_some = numpy_values(pc.not_equal(texts, _EMPTY_TEXT))
        texts, counts = pc.filter(texts, bool_array(is_some)), counts[is_some]
        if not self.example and len(texts):
            self.example = str(texts.to_pylist()[0])
        self._add_values(cells, texts, counts)
        self._add_hashes(cells, filled - len(texts))
        self._add_fits(cells, texts, counts)
        self.marks |= {
            mark for mark in ".," if mark not in self.marks and pc.any(pc.match_substring(texts, pattern=mark)).as_py()
        }
        self.rows += len(cells)

    def _add_values(self, cells: pa.StringArray, texts: pa.StringArray, counts: Any) -> None:
        if self.values is None:
            return
        if len(texts) > MAX_LISTED:
            self.values = None
            return
        for text, count in zip(texts.to_pylist(), counts.tolist(), strict=True):
            if text in self.values:
                self.values[text][0] += count
            else:
                self.values[text] = [count, self._first(cells, text)]
        if len(self.values) > MAX_LISTED:
            self.values = None

    def _add_hashes(self, cells: pa.StringArray, repeats: int) -> None:
        if self._hashes is None:
            return
        if repeats > MAX_ODD:
            self._hashes = None
        else:
            self._hashes.append(hash_column(cells))

    def _add_fits(self, cells: pa.StringArray, texts: pa.StringArray, counts: Any) -> None:
        is_word = numpy_values(pc.is_in(texts, value_set=_WORDS))
        for text, count in zip(pc.filter(texts, bool_array(is_word)).to_pylist(), counts[is_word].tolist(), strict=True):
            self.words[text] = self.words.get(text, 0) + count
        texts, counts = pc.filter(texts, bool_array(~is_word)), counts[~is_word]
        if len(texts) and not self._is_tried:
            self.fits = [Fit(n) for n in NOTATIONS if not n.named or re.search(n.named, _split(self.name))]
            self._is_tried = True
        for begin, end in ((0, _FIRST), (_FIRST, len(texts))):
            piece, times = texts[begin:end], counts[begin:end]
            if len(piece):
                listed = piece.to_pylist() if len(piece) <= _FIRST else None
                lines = "\n".join(listed) if listed and not any("\n" in text for text in listed) else None
                possible = (fit for fit in self.fits if lines is None or fit.may_go_on(lines, len(piece)))
                self.fits = [fit for fit in possible if self._try(fit, piece, listed, times, cells)]

    def _try(
        self, fit: Fit, texts: pa.StringArray, listed: list[str | None] | None, counts: Any, cells: pa.StringArray
    ) -> bool:
        """Counts the texts that are in the notation; returns whether it is still possible. ``listed`` are the texts if few."""
        fits = fit.notation.fits(texts, listed)
        rest = pc.filter(texts, bool_array(~fits))
        if len(rest) > _MAX_KEPT:
            return False
        odd = rest.to_pylist()
        fit.fits += int(counts[fits].sum())
        if not fit.example and fits.any():
            fit.example = str(texts[int(np.argmax(fits))].as_py())
        for text, count in zip(odd, counts[~fits].tolist(), strict=True):
            assert text is not None  # the column has no null
            if text in fit.odd:
                fit.odd[text][0] += count
            else:
                fit.odd[text] = [count, self._first(cells, text)]
        return len(fit.odd) <= _MAX_KEPT

    def _first(self, cells: pa.StringArray, text: str) -> int:
        """Returns the first row of the block with that text; each text is searched for only once."""
        if text not in self._places:
            self._places[text] = self.rows + int(rows_where(pc.equal(cells, string_array([text])[0]))[0])
        return self._places[text]

    def hashes(self) -> tuple[Hashes, tuple[int, ...], int]:
        """Returns a hash for each row, the rows of the first repeated values, and how many cells repeat an earlier one."""
        if self._hashes is None:
            return _NO_HASHES, (), MAX_ODD + 1
        hashes = np.concatenate(self._hashes) if self._hashes else _NO_HASHES
        order = np.argsort(hashes, kind="stable")
        ranked = hashes[order]
        repeated = order[1:][(ranked[1:] == ranked[:-1]) & (ranked[1:] != EMPTY)]
        if len(repeated) > MAX_ODD:
            return _NO_HASHES, (), len(repeated)
        return hashes, tuple(sorted(repeated.tolist())), len(repeated)


def _split(name: str) -> str:
    """Returns the name with its words apart: "birthYear" becomes "birth Year"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name)


def each_word(name: str) -> Iterator[str]:
    """Yields the words of a name in lower case: "birthYear" and "birth_year" give "birth" and "year"."""
    return iter(re.findall(r"[^\W_]+", _split(name).lower()))
