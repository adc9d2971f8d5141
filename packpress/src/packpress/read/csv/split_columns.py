"""Splits a valid block into columns with Arrow's CSV reader, configured to take every cell as written."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from pyarrow import csv

from packpress.arrow.arrays import utf8_array
from packpress.package.model import Dialect
from packpress.read.csv.blocks import Block
from packpress.read.csv.tokenizer import TextFault, Tokenizer
from packpress.read.reader import RaggedError

FEW = 100
"""Up to this number of cells, the exact tokenizer is faster than Arrow's reader."""


def read_cells(block: Block, columns: int, dialect: Dialect, only: Sequence[int] | None = None) -> list[pa.StringArray]:
    """Returns the columns of a valid block as Arrow strings: one array per column, every cell as written, without nulls.

    ``columns`` is the number of columns of the block; with ``only``, those are read and returned, in that order. Raises
    RaggedError if a row is ragged, as in blocks of a scanner that is not ``even``.
    """
    if not block.data:
        return [pa.nulls(0, pa.string())] * (columns if only is None else len(only))
    wanted = range(columns) if only is None else only
    split = split_few if block.rows * columns <= FEW else split_many
    return split(block, columns, block.delimiter or dialect.delimiter, wanted)


def split_many(block: Block, columns: int, delimiter: str, wanted: Sequence[int]) -> list[pa.StringArray]:
    """Returns the requested columns of a block with rows, by Arrow's reader; otherwise like ``read_cells``."""
    names = [str(number) for number in range(columns)]
    try:
        table = csv.read_csv(
            pa.BufferReader(block.data),
            read_options=csv.ReadOptions(column_names=names, block_size=len(block.data) + 1, use_threads=False),
            parse_options=csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=block.has_long_rows, ignore_empty_lines=True
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                check_utf8=False,
                include_columns=[names[number] for number in wanted],
            ),
        )
    except pa.ArrowInvalid as error:
        raise RaggedError from error
    if len(table) != block.rows:
        raise RaggedError  # a row is blank
    return [column.combine_chunks() if column.num_chunks != 1 else column.chunk(0) for column in table.columns]


def split_few(block: Block, columns: int, delimiter: str, wanted: Sequence[int]) -> list[pa.StringArray]:
    """Returns the same by the exact tokenizer, faster than Arrow's reader starts; a package may have 10,000 tables."""
    rows = []
    for row in Tokenizer(delimiter.encode()).read(block.data, block.line, final=True):
        if isinstance(row, TextFault) or row.is_blank or len(row.cells) != columns:
            raise RaggedError
        rows.append(row.cells)
    if len(rows) != block.rows:
        raise RaggedError
    return [utf8_array([row[number] for row in rows]) for number in wanted]
