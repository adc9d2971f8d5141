"""Compares two states of a package: first its structure, then the rows of each table by key."""

from __future__ import annotations

import filecmp
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from packpress.changes.compare.columns import ColumnPair, pair_columns
from packpress.changes.compare.pairs import pair
from packpress.changes.compare.rows import SideTable
from packpress.changes.compare.schemas import package_changes, table_changes
from packpress.changes.compare.tables import ChangedRows, TableRows
from packpress.changes.model import ACTIONS, Diff, RowChange, SchemaChange, TableDiff
from packpress.changes.sides.side import Side, naming, open_sides
from packpress.changes.withdrawn import Withdrawn, withdrawn
from packpress.package.model import Resource, Table

KEEP = 10_000
"""How many changed rows of each kind a Diff keeps per table; all are counted, and ``changed_rows`` yields all."""


def diff(old: Path | str, new: Path | str | None = None, *, root: Path = Path(), keep: int = KEEP) -> Diff:
    """Returns what changed from ``old`` to ``new``: a package's folder or descriptor, a release (.zip), or a git revision.

    A revision belongs to the repository of ``new`` if that is a folder or a descriptor, otherwise to that of ``root``. A
    Path is never taken for a revision. ``new`` defaults to the package ``root``. Raises PackageError if a side does not
    exist or is not a valid package. Nothing is fetched.
    """
    with open_sides(old, new, root) as (before, after):
        return compare(before, after, keep)


def compare(old: Side, new: Side, keep: int = KEEP) -> Diff:
    """Returns what changed from one open side to the other."""
    found = []
    for table in table_comparisons(old, new, keep):
        rows = tuple(sorted(table.rows.changes(), key=_importance)) if table.rows else ()
        compared = table.diff(rows)
        if compared.schema or any(compared.counts.values()):
            found.append(compared)
    return Diff(old.name, new.name, tuple(package_changes(old.package, new.package)), tuple(found))


def changed_rows(old: Side, new: Side) -> Iterator[tuple[str, TableRows, ChangedRows]]:
    """Yields every changed row in blocks, with its table and the table's name, table by table, without keeping any.

    A renamed row is among the removed and the added rows.
    """
    for table in table_comparisons(old, new, None, find_renamed=False):
        if table.rows is not None:
            for block in table.rows.blocks():
                yield table.name, table.rows, block


def _importance(row: RowChange) -> tuple[int, bool]:
    return ACTIONS.index(row.action), not row.touches_key


@dataclass(frozen=True)
class TableComparison:
    """One table on both sides; ``rows`` is None if it has no rows to compare."""

    old: Resource | None
    new: Resource | None
    schema: tuple[SchemaChange, ...]
    columns: tuple[ColumnPair, ...]
    rows: TableRows | None
    is_referenced: bool
    keeps_ids: bool

    @property
    def name(self) -> str:
        """The new name of the table, or the old one if it was removed."""
        some = self.new or self.old
        assert some is not None
        return some.name

    def diff(self, kept: tuple[RowChange, ...]) -> TableDiff:
        """Returns the result, once the rows have been read."""
        some = self.new or self.old
        assert some is not None
        counts = {action: self.rows.counts[action] for action in ACTIONS} if self.rows else {}
        gone = counts.get("removed", 0) + counts.get("renamed", 0)
        return TableDiff(
            name=some.name,
            path=some.paths[0],
            key=tuple(column.name for column in self.columns if column.identifies),
            old_name=self.old.name if self.old else "",
            is_referenced=self.is_referenced,
            schema=self.schema,
            counts={action: number for action, number in counts.items() if number},
            rows=kept,
            columns=self.rows.changed_cells() if self.rows else {},
            vanished=gone - self.rows.withdrawn if self.rows and self.keeps_ids else 0,
        )


def table_comparisons(old: Side, new: Side, limit: int | None, *, find_renamed: bool = True) -> Iterator[TableComparison]:
    """Yields the comparison of each table, not yet run; at most ``limit`` rows of each kind will be kept, all if None."""
    pairs = pair(old.package, new.package)
    with naming(new.name.name):
        keeps = withdrawn(new.package)
    with naming(old.name.name):
        kept_before = withdrawn(old.package)
    kept = {name for names in (keeps, kept_before) if names for name in (*names.tables, names.resource)}
    lines = _retired_lines(new, keeps) if keeps and find_renamed else {}
    referenced = {
        key.resource for resource in old.package.tables for key in resource.schema.foreign_keys if key.resource != resource.name
    }
    for before, after in pairs.tables:
        names = [resource.name for resource in (before, after) if resource]
        fields = pairs.fields.get(names[-1], ())
        columns = pair_columns(before.schema if before else None, after.schema if after else None, fields)
        a, b, rows = _side_table(old, before), _side_table(new, after), None
        if (a is None, b is None) == (before is None, after is None):
            gone = {name: successor for table in (*names, "") for name, successor in lines.get(table, {}).items()}
            rows = TableRows(a, b, columns, gone, limit)
        changes = [*table_changes((before, after), pairs)]
        if rows is None and before and after and not _is_same_file(old, before, new, after):
            changes.append(SchemaChange(names[-1], "", "file-changed", "", "", "", "patch"))
        yield TableComparison(before, after, tuple(changes), columns, rows, names[0] in referenced, not kept.isdisjoint(names))


def _side_table(side: Side, resource: Resource | None) -> SideTable | None:
    """Returns the table of the side whose rows are compared; None if it is none that people edit."""
    if isinstance(resource, Table) and resource.is_built_from:
        return SideTable(side.package.root, resource, side.name.name)
    return None


def _retired_lines(side: Side, names: Withdrawn) -> Mapping[str, Mapping[str, str]]:
    """Maps each table to its withdrawn identifiers with their successors or ""; the table is "" if no column names it."""
    table = side.package.table(names.resource)
    columns = [table.schema.names.index(name) if name else None for name in (names.table, names.id, names.successor)]
    found: dict[str, dict[str, str]] = {}
    for batch in SideTable(side.package.root, table, side.name.name).batches(columns):
        for name, identifier, successor in zip(*(column.to_pylist() for column in batch), strict=True):
            found.setdefault(name, {})[identifier] = successor
    return found


def _is_same_file(old: Side, before: Resource, new: Side, after: Resource) -> bool:
    """Returns whether a resource without rows has the same bytes on both sides, or is missing on both."""
    files = [[side.package.root / path for path in item.paths] for side, item in ((old, before), (new, after))]
    if len(files[0]) != len(files[1]):
        return False
    there = [(a, b) for a, b in zip(*files, strict=True) if a.is_file() or b.is_file()]
    return all(a.is_file() and b.is_file() and filecmp.cmp(a, b, shallow=False) for a, b in there)
