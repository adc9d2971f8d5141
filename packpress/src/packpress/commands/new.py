"""``new``: adds an empty record to a table and prints, for each column, what to look up."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from packpress import output
from packpress.commands import FINE
from packpress.commands.shared.options import add_path, whole_package
from packpress.commands.shared.settings import add_map, reading_copies
from packpress.describe.plain_text import format_parts
from packpress.describe.schema_words import Section, field_parts, references_to
from packpress.edit.new_record import Added, add_record
from packpress.errors import PackpressError
from packpress.escape import escape, printable
from packpress.package.descriptor import read_package
from packpress.package.model import INLINE, Package, Table
from packpress.package.outputs.leftovers import writing
from packpress.spelling import did_you_mean, similar_names

HELP = "Add an empty record to a table and show, for each column, what to look up."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the table, and the identifier if a person chooses it."""
    parser.add_argument("table", metavar="TABLE", help="name of the table")
    add_path(parser)
    add_map(parser)
    parser.add_argument("--id", metavar="ID", help="id of the record, or the part before the number if ids are numbered")


def run(options: argparse.Namespace) -> int:
    """Adds the record and prints what its cells must contain."""
    path = whole_package(options.path, "new")
    with reading_copies(options, path), writing(path):
        package, resource, added = _add(path, options)
    output.write(format_parts(_heading(added)))
    for heading, parts in _columns(package, resource, added):
        output.write("\n" + format_parts(heading) + format_parts(parts, indent="  "))
    if pointing := references_to(package, resource):
        output.write("\n" + format_parts([Section("", f"Rows may refer to it from {', '.join(pointing)}.")]))
    return FINE


def _add(path: Path, options: argparse.Namespace) -> tuple[Package, Table, Added]:
    package, issues = read_package(path)
    for issue in issues:
        if issue.severity == "error":  # a table that is left out may contain the id
            raise PackpressError(f"{issue.path}: {issue.message}")
    tables = {resource.name: resource for resource in package.sources}
    if any(resource.name == options.table and resource.format == INLINE for resource in package.tables):
        raise PackpressError(f"{escape(options.table)} has its rows in {package.descriptor} itself; add the row there by hand")
    if options.table not in tables:
        hint = did_you_mean(similar_names(options.table, tables))
        known = hint or f"; these are: {', '.join(list(tables)[:20]) or 'none'}"
        raise PackpressError(f"{escape(options.table)} is not a table that has a schema and is edited by hand{known}")
    resource = tables[options.table]
    return package, resource, add_record(package, resource, options.id)


def _heading(added: Added) -> Iterator[Section]:
    yield Section("", f"{printable(added.path)}:{added.line}: a new record{f', {added.id.text}' if added.id.text else ''}")
    if added.id.is_placeholder:
        yield Section("", "Its id is a placeholder: replace it with one that will never change.")
    yield Section("", 'Fill its cells; "packpress validate" lists those that must not stay empty.')


def _columns(package: Package, resource: Table, added: Added) -> Iterator[tuple[list[Section], list[Section]]]:
    """Yields for each empty column its name, and what its cell must contain."""
    for field in resource.schema.fields:
        if field.name in resource.schema.primary_key and added.id.text and not added.id.is_placeholder:
            continue
        must = "required" if field.is_required or field.name in resource.schema.primary_key else "may stay empty"
        description = [Section("", field.description)] if field.description else []
        parts = [part for part in field_parts(package, resource, field) if part.label != "Required"]
        yield [Section("", f"{field.name} ({must})")], [*description, *parts]
