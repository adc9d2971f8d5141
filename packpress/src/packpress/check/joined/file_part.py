"""Takes the part of one file from the result of a block in which several files were checked together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from packpress.arrow.arrays import Rows
from packpress.check.blocks.judge_block import JudgedBlock, JudgedColumn
from packpress.check.keys.table_keys import KeyBlock, KeyFields, Rise, first_and_last, is_written_so
from packpress.package.model import Schema
from packpress.read.csv.blocks import Block
from packpress.read.reader import Breach, Column
from packpress.types.field_type import FieldType


def faulty_files(judged: JudgedBlock, ends: Sequence[int]) -> frozenset[int]:
    """Returns the numbers of the files that have a breach; ``ends`` are the rows at which the files end."""
    found: set[int] = set()
    for breach in (breach for column in judged.columns for breach in column.breaches):
        found.update(np.searchsorted(ends, breach.rows, side="right").tolist())
    return frozenset(found)


def part_of(judged: JudgedBlock, begin: int, rows: int, keys: KeyBlock) -> JudgedBlock:
    """Returns the rows from ``begin`` on as a block of its own, with these keys."""
    given = [Column(column.cells.slice(begin, rows)) for column in judged.given]
    columns = [
        JudgedColumn(
            column.values.slice(begin, rows),
            column.compared.slice(begin, rows),
            _breaches(column.breaches, begin, rows),
            column.is_inexact,
        )
        for column in judged.columns
    ]
    return JudgedBlock(given, columns, keys)


def _breaches(breaches: Sequence[Breach], begin: int, rows: int) -> list[Breach]:
    found = ((breach, _within(breach.rows, begin, rows)) for breach in breaches)
    return [breach._replace(rows=own) for breach, own in found if len(own)]


def _within(rows: Rows, begin: int, count: int) -> Rows:
    """Returns those of the sorted rows that are among ``count`` from ``begin`` on, counted from there."""
    first, end = np.searchsorted(rows, (begin, begin + count)).tolist()
    return rows[first:end] - begin


def key_part(judged: JudgedBlock, begin: int, block: Block, schema: Schema, types: Mapping[str, FieldType]) -> KeyBlock:
    """Returns the keys of the rows from ``begin`` on, which are those of ``block``.

    ``types`` are those of the columns that some key needs.
    """
    whole, last = judged.keys, begin + block.rows - 1
    texts = whole.texts.slice(begin, block.rows)
    rises: dict[KeyFields, Rise] = {}
    for fields in whole.rises:
        (name,) = fields
        column = judged.columns[schema.names.index(name)].compared if types[name].rises else whole.texts[name]
        rises[fields] = first_and_last(column, begin, last)
    hashes = {fields: found[begin : last + 1] for fields, found in whole.hashes.items()}
    written = None
    if whole.written is not None:
        other = whole.written.slice(begin, block.rows)
        differing = [name for name in other if not is_written_so(other[name], texts[name])]
        written = other.only(differing) if differing else None
    return KeyBlock(block.rows, block.line, None if block.is_even else block.lines(), texts, rises, hashes, written)
