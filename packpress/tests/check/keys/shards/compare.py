"""Compares the report of a package whose keys are in shards with that of whole files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.check.splits.away_executor import AwayExecutor

from packpress.check.session import Session
from packpress.check.splits.executor import Executor
from packpress.issue import Findings, Limits, Report

LIMITS = (Limits(), Limits(3), Limits(20, 2))


class Drawn(NamedTuple):
    """A table that a test made: its schema, and the rows of each of its files."""

    schema: dict[str, Any]
    files: Sequence[Sequence[tuple[str, ...]]]


def write_package(root: Path, tables: dict[str, Drawn]) -> None:
    """Writes a package of these tables, in files named for them."""
    resources = []
    for name, (schema, files) in tables.items():
        paths = [f"{name}{number}.csv" for number in range(len(files))]
        header = [field["name"] for field in schema["fields"]]
        for path, rows in zip(paths, files, strict=True):
            (root / path).write_text("".join(",".join(cells) + "\n" for cells in (header, *rows)), encoding="utf-8")
        resources.append({"name": name, "path": paths, "schema": schema})
    (root / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")


def report(root: Path, limits: Limits = LIMITS[0], executor: Executor | None = None) -> Report:
    """The report on a package, with its files as a whole or in splits."""
    session = Session.open(root, Findings(limits))
    session.executor, session.keeps_values = executor, False
    for table in session.tables():
        table.read()
    return session.finish()


def assert_same(root: Path, size: int) -> Report:
    """The report on a package, which is the same in splits of that size, with any limits."""
    for limits in LIMITS:
        assert report(root, limits, AwayExecutor(size)) == report(root, limits)
    return report(root)
