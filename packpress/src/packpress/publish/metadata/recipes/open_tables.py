"""Three statements for each program that opens a release; every path is relative to its folder."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from packpress.publish.metadata.facts.described import Described, parquet_path
from packpress.publish.metadata.recipes.open_in_r import r_statements
from packpress.publish.release.content_hash import fields_of
from packpress.publish.release.files.package_file import package_file
from packpress.publish.release.model import PublishedTable
from packpress.publish.release.names import SQLITE_ARCHIVE, SQLITE_EXTENSION

_SHOWN_TYPES = ("integer", "number", "boolean", "date")
"""Types that a program may read as another one, so that the example should have them."""


@dataclass(frozen=True)
class Recipe:
    """How one program opens the release: the language of the lines, "" for sentences, the lines, and what types they give."""

    program: str
    language: str
    lines: tuple[str, ...]
    note: str = ""


def recipes(described: Described, csv: Mapping[str, str]) -> tuple[Recipe, ...]:
    """Returns the recipes for the files that the release has; ``csv`` has the path of each table's unpacked CSV file."""
    shown = example_table(described)
    return tuple(_recipes(described, shown, csv)) if shown else ()


def example_table(described: Described) -> PublishedTable | None:
    """Returns the table with rows that has the most types, the first of several; None if there are no tables."""
    return max(described.tables, key=_worth, default=None)


def _worth(table: PublishedTable) -> tuple[bool, int]:
    return table.rows > 0, len({field.get("type") for field in fields_of(table)} & {*_SHOWN_TYPES})


def _recipes(described: Described, table: PublishedTable, csv: Mapping[str, str]) -> Iterator[Recipe]:
    if described.parquet(table):
        path = _quoted(parquet_path(described.release, table))
        query = _quoted(f"SELECT * FROM read_parquet({_sql(parquet_path(described.release, table))}) LIMIT 5")
        read = f'table = pd.read_parquet({path}, dtype_backend="pyarrow")'
        yield Recipe("pandas", "python", ("import pandas as pd", "", read, "table.info()"), _PANDAS)
        yield Recipe(
            "Polars", "python", ("import polars as pl", "", f"table = pl.read_parquet({path})", "print(table)"), _POLARS
        )
        yield Recipe("DuckDB", "python", ("import duckdb", "", f"rows = duckdb.sql({query})", "rows.show()"), _DUCKDB)
    if table.name in csv:
        yield Recipe("R", "r", r_statements(csv[table.name], fields_of(table)), _R)
    if described.file(SQLITE_ARCHIVE):
        yield from _of_database(package_file(described.release.package, SQLITE_EXTENSION), table)
    if sheets := described.file(".xlsx"):
        yield Recipe("Excel", "", (f"Open `{sheets.path}`, in LibreOffice too; it needs no import.", *_EXCEL))


def _of_database(file: str, table: PublishedTable) -> Iterator[Recipe]:
    """Yields the recipes for the archive of the database, which has the ``file``."""
    name = '"' + table.name.replace('"', '""') + '"'
    shown = shlex.quote(f"SELECT * FROM {name} LIMIT 5")
    database = shlex.quote(f"../{file}")  # a release stays as it is
    shell = f"sqlite3 -header -nullvalue NULL {database} {shown}"
    lines = f"unzip -o {SQLITE_ARCHIVE} -d ..", f"sqlite3 {database} .tables", shell
    yield Recipe("SQLite", "sh", lines, _SQLITE)
    unpacked = f'zipfile.ZipFile({_quoted(SQLITE_ARCHIVE)}).extract({_quoted(file)}, "..")'
    opened = f"database = sqlite3.connect({unpacked})"
    count = f"print(database.execute({f'SELECT count(*) FROM {name}'!r}).fetchone())"
    yield Recipe("SQLite in Python", "python", ("import sqlite3, zipfile", "", opened, count), _SQLITE_IN_PYTHON)


_PANDAS = (
    '`dtype_backend="pyarrow"` keeps days as dates, whole numbers with gaps as whole numbers, and missing values (`<NA>`) '
    "apart from empty text."
)
_POLARS = 'Days are `date`, whole numbers `i64`, missing values `null`; an empty text is `""`.'
_DUCKDB = "Days are `DATE`, whole numbers `BIGINT`, missing values `NULL`; an empty text is `''`."
_R = (
    "Everything is read as text first, so that a code such as 004 keeps its zeros, and then the columns of other types are "
    "converted. Missing values are `NA`, and so is empty text."
)
_SQLITE = (
    "Days are text such as 2024-02-29, which SQLite's date functions take; true and false are 1 and 0, missing values `NULL`."
)
_SQLITE_IN_PYTHON = "Both modules come with Python; `extract` unpacks the database, beside the release, and returns its path."
_EXCEL = (
    "The first sheets say what the tables and columns mean; each table has a sheet of its own.",
    "Days are dates, and numbers are numbers; dates that are no single day, such as a year, are text, as are codes. "
    "A missing value is a blank cell, and no cell is a formula.",
)


def _quoted(text: str) -> str:
    """Returns the text in double quotes, as Python and R read it."""
    return json.dumps(text, ensure_ascii=False)


def _sql(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
