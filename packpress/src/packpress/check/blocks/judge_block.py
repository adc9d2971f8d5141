"""Checks one block of a table: a pure map, so that several blocks can be checked at a time, wherever that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pyarrow as pa

from packpress.check.cells.field_checker import FieldChecker
from packpress.check.cells.soft_hyphens import may_have_soft_hyphens, soft_hyphens
from packpress.check.keys.table_keys import KeyBlock, key_block
from packpress.package.model import Schema
from packpress.read.reader import AnyBlock, Breach, Column, RaggedError, Reader
from packpress.types.strptime.columns import read_moments


class JudgedColumn(NamedTuple):
    """A checked column of a block, as ``Judged``, and whether float64 would change one of its numbers."""

    values: pa.Array
    compared: pa.Array
    breaches: list[Breach]
    is_inexact: bool


class JudgedBlock(NamedTuple):
    """A checked block: its columns as read and as checked, and what the checks of keys need of it."""

    given: list[Column]
    columns: list[JudgedColumn]
    keys: KeyBlock


class Batch(NamedTuple):
    """A checked block of a table: its typed columns in the order of the schema, null where a cell is missing or invalid.

    ``given`` are the columns as they were read, and ``path`` is the file of the block.
    """

    columns: list[pa.Array]
    given: list[Column]
    path: str
    block: AnyBlock


class BlockJudge:
    """Checks the blocks of one table, with the compiled fields of its schema; ``wanted_keys`` are those that keys need."""

    def __init__(self, schema: Schema, checkers: Sequence[FieldChecker], wanted_keys: frozenset[str]) -> None:
        self.schema, self.checkers, self.wanted_keys = schema, checkers, wanted_keys
        self.key_types = {checker.field.name: checker.type for checker in checkers if checker.field.name in wanted_keys}

    def judge_block(self, reader: Reader, block: AnyBlock) -> JudgedBlock | None:
        """Checks every column of a block; returns None if a row is ragged. Blocks share no state here."""
        try:
            given = reader.columns(block)
        except RaggedError:
            return None
        cells = [column.cells for column in given]
        moments = read_moments([checker.moments for checker in self.checkers], cells)
        columns = list(map(_judge_column, self.checkers, given, moments))
        if may_have_soft_hyphens(block):
            for name, texts_of, column in zip(self.schema.names, cells, columns, strict=True):
                column.breaches.extend(soft_hyphens(texts_of, name in self.wanted_keys))
        names = self.schema.names
        texts, compared = dict(zip(names, cells, strict=True)), {n: c.compared for n, c in zip(names, columns, strict=True)}
        return JudgedBlock(given, columns, key_block(block, self.schema, texts, compared, self.key_types))


def _judge_column(checker: FieldChecker, given: Column, moments: pa.Int64Array | None) -> JudgedColumn:
    judged = checker.judge(given.cells, given.is_text, moments)
    is_inexact = not given.is_float and checker.type.is_inexact(given.cells, judged.values)
    return JudgedColumn(judged.values, judged.compared, [*given.breaches, *judged.breaches], is_inexact)
