"""Three statements for each program that opens a release; every path is relative to its folder."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from packpress.publish.metadata.facts.described import Described, parquet_path
from packpress.publish.release.model import PublishedTable


@dataclass(frozen=True)
class Recipe:
    """How one program opens the release: the language of the lines, "" for sentences, and the lines."""

    program: str
    language: str
    lines: tuple[str, ...]


def recipes(described: Described, csv: Mapping[str, str]) -> tuple[Recipe, ...]:
    """Returns the recipes for the files that the release has; ``csv`` has the path of each table's unpacked CSV file."""
    shown = example_table(described)
    return tuple(_recipes(described, shown, csv)) if shown else ()


def example_table(described: Described) -> PublishedTable | None:
    """Returns the first table with rows, else the first; None if there are no tables."""
    tables = described.tables
    return next((table for table in tables if table.rows), tables[0] if tables else None)


def _recipes(described: Described, table: PublishedTable, csv: Mapping[str, str]) -> Iterator[Recipe]:
    if described.parquet(table):
        path = parquet_path(described.release, table)
        yield Recipe(
            "pandas", "python", ("import pandas as pd", "", f"table = pd.read_parquet({_quoted(path)})", "print(table.head())")
        )
        yield Recipe(
            "Polars", "python", ("import polars as pl", "", f"table = pl.read_parquet({_quoted(path)})", "print(table.head())")
        )
        query = f"SELECT * FROM read_parquet({_sql(path)}) LIMIT 5"
        yield Recipe("DuckDB", "python", ("import duckdb", "", f"rows = duckdb.sql({_quoted(query)})", "rows.show()"))
    if table.name in csv:
        unpack = 'unzip("csv.zip", exdir = "csv")'
        read = f'table <- read.csv({_quoted(csv[table.name])}, na.strings = "", encoding = "UTF-8")'
        yield Recipe("R", "r", (unpack, read, "str(table)"))
    if sqlite := described.file(".sqlite"):
        file, name = shlex.quote(sqlite.path), '"' + table.name.replace('"', '""') + '"'
        queries = (f"SELECT count(*) FROM {name}", f"SELECT * FROM {name} LIMIT 5")
        yield Recipe(
            "SQLite", "sh", (f"sqlite3 {file} .tables", *(f"sqlite3 {file} {shlex.quote(query)}" for query in queries))
        )
    if sheets := described.file(".xlsx"):
        yield Recipe(
            "Excel",
            "",
            (
                f"Open `{sheets.path}`, in LibreOffice too; it needs no import.",
                "The first sheets say what the tables and columns mean; each table has a sheet of its own.",
                "Dates that are no single day, such as a year, are text, as are codes; no cell is a formula.",
            ),
        )


def _quoted(text: str) -> str:
    """Returns the text in double quotes, as Python and R read it."""
    return json.dumps(text, ensure_ascii=False)


def _sql(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
