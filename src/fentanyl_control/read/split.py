"""The cells of a legal block as columns: Arrow's reader of CSV, told to take every cell as it is written."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from pyarrow import csv

from fentanyl_control.package.model import Dialect
from fentanyl_control.read.blocks import Block
from fentanyl_control.read.reader import RaggedError


def read_cells(block: Block, columns: int, dialect: Dialect, only: Sequence[int] | None = None) -> list[pa.StringArray]:
    """The columns of a legal block as Arrow strings: one array a column, every cell as written, nothing null.

    ``columns`` is how many the block has; with ``only`` those are read and given, in that order. Raises RaggedError where
    a row is ragged, which the blocks of a scanner that is not ``even`` may have.
    """
    if not block.data:
        return [pa.nulls(0, pa.string())] * (columns if only is None else len(only))
    names = [str(number) for number in range(columns)]
    try:
        table = csv.read_csv(
            pa.BufferReader(block.data),
            read_options=csv.ReadOptions(column_names=names, block_size=len(block.data) + 1, use_threads=False),
            parse_options=csv.ParseOptions(
                delimiter=block.delimiter or dialect.delimiter, newlines_in_values=block.has_long_rows, ignore_empty_lines=True
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                check_utf8=False,
                include_columns=[] if only is None else [names[number] for number in only],
            ),
        )
    except pa.ArrowInvalid as error:
        raise RaggedError from error
    if len(table) != block.rows:
        raise RaggedError  # a row is blank
    return [column.combine_chunks() if column.num_chunks != 1 else column.chunk(0) for column in table.columns]
