"""Finds foreign keys: columns whose every value is in the key of a table, and says how sure it is that they refer to it.

A reference is written if the name of the column names the table or its key, or if its values are texts, which hardly coincide
with the keys of another table. Whole numbers coincide easily, so without a name they are only remarked on. Where the names
match, a few missing values are mistakes like those of a nearly right date: the reference is written, so that validate names
them. If more are missing, or few were found, they are only named.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from packpress.arrow.arrays import Mask
from packpress.arrow.hashes import Hashes, hash_column
from packpress.edit.infer.columns.tally import EMPTY, each_word
from packpress.edit.infer.files.batches import Reading
from packpress.edit.infer.key_choice import KEY_WORDS, table_words
from packpress.edit.infer.model import Draft, Guess
from packpress.escape import escape, printable

_GENERIC = frozenset(
    "id code key name nr no number uuid guid identifier slug pk type kind status date day month year time".split()
)
_ENDS = ("", "id", "code", "key", "no", "nr", "number", "ref", "name", "slug")
_MAX_MISSES, _FEWEST_FOUND, _FEWEST_VALUES, _FEWEST_TEXTS = 3, 5, 2, 3
"""How many cells may be missing in a reference that is written, how many must be found then, how many different values and,
where the names differ, different texts."""


class Found(NamedTuple):
    """A reference that was written: the column, the table and column that it refers to, and how sure that is."""

    path: str
    column: str
    table: str
    key: str
    reason: str


class _Trial:
    """A column that may refer to the key of a table: which keys it has used, and the first of its values that are not keys."""

    def __init__(self, child: Draft, column: Guess, parent: Draft, keys: Hashes) -> None:
        self.child, self.column, self.parent, self.keys = child, column, parent, keys
        self.key = parent.column(parent.primary_key[0])
        self.is_named = _names_own_parent(column) if parent is child else _is_named(column, parent, self.key)
        self.used: Mask = np.zeros(len(keys), np.bool_)
        self.misses: list[tuple[int, str]] = []
        self.missed = 0
        self.cells = 0

    @property
    def different(self) -> int:
        """How many different values were found."""
        return int(self.used.sum())

    @property
    def found(self) -> int:
        """How many cells have a key."""
        return self.cells - self.missed

    def add(self, hashes: Hashes, cells: pa.StringArray, begin: int) -> bool:
        """Counts the values of a block that are keys; returns whether they may still refer to the table."""
        rows = np.flatnonzero(hashes != EMPTY)
        present = hashes[rows]
        places = np.minimum(np.searchsorted(self.keys, present), len(self.keys) - 1)
        found = self.keys[places] == present
        self.used[places[found]] = True
        self.cells += len(rows)
        missed = rows[~found]
        self.missed += len(missed)
        room = _MAX_MISSES - len(self.misses)
        self.misses += [(begin + row, str(cells[row].as_py())) for row in missed[:room].tolist()]
        return self.is_named or not self.missed


def find_references(drafts: Sequence[Draft]) -> list[Found]:
    """Adds the foreign keys to the drafts, remarks on those that are doubtful, and returns those that it added."""
    parents = [
        (draft, np.sort(draft.column(draft.primary_key[0]).hashes))
        for draft in drafts
        if len(draft.primary_key) == 1 and len(draft.column(draft.primary_key[0]).hashes)
    ]
    found = []
    for child in drafts:
        trials = [t for column in child.columns for t in _trials(child, column, parents)]
        for column, passed in _passed(child, trials).items():
            found += _take(child, column, passed)
    return found


def _trials(child: Draft, column: Guess, parents: list[tuple[Draft, Hashes]]) -> list[_Trial]:
    if column.raw not in ({"type": "string"}, {"type": "integer"}) or not column.example:
        return []
    made = (_Trial(child, column, parent, keys) for parent, keys in parents)
    return [trial for trial in made if _is_possible(trial)]


def _is_possible(trial: _Trial) -> bool:
    """Returns whether types and names allow the reference."""
    child, column, parent, key = trial.child, trial.column, trial.parent, trial.key
    if parent is child and (column is key or not trial.is_named):
        return False
    if child.primary_key == (column.name,) and not (trial.is_named and _is_about(column, parent)):
        return False
    if column.type != key.type:
        return trial.is_named and (column.type, key.type) == ("integer", "string")
    return trial.is_named or column.type == "string" or [*each_word(column.name)][-1:] == ["id"]


def _passed(child: Draft, trials: list[_Trial]) -> dict[str, list[_Trial]]:
    """Returns the references that all rows of the table allow, or nearly all, by column."""
    begin, places = 0, {column.name: number for number, column in enumerate(child.columns)}
    live = trials
    reading = Reading(child.source, [dict(c.raw) for c in child.columns] if child.source.format == "parquet" else ())
    for batch in reading.batches() if trials else ():
        cells = {name: batch.columns[places[name]] for name in {t.column.name for t in live}}
        hashes = {name: hash_column(column) for name, column in cells.items()}
        live = [t for t in live if t.add(hashes[t.column.name], cells[t.column.name], begin)]
        begin += len(batch.lines)
    found: dict[str, list[_Trial]] = {}
    for trial in live:
        if trial.cells and reading.fault is None:
            found.setdefault(trial.column.name, []).append(trial)
    return found


def _take(child: Draft, column: str, passed: list[_Trial]) -> list[Found]:
    """Adds the reference to the draft if exactly one table is certain; remarks on the others."""
    whole = [t for t in passed if not t.missed]
    named = [t for t in whole if t.is_named and t.different >= _FEWEST_VALUES]
    sure = named or [trial for trial in whole if _is_telling(trial)]
    if not whole:
        near = [t for t in passed if t.found >= _FEWEST_VALUES and 2 * t.found >= t.cells]
        sure = near if len(near) == 1 and _is_nearly_whole(near[0]) else []
        for trial in near:
            child.remark(column, _missing(trial, is_written=bool(sure)))
    if len(sure) == 1:
        return [_add(child, sure[0])]
    if sure:
        names = " and ".join(f"{t.parent.name}.{t.key.name}" for t in sure)
        child.remark(column, f"has only values that are keys of {names}; choose one and write the foreign key")
        return []
    for trial in whole:
        count = trial.different
        if count >= max(_FEWEST_TEXTS, len(trial.keys) // 2):
            what = "whole numbers" if trial.column.type == "integer" else "values"
            chance = f"its {count:,} different {what} are keys there, which may be chance"
            child.remark(column, f"may refer to {trial.parent.name}.{trial.key.name}: {chance}; no foreign key was written")
    return []


def _is_nearly_whole(trial: _Trial) -> bool:
    """Returns whether so few cells are missing that they must be mistakes."""
    return trial.missed <= _MAX_MISSES and trial.found >= _FEWEST_FOUND and trial.different >= _FEWEST_VALUES


def _missing(trial: _Trial, *, is_written: bool) -> str:
    """Returns which values are missing in the other table, and what was written or is to be written."""
    child, place = trial.child, f"{trial.parent.name}.{trial.key.name}"
    odd = ", ".join(f"{escape(text, 40)} (line {child.line(row):,})" for row, text in trial.misses)
    odd += f" and {trial.missed - len(trial.misses):,} more" if trial.missed > len(trial.misses) else ""
    rest = f"{trial.found:,} of {trial.cells:,} values are in {place}, but not {odd}"
    if is_written:
        return f"{rest}. The foreign key was written, so that validate names {'it' if trial.missed == 1 else 'them'}"
    reference = {} if trial.parent is child else {"resource": trial.parent.name}
    key = {"fields": [trial.column.name], "reference": {**reference, "fields": [trial.key.name]}}
    advice = f"If it refers to {trial.parent.name}, add to foreignKeys of the schema: {json.dumps(key, ensure_ascii=False)}"
    return f"{rest}; no foreign key was written. {printable(advice)}"


def _is_telling(trial: _Trial) -> bool:
    """Returns whether the values prove the reference without the name: several texts, and the other column is called a key."""
    has_texts = trial.column.type == "string" and trial.different >= _FEWEST_TEXTS
    return has_texts and bool(KEY_WORDS & set(each_word(trial.key.name)))


def _add(child: Draft, trial: _Trial) -> Found:
    own = trial.parent is child
    trial.child.foreign_keys.append((trial.column.name, "" if own else trial.parent.name, trial.key.name))
    trial.column.constraints.pop("enum", None)
    if trial.column.type != trial.key.type:
        trial.column.raw = {"type": "string"}
    values = f"{trial.different:,} different values found"
    values += f", {trial.missed:,} missing" if trial.missed else ""
    reason = f"{values}, and the names match" if trial.is_named else f"{values}, but the names differ: probable"
    return Found(child.source.path, trial.column.name, trial.parent.name, trial.key.name, reason)


def _is_named(column: Guess, parent: Draft, key: Guess) -> bool:
    """Returns whether the name of the column names the table or its key."""
    plain, wanted = "".join(each_word(column.name)), "".join(each_word(key.name))
    if plain == wanted and wanted not in _GENERIC:
        return True
    return _is_about(column, parent)


def _is_about(column: Guess, parent: Draft) -> bool:
    """Returns whether the name of the column ends with that of the table, such as "home_country_id" for "countries"."""
    plain = "".join(each_word(column.name))
    return any(plain.endswith(f"{word}{end}") for word in table_words(parent) for end in _ENDS if len(word) > 2)


def _names_own_parent(column: Guess) -> bool:
    """Returns whether the name says that the column refers to its own table, such as "parent_id"."""
    return bool({"parent", "replaces", "predecessor", "successor", "supervisor", "manager"} & set(each_word(column.name)))
