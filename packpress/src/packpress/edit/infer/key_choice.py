"""Chooses the key of a table: one column by its values and its name, or else two that are unique together."""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np

from packpress.arrow.hashes import Hashes, hash_column
from packpress.edit.infer.columns.tally import each_word
from packpress.edit.infer.files.batches import Reading
from packpress.edit.infer.model import Draft, Guess

KEY_WORDS = frozenset("id ids key code slug uuid guid nr no number identifier pk sku isbn doi".split())
_DATE_WORDS = frozenset("date day year month datum jahr".split())
_NUMBERS = 3
MIN_ROWS, MIN_UNIQUE, _MIN_COMPOSITE, _MAX_PARTS, _LONGEST = 3, 20, 5, 6, 64
MIN_KEY_ROWS = 2
"""From how many rows on a key is chosen."""
_STEP = np.uint64(0x9E3779B97F4A7C15)


def singular(word: str) -> str:
    """Returns the word without the ending of an English plural: "countries" gives "country"."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(?:s|x|z|ch|sh)es$", word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def table_words(draft: Draft) -> frozenset[str]:
    """Returns the names that a column may call the table by, such as "loan" and "loans", without separators."""
    whole = "".join(each_word(draft.name))
    last = [*each_word(draft.name)][-1:] or [whole]
    return frozenset(w for name in (whole, *last) for w in (name, singular(name)))


def choose_key(draft: Draft) -> None:
    """Gives the table its primary key and its columns the constraint ``unique``, and remarks on what is doubtful."""
    if draft.rows < MIN_KEY_ROWS:
        if draft.rows:
            draft.remark("", "has one row, which shows no primary key; if you know it, write it in primaryKey of the schema")
        return
    ranked = sorted(range(len(draft.columns)), key=lambda n: (_rank(draft, draft.columns[n]), n))
    for place in ranked:
        column = draft.columns[place]
        rank = _rank(draft, column)
        if rank >= 4 and (place or draft.rows < MIN_ROWS):
            continue
        if column.is_key and column.longest <= _LONGEST and rank < 5:
            draft.primary_key = (column.name,)
            if rank == 4:
                draft.remark(column.name, "was chosen as the primary key, as it is the first column and has every value once")
            break
        if rank <= 1 and _is_nearly_key(column):
            draft.primary_key = (column.name,)
            _name_repeats(draft, column)
            break
    else:
        _choose_pair(draft)
    for column in draft.columns:
        if _is_unique(draft, column):
            column.constraints["unique"] = True
    if not draft.primary_key:
        found = "no column or two columns were found that identify a row"
        draft.remark("", f"has no primary key: {found}; if you know some, write them in primaryKey of the schema")
    for name in draft.primary_key:
        draft.column(name).constraints["required"] = True
        draft.column(name).constraints.pop("enum", None)


def _is_unique(draft: Draft, column: Guess) -> bool:
    """Returns whether the column gets the constraint: by its values in many rows, and by its name."""
    has_values = draft.rows >= MIN_UNIQUE and column.is_plain and not column.odd and column.empty < column.rows
    is_distinct = len(column.hashes) > 0 and column.repeats == 0
    return has_values and is_distinct and (column.name,) != draft.primary_key and _rank(draft, column) < 4


def _rank(draft: Draft, column: Guess) -> int:
    """Returns how much the name of the column says that it is the key: 0 most, 5 not at all."""
    words = [*each_word(column.name)]
    plain, tables = "".join(words), table_words(draft)
    if plain in ("id", "uuid", "guid", "identifier", "key", "pk"):
        return 0
    if any(plain in (f"{t}{end}", f"{end}{t}") for t in tables for end in ("id", "code", "key", "no", "nr", "number", "")):
        return 1
    if words and words[-1] in ("id", "key", "uuid") and not any(plain.startswith(t) for t in tables):
        return 2
    if words and words[-1] in KEY_WORDS:
        return 3 if words[-1] != "code" or len(words) > 1 else 2
    if column.type in ("date", "year", "yearmonth") and not set(words) & _DATE_WORDS:
        return 5
    return 4


def _is_nearly_key(column: Guess) -> bool:
    """Returns whether so few cells repeat another or are empty that they must be mistakes."""
    wrong = column.repeats + column.empty
    is_plain = column.type == "string" or column.raw == {"type": "integer"}
    return is_plain and bool(len(column.hashes)) and 0 < wrong <= 3 and column.rows >= 20 * wrong and not column.odd


def _name_repeats(draft: Draft, column: Guess) -> None:
    places = [f"line {draft.line(row):,} repeats a value" for row in column.repeated]
    places += [f"line {draft.line(column.first_empty):,} is empty"] if column.first_empty >= 0 else []
    draft.remark(column.name, f"was chosen as the primary key by its name, but {', '.join(places)}; validate names it")


def _choose_pair(draft: Draft) -> None:
    """Makes two columns the key if no two rows have the same values in both."""
    if draft.rows < _MIN_COMPOSITE:
        return
    may_be = [n for n, c in enumerate(draft.columns) if c.is_plain and c.is_full and not c.odd and c.longest <= _LONGEST]
    ranks = {n: rank for n in may_be if (rank := _pair_rank(draft.columns[n])) < _NUMBERS}
    fit = sorted(ranks, key=lambda n: (ranks[n], n))[:_MAX_PARTS]
    pairs = list(combinations(sorted(fit), 2))
    kept: dict[tuple[int, int], list[Hashes]] = {pair: [] for pair in pairs}
    reading = Reading(draft.source, [dict(c.raw) for c in draft.columns] if draft.source.format == "parquet" else ())
    for batch in reading.batches():
        hashes = {n: hash_column(batch.columns[n]) for n in fit}
        for pair in list(kept):
            both = (hashes[pair[0]] * _STEP) ^ hashes[pair[1]]
            if len(np.unique(both)) < len(both):
                del kept[pair]
            else:
                kept[pair].append(both)
    whole = {pair: np.concatenate(parts) for pair, parts in kept.items() if parts}
    unique = [pair for pair, both in whole.items() if len(np.unique(both)) == len(both)]
    if not unique or reading.fault is not None:
        return
    best = min(unique, key=lambda pair: (sum(ranks[n] for n in pair), pair))
    draft.primary_key = tuple(draft.columns[n].name for n in best)
    others = len(unique) - 1
    more = f"; so are {others} other pairs of columns" if others > 1 else "; so is another pair of columns" if others else ""
    draft.remark("", f"the primary key is {' and '.join(draft.primary_key)}, which are unique only together{more}")


def _pair_rank(column: Guess) -> int:
    """Returns how much the column looks like a part of a key: 0 for codes, 1 for dates, 2 for other text, then numbers."""
    words = set(each_word(column.name))
    if words & KEY_WORDS:
        return 0
    if column.type in ("date", "year", "yearmonth") or words & _DATE_WORDS:
        return 1
    return 2 if column.type == "string" else _NUMBERS
