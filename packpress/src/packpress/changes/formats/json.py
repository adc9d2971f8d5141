"""A diff as JSON, for programs; ``docs/diff.schema.json`` describes it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from json.encoder import encode_basestring as quoted
from typing import Any

from packpress.changes.model import ACTIONS, Bump, CellChange, Diff, RowChange, TableDiff
from packpress.escape import printable

_NO_ROWS = '"rows": []'
"""How the rows of a table are written at first; no text of a package is, since its quotation marks are escaped."""


def diff_json(diff: Diff, bump: Bump) -> str:
    """Returns the diff as one JSON object with non-printable characters escaped; ends with a line feed."""
    document = {
        "old": {"name": diff.old.name, "version": diff.old.version},
        "new": {"name": diff.new.name, "version": diff.new.version},
        "bump": asdict(bump),
        "rows": {action: diff.count(action) for action in ACTIONS},
        "structure": [asdict(change) for change in diff.schema_changes],
        "tables": [_table(table) for table in diff.tables],
    }
    first, *rest = json.dumps(document, ensure_ascii=False, indent=2).split(_NO_ROWS)
    tables = (f'"rows": {_rows(table)}{after}' for table, after in zip(diff.tables, rest, strict=True))
    return printable(first + "".join(tables), keep="\n") + "\n"


def _table(table: TableDiff) -> dict[str, Any]:
    return {
        "name": table.name,
        "old_name": table.old_name,
        "path": table.path,
        "key": list(table.key),
        "counts": {action: table.count(action) for action in ACTIONS},
        "columns": dict(table.columns),
        "complete": len(table.rows) == sum(table.counts.values()),
        "rows": [],  # replaced by ``_rows``
    }


def _rows(table: TableDiff) -> str:
    """Returns the rows as ``json.dumps`` writes them there, which takes ten times as long, because it indents in Python."""
    return _listed(map(_row, table.rows), 6)


def _row(row: RowChange) -> str:
    return f"""{{
          "action": {quoted(row.action)},
          "key": {_listed(map(quoted, row.key), 10)},
          "successor": {quoted(row.successor)},
          "is_retired": {"true" if row.is_retired else "false"},
          "cells": {_listed(map(_cell, row.cells), 10)}
        }}"""


def _cell(cell: CellChange) -> str:
    return f"""{{
              "column": {quoted(cell.column)},
              "old": {quoted(cell.old)},
              "new": {quoted(cell.new)}
            }}"""


def _listed(items: Iterable[str], indent: int) -> str:
    """Returns a JSON array of these values, on lines of their own that are indented by two more."""
    margin = "\n" + " " * indent
    listed = f",{margin}  ".join(items)
    return f"[{margin}  {listed}{margin}]" if listed else "[]"
