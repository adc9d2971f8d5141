"""What changed between two states of a package, row by row, and what that asks of its version and its changelog."""

from fentanyl_control.changes.bump import bump
from fentanyl_control.changes.diff import diff
from fentanyl_control.changes.model import Bump, CellChange, Diff, RowChange, SchemaChange, SideName, TableDiff

__all__ = ["Bump", "CellChange", "Diff", "RowChange", "SchemaChange", "SideName", "TableDiff", "bump", "diff"]
