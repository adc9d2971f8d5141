"""A diff in words, for people at a terminal: one line per fact, most important first."""

from __future__ import annotations

from collections.abc import Iterator

from packpress.changes.formats.sentences import bump_words, schema_words, side_words
from packpress.changes.model import ACTIONS, Bump, CellChange, Diff, RowChange, TableDiff
from packpress.escape import escape, printable

MAX_LISTED_ROWS = 20
"""How many changed rows of each kind are shown per table; all are counted."""


def diff_text(diff: Diff, bump: Bump) -> str:
    """Returns the diff as printable lines; ends with a line feed."""
    lines = [f"{side_words(diff.old)} → {side_words(diff.new)}"]
    lines += [f"structure, {change.part}: {schema_words(change)}" for change in diff.schema_changes]
    for action in ACTIONS:
        for table, row in diff.rows(action, MAX_LISTED_ROWS):
            lines += _row_lines(table, row)
        for table in diff.tables:
            if (more := table.count(action) - MAX_LISTED_ROWS) > 0:
                lines.append(f"… and {more:,} more rows of {table.name} {action}; --format csv lists them all")
    counts = ", ".join(f"{diff.count(action):,} {action}" for action in ACTIONS)
    lines.append(f"rows: {counts}; structural changes: {len(diff.schema_changes):,}")
    lines.append(f"version: {bump_words(bump)}")
    return "".join(printable(line) + "\n" for line in lines)


def _row_lines(table: TableDiff, row: RowChange) -> Iterator[str]:
    yield f"{row.action} {table.name} {key_text(row.key)}{_aside(row)}"
    if row.action in ("changed", "renamed"):
        yield from (f"  {cell_text(cell)}" for cell in row.cells)


def key_text(key: tuple[str, ...]) -> str:
    """Returns the key as a message shows it, with characters that move a cursor escaped."""
    return escape(", ".join(key))[1:-1]


def cell_text(cell: CellChange) -> str:
    """Returns the column with both values in quotes."""
    return f"{cell.column}: {escape(cell.old)} → {escape(cell.new)}"


def _aside(row: RowChange) -> str:
    if row.action == "renamed":
        return f" → {key_text((row.successor,))}"
    if row.action == "removed" and row.is_retired:
        return f" (withdrawn, its successor is {key_text((row.successor,))})" if row.successor else " (withdrawn)"
    return ""
