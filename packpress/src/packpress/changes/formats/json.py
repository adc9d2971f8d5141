"""A diff as JSON, for programs; ``docs/diff.schema.json`` describes it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from packpress.changes.model import ACTIONS, Bump, Diff, RowChange, TableDiff
from packpress.escape import printable


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
    return printable(json.dumps(document, ensure_ascii=False, indent=2), keep="\n") + "\n"


def _table(table: TableDiff) -> dict[str, Any]:
    return {
        "name": table.name,
        "old_name": table.old_name,
        "path": table.path,
        "key": list(table.key),
        "counts": {action: table.count(action) for action in ACTIONS},
        "columns": dict(table.columns),
        "complete": len(table.rows) == sum(table.counts.values()),
        "rows": [_row(row) for row in table.rows],
    }


def _row(row: RowChange) -> dict[str, Any]:
    return {
        "action": row.action,
        "key": list(row.key),
        "successor": row.successor,
        "is_retired": row.is_retired,
        "cells": [{"column": cell.column, "old": cell.old, "new": cell.new} for cell in row.cells],
    }
