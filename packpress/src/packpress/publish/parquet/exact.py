"""Makes decimal columns from the number columns in which float64 would change a number, or reports why that is impossible."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.check.table import TableChecker
from packpress.check.typed_table import TypedTable
from packpress.issue import Findings
from packpress.publish.parquet.decimal_type import Digits


def decimal_columns(tables: Mapping[str, TypedTable], findings: Findings) -> dict[str, dict[str, pa.ChunkedArray]]:
    """Returns the decimal columns by table and name. Adds an issue for each cell that prevents a column from being decimal."""
    found: dict[str, dict[str, pa.ChunkedArray]] = {}
    for table, typed in tables.items():
        found[table] = {}
        for name, texts in typed.checker.exact_numbers().items():
            digits = Digits(name)
            digits.add(texts, typed.values.column(name).combine_chunks(), typed.place)
            if digits.type is None or digits.special:
                digits.report(findings)
            else:
                found[table][name] = pc.cast(texts, digits.type)
    return found


def decimal_types(checker: TableChecker, findings: Findings) -> dict[str, pa.DataType]:
    """Returns the types of one table's decimal columns, reading its files again. Adds issues as ``decimal_columns`` does."""
    return types_for(column_digits(checker), findings)


def column_digits(checker: TableChecker) -> dict[str, Digits]:
    """Returns what each number column requires in which float64 would change a value, reading the files again."""
    columns = {name: Digits(name) for name in sorted(checker.inexact)}
    for batch in checker.exact_batches():
        for name, digits in columns.items():
            digits.add(batch.texts[name], batch.values[name], partial(place_in, batch.path, batch.block.lines()))
    return columns


def types_for(columns: Mapping[str, Digits], findings: Findings) -> dict[str, pa.DataType]:
    """Returns the decimal type of each column. Adds an issue for each cell that prevents a column from being decimal."""
    found = {}
    for name, digits in columns.items():
        if digits.type is None or digits.special:
            digits.report(findings)
        else:
            found[name] = digits.type
    return found


def place_in(path: str, lines: npt.NDArray[np.int64], row: int) -> tuple[str, int]:
    """Returns the file and the line of a row of a block that has these lines."""
    return path, int(lines[row])
