"""Every recipe opens the release: it is run here, where its program is at hand."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from packpress.publish.metadata.csvw import csv_paths
from packpress.publish.metadata.facts.described import Described
from packpress.publish.metadata.recipes.open_tables import Recipe, example_table, recipes

RUN = {"python": [sys.executable, "-c"], "sh": ["sh", "-euc"], "r": ["Rscript", "-e"]}


def found(described: Described) -> dict[str, Recipe]:
    return {recipe.program: recipe for recipe in recipes(described, csv_paths(described))}


@pytest.mark.parametrize("program", ["pandas", "Polars", "DuckDB", "R", "SQLite"])
def test_the_lines_of_a_recipe_show_the_first_row(program: str, describe: Callable[..., Described]) -> None:
    described = describe()
    recipe = found(described)[program]
    command = RUN[recipe.language]
    if not shutil.which({"SQLite": "sqlite3"}.get(program, command[0])):
        pytest.skip(f"{program} is not at hand")
    _write_database(described.release.folder / "ships-and-ports.sqlite")
    ended = subprocess.run(
        [*command, "\n".join(recipe.lines)], cwd=described.release.folder, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "a" in ended.stdout.split() or '"a"' in ended.stdout or "a|" in ended.stdout


def _write_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute('CREATE TABLE "ports" (id, main_id)')
        database.execute("INSERT INTO ports VALUES ('a', NULL), ('b', 'a')")
    database.close()


def test_a_recipe_has_three_statements(describe: Callable[..., Described]) -> None:
    assert {name: len(list(filter(None, recipe.lines))) for name, recipe in found(describe()).items()} == dict.fromkeys(
        ("pandas", "Polars", "DuckDB", "R", "SQLite", "Excel"), 3
    )


def test_there_is_a_recipe_only_for_files_that_the_release_has(describe: Callable[..., Described]) -> None:
    described = describe()
    (described.release.folder / "csv.zip").unlink()
    assert [*found(replace(described, files=described.files[:1]))] == ["pandas", "Polars", "DuckDB"]
    assert recipes(replace(described, release=replace(described.release, tables=())), {}) == ()


def test_the_example_is_the_first_table_with_rows(describe: Callable[..., Described]) -> None:
    described = describe()
    ports, ships, lost = described.tables
    reordered = replace(described, release=replace(described.release, tables=(lost, ships, ports)))
    assert example_table(reordered) == ships
    assert example_table(replace(described, release=replace(described.release, tables=(lost,)))) == lost
