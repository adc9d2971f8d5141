"""``schema``: prints the schema of a table for pandera, JSON Schema, SQL, Arrow or Polars."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from packpress import output
from packpress.commands import FINE
from packpress.commands.shared.options import add_path, whole_package
from packpress.commands.shared.settings import add_map, reading_copies
from packpress.errors import PackpressError
from packpress.export.named_table import MADE_BY, named_table
from packpress.package.model import Package, Table

HELP = "Print the schema of a table for your own code: pandera, JSON Schema, SQL, Arrow, Polars."
# target → the module of export/ and its function
TARGETS: Mapping[str, tuple[str, str]] = {
    "pandera": ("pandera_module", "write_pandera_module"),
    "json-schema": ("row_schema", "write_json_schema"),
    "sql": ("sql", "write_sql"),
    "arrow": ("arrow_module", "write_arrow_module"),
    "polars": ("polars_module", "write_polars_module"),
}

_BEGINNING = 100
"""In how many bytes at the beginning of a file its mark must be, after the comment sign, quotes or ``$comment``."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the table, the target and the file."""
    parser.add_argument("table", metavar="TABLE", help="name of the table")
    add_path(parser)
    add_map(parser)
    parser.add_argument("--as", dest="form", choices=TARGETS, required=True, help="what to write the schema for")
    parser.add_argument("--dialect", choices=("duckdb", "sqlite"), help="with --as sql: the database (default: duckdb)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write to this file instead of standard output")


def run(options: argparse.Namespace) -> int:
    """Prints or writes the schema."""
    if options.dialect and options.form != "sql":
        raise PackpressError("--dialect goes with --as sql")
    root = whole_package(options.path, "schema")
    with reading_copies(options, root):
        package, table = named_table(root, options.table)
        text = output.guard(_write(package, table, options))
    if options.out is None:
        output.write(text)
        return FINE
    from packpress.commands.shared.save import file_use
    from packpress.filesystem.write import write_file

    if (used := file_use(options.out, options, package.path)) is not None:
        raise PackpressError(f"--out {options.out}: {used}; name another file for the schema")
    if (fault := _overwrite_fault(options.out)) is not None:
        raise PackpressError(f"--out {options.out}: {fault}; remove it, or name another file for the schema")
    write_file(options.out, text.encode("utf-8"))
    return FINE


def _overwrite_fault(file: Path) -> str | None:
    """Returns why the file must not be overwritten; None if it is absent, is empty, or has the mark of an earlier run."""
    if file.is_symlink():
        return "is a link"
    if not file.exists():
        return None
    if not file.is_file():
        return "is not a file"
    with file.open("rb") as stream:
        beginning = stream.read(_BEGINNING)
    return None if not beginning or MADE_BY.encode() in beginning else f'exists and does not begin with "{MADE_BY} …`"'


def _write(package: Package, table: Table, options: argparse.Namespace) -> str:
    module, name = TARGETS[options.form]
    write: Callable[..., str] = getattr(import_module(f"packpress.export.{module}"), name)
    return write(package, table, options.dialect) if options.dialect else write(package, table)
