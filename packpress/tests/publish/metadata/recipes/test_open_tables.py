"""Every recipe opens the release: it is run here, where its program is at hand."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from packpress.publish.metadata.csvw import csv_paths
from packpress.publish.metadata.facts.described import Described
from packpress.publish.metadata.recipes.open_tables import Recipe, example_table, recipes
from packpress.publish.release.model import PublishedTable

RUN = {"python": [sys.executable, "-I", "-c"], "sh": ["sh", "-euc"], "r": ["Rscript", "--vanilla", "-e"]}


def found(described: Described) -> dict[str, Recipe]:
    return {recipe.program: recipe for recipe in recipes(described, csv_paths(described))}


# program → what its lines print of the columns of the example: their types, and that a value is missing
TYPES = {
    "pandas": {"int64[pyarrow]", "date32[day][pyarrow]", "bool[pyarrow]", "double[pyarrow]", "string[pyarrow]"},
    "Polars": {"i64", "date", "bool", "f64", "str", "null"},
    "DuckDB": {"int64", "date", "boolean", "double", "varchar", "NULL"},
    "R": {"int", "Date,", "logi", "num", "chr", "NA"},
    "SQLite": {"id|built", "1|1901-02-03", "2|NULL"},
    "SQLite in Python": {"(2,)"},
}


@pytest.mark.parametrize("program", TYPES)
def test_the_lines_of_a_recipe_show_the_types_of_the_columns(program: str, describe: Callable[..., Described]) -> None:
    described = describe()
    recipe = found(described)[program]
    command = RUN[recipe.language]
    if not all(map(shutil.which, {"SQLite": ("unzip", "sqlite3")}.get(program, command[:1]))):
        pytest.skip(f"{program} is not at hand")
    folder = described.release.folder
    _write_database(folder)
    ended = subprocess.run([*command, "\n".join(recipe.lines)], cwd=folder, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert TYPES[program] - set(ended.stdout.split()) == set()


def _write_database(folder: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute('CREATE TABLE "ships" (id, built)')
        database.execute("INSERT INTO ships VALUES ('1', '1901-02-03'), ('2', NULL)")
        database.commit()
        data = database.serialize()
    with ZipFile(folder / "sqlite.zip", "w") as archive:
        archive.writestr("ships-and-ports.sqlite", data)


def test_a_recipe_has_three_statements(describe: Callable[..., Described]) -> None:
    assert {name: len(list(filter(None, recipe.lines))) for name, recipe in found(describe()).items()} == dict.fromkeys(
        ("pandas", "Polars", "DuckDB", "R", "SQLite", "SQLite in Python", "Excel"), 3
    )


def test_there_is_a_recipe_only_for_files_that_the_release_has(describe: Callable[..., Described]) -> None:
    described = describe()
    (described.release.folder / "csv.zip").unlink()
    assert [*found(replace(described, files=described.files[:2]))] == ["pandas", "Polars", "DuckDB"]
    assert recipes(replace(described, release=replace(described.release, tables=())), {}) == ()


def test_the_example_has_rows_and_then_as_many_types_as_a_table_has(describe: Callable[..., Described]) -> None:
    described = describe()
    ports, ships, lost = described.tables

    def example(*tables: PublishedTable) -> PublishedTable | None:
        return example_table(replace(described, release=replace(described.release, tables=tables)))

    assert example(lost, ports, ships) == ships
    assert example(lost, ports, replace(ships, rows=0)) == ports
    assert example(ports, replace(ports, name="more")) == ports
    assert example(lost) == lost
    assert example() is None
