"""Compares two states of a package row by row, and says which version and changelog the changes require."""

from packpress.changes.bump import bump
from packpress.changes.compare.diff import diff
from packpress.changes.model import Bump, CellChange, Diff, RowChange, SchemaChange, SideName, TableDiff

__all__ = ["Bump", "CellChange", "Diff", "RowChange", "SchemaChange", "SideName", "TableDiff", "bump", "diff"]
