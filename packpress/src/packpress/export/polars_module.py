"""Writes a Python module with the Polars schema of a table, and a function that reads its file with these types."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from packpress.export.columns import TypedField, columns_of
from packpress.export.limits import unsaid
from packpress.export.python_text import beginning, expression_literal, function_name, literal
from packpress.package.model import Package, Table
from packpress.types.boolean import false_values, true_values
from packpress.types.numeral import Numeral

_TYPES = {pa.int64(): "pl.Int64", pa.float64(): "pl.Float64", pa.bool_(): "pl.Boolean", pa.date32(): "pl.Date"}


def write_polars_module(package: Package, table: Table) -> str:
    """Returns the source of the module: ``SCHEMA``, and for a delimited file the function that reads it."""
    columns = list(columns_of(table))
    words = f"`read_{function_name(table)}(path)` reads the table with the types of `SCHEMA`."
    lines = beginning(
        table, "polars", words if table.is_source else "`SCHEMA` has the types of the columns.", unsaid(table, "polars")
    )
    lines += [
        f'"""The Polars schema of the table "{table.name}"."""',
        "",
        "import polars as pl",
        "",
        "SCHEMA = pl.Schema(",
        "    {",
    ]
    lines += [f"        {literal(column.name)}: {_type(column)}," for column in columns]
    lines += ["    }", ")"]
    if table.is_source:
        lines += ["", "", *_reader(table, columns)]
    return "\n".join(lines) + "\n"


def _type(column: TypedField) -> str:
    """Returns the type of the column; a closed list of texts is an ``Enum``."""
    if column.is_text and column.allowed:
        return f"pl.Enum({literal(column.allowed)})"
    return _TYPES.get(column.kind.arrow, "pl.String")


def _reader(table: Table, columns: list[TypedField]) -> Iterator[str]:
    dialect = table.dialect
    options = [f"separator={literal(dialect.delimiter)}", "infer_schema=False"]
    options += [f"quote_char={literal(dialect.quote or None)}"] if dialect.quote != '"' else []
    options += [f"comment_prefix={literal(dialect.comment)}"] if dialect.comment else []
    options += [] if dialect.header else [f"has_header=False, new_columns={literal(tuple(column.name for column in columns))}"]
    options += [f"encoding={literal(str(table.raw['encoding']))}"] if "encoding" in table.raw else []
    yield f"def read_{function_name(table)}(path):"
    yield '    """Returns the table in the file; raises an error for a cell that is not a value of its type."""'
    yield f"    cells = pl.read_csv(path, {', '.join(options)}).fill_null('')"
    yield "    return cells.select("
    for column in columns:
        yield f"        {_value(column)},"
    yield "    )"


def _value(column: TypedField) -> str:
    """Returns the expression that reads the column."""
    name = literal(column.name)
    cell = f"pl.col({name})"
    if missing := column.field.missing_values:
        cell = f"pl.when({cell}.is_in({literal(missing)})).then(None).otherwise({cell}).alias({name})"
    kind, raw = column.kind, column.field.raw
    if kind.arrow == pa.date32():
        return f'{cell}.str.to_date("%Y-%m-%d")'
    if kind.arrow == pa.bool_():
        words = dict.fromkeys(true_values(column.field), True) | dict.fromkeys(false_values(column.field), False)
        return f"{cell}.replace_strict({literal(words)}, return_dtype=pl.Boolean)"
    if isinstance(kind, Numeral):
        if raw.get("bareNumber") is False:
            cell += f".str.extract({expression_literal(f'({kind.digits_pattern})')}, 1)"
        if group := raw.get("groupChar"):
            cell += f'.str.replace_all({literal(group)}, "", literal=True)'
        if (point := raw.get("decimalChar", ".")) != ".":
            cell += f'.str.replace_all({literal(point)}, ".", literal=True)'
    return cell if _type(column) == "pl.String" else f"{cell}.cast({_type(column)})"
