"""What changed between two states of a package, row by row, and what that asks of its version and its changelog."""

from packpress.changes.bump import bump
from packpress.changes.compare.diff import diff
from packpress.changes.model import Bump, CellChange, Diff, RowChange, SchemaChange, SideName, TableDiff

__all__ = ["Bump", "CellChange", "Diff", "RowChange", "SchemaChange", "SideName", "TableDiff", "bump", "diff"]
