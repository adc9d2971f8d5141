"""Inserts an empty record with an identifier of its own at its place in a table; leaves every other byte unchanged."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from packpress.changes.withdrawn import withdrawn
from packpress.check.keys.table_keys import key_fields, referenced_fields
from packpress.edit.identifiers import Chosen, Used, choose_id
from packpress.edit.records import Records, read_records
from packpress.encodings import UTF_8
from packpress.errors import PackpressError
from packpress.filesystem.write import write_file
from packpress.layout.row_writer import DialectWriter
from packpress.package.model import Package, Table
from packpress.read.encoding.whole import encode_text
from packpress.types.field import Field


@dataclass(frozen=True)
class Added:
    """An added record: its file, physical line and identifier ("" unless the key is one column)."""

    path: str
    line: int
    id: Chosen


def add_record(package: Package, resource: Table, wanted: str | None) -> Added:
    """Adds an empty record to the table and writes its file.

    If rows are sorted by key, the record goes to its sorted place, otherwise to the end. Raises PackpressError, without
    writing, if a table of the package cannot be read, there is no valid identifier, or the file changes meanwhile. The
    package (``package.outputs.leftovers.writing``).
    """
    read = {(r.name, path): _read(package, r, path) for r in package.sources for path in r.paths}
    chosen = Chosen("")
    if len(resource.schema.primary_key) == 1:
        field = resource.schema.field(resource.schema.primary_key[0])
        chosen = choose_id(field, _used(package, resource, read), wanted)
    elif wanted is not None:
        raise PackpressError(f"{resource.name} does not have a key of one column, so --id cannot be used")
    records = read[resource.name, resource.paths[-1]]
    cells = {field.name: _empty(field) for field in resource.schema.fields}
    if chosen.text:
        cells[resource.schema.primary_key[0]] = chosen.text
    row = DialectWriter(resource.dialect).write_row([cells[name] for name in records.header]).rstrip("\r\n").encode("utf-8")
    before = records.data
    after, line = _insert(before, row, _offset(records, resource, chosen.text, len(before)), records.head)
    if (encoding := resource.dialect.encoding) != UTF_8:
        after = encode_text(after.decode("utf-8"), encoding, records.raw)
    write_file(package.root / records.path, after, read=records.raw, shown=records.path)
    return Added(records.path, line, chosen)


def _read(package: Package, resource: Table, path: str) -> Records:
    """Returns the key columns of a file."""
    names = set(key_fields(resource.schema))
    if (kept := withdrawn(package)) is not None and kept.resource == resource.name:
        names.add(kept.id)
    return read_records(package, resource, path, frozenset(names))


def _used(package: Package, resource: Table, read: Mapping[tuple[str, str], Records]) -> Used:
    """Returns the identifiers of the package.

    If a package keeps its withdrawn identifiers in one table, each identifier is unique across tables; otherwise tables are
    independent.
    """
    key, kept = resource.schema.primary_key[0], withdrawn(package)
    own: set[str] = set()
    taken: set[str] = set()
    pointing: set[str] = set()
    seen: set[str] = set()
    for (name, _), records in read.items():
        schema = package.table(name).schema
        targets = {foreign.fields: referenced_fields(foreign, name) for foreign in schema.foreign_keys}
        for column, cells in records.columns.items():
            present = {cell for cell in cells if cell.strip() and cell not in schema.field(column).missing_values}
            seen |= present
            if (name, column) == (resource.name, key):
                own |= present
            if kept is not None and ((kept.resource, kept.id) == (name, column) or schema.primary_key == (column,)):
                taken |= present
            if targets.get((column,)) == (resource.name, (key,)):
                pointing |= present
    return Used(frozenset(own), frozenset(own | taken), frozenset(pointing), frozenset(seen))


def _empty(field: Field) -> str:
    """Returns how the field writes a missing value."""
    return "" if "" in field.missing_values or not field.missing_values else field.missing_values[0]


def _offset(records: Records, resource: Table, id: str, size: int) -> int:
    """Returns the byte offset of the new record: its place if rows are sorted by key, otherwise the end of the file."""
    columns = [records.columns[name] for name in resource.schema.primary_key]
    keys = list(zip(*columns, strict=True))
    if not id or any(later < earlier for earlier, later in pairwise(keys)):
        return size
    place = bisect_left(keys, (id,))
    return size if place == len(keys) else records.ends[place - 1] if place else records.head


def _insert(data: bytes, row: bytes, offset: int, head: int) -> tuple[bytes, int]:
    """Returns the file with the row at that offset, and the physical line of the row; line ends are those of the header."""
    end = b"\r\n" if data[:head].endswith(b"\r\n") else b"\n"
    if data[:offset].endswith(b"\n"):
        return data[:offset] + row + end + data[offset:], data.count(b"\n", 0, offset) + 1
    return data[:offset] + end + row + data[offset:], data.count(b"\n", 0, offset) + 2  # the last line has no line end
