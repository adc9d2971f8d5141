"""Runs and judges all views of a package: their SELECTs first, then, with the rows of the tables, their results."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.check.blocks.judge_block import Batch
from packpress.check.cells.edtf_dates import check_edtf
from packpress.check.session import Session
from packpress.check.table import TableChecker
from packpress.check.typed_table import TypedTable, typed_values
from packpress.check.views.compile_view import Compiled, compile_view
from packpress.check.views.database import Database, FaultyViewError
from packpress.check.views.judge_result import ViewResult, judge_result
from packpress.check.views.run_view import check_same, run_safely
from packpress.check.views.sql_columns import SqlColumns
from packpress.derived.deep_links import link_column
from packpress.issue import Issue
from packpress.package.model import Table, View
from packpress.package.provenance import provenance


class JudgedViews:
    """The views of a package with the tables that they read; ``opened_views`` opens them."""

    def __init__(self, session: Session, database: Database, folder: Path) -> None:
        self._session, self._database, self._folder = session, database, folder
        self._tables: dict[str, SqlColumns] = {}
        self._unfit: set[tuple[str, str]] = set()
        """The columns with NaN, which SQLite would store as NULL."""
        left_out = {}
        for table in session.package.tables:
            columns = SqlColumns(session.package, table)
            try:
                if not columns.is_unique:
                    raise ValueError("has columns whose names differ only in letter case, which SQL ignores")
                database.create(table.name, columns.types)
                self._tables[table.name] = columns
            except (sqlite3.Error, ValueError) as error:
                left_out[table.name] = str(error)
        self.compiled: list[Compiled] = []
        for view in session.package.views:
            try:
                self.compiled.append(compile_view(database, view, self._tables, left_out))
            except FaultyViewError as error:
                self._report(view, error)
        self._reads = frozenset(read for compiled in self.compiled for read in compiled.reads)
        self._kept: dict[str, list[list[pa.Array]]] = {name: [] for name in self._linked()}

    def _report(self, view: View, error: FaultyViewError, column: str = "") -> None:
        self._session.findings.add(Issue(view.path, error.line, column, "", error.rule, "error", error.message))

    def _linked(self) -> tuple[str, ...]:
        """Returns the tables from which the links are made that some view reads."""
        for name, columns in self._tables.items():
            if columns.link is not None and (name, columns.link) in self._reads:
                return name, str(provenance(self._session.package)["sources"]["resource"])
        return ()

    def _read_of(self, table: str) -> frozenset[str]:
        return frozenset(column for name, column in self._reads if name == table)

    def add(self, table: TableChecker, batch: Batch) -> None:
        """Stores the rows of a batch; if all is valid so far, reports dates that are not real and from which a view reads."""
        columns = self._tables.get(table.name)
        wanted = self._read_of(table.name)
        if columns is not None and not wanted.isdisjoint(columns.derived()) and not self._session.findings.is_blocked():
            check_edtf(table.schema, batch, self._session.findings)
        self.store(table.resource, batch.columns)

    def add_table(self, typed: TypedTable) -> None:
        """Stores the rows of a table that is valid by the rules too."""
        for batch in typed.values.to_batches():
            self.store(typed.checker.resource, batch.columns)

    def store(self, resource: Table, arrays: Sequence[pa.Array]) -> None:
        """Stores the rows of a batch whose dates are real, if some view reads the table."""
        name = resource.name
        if name in self._kept:
            self._kept[name].append([*arrays])
        wanted = self._read_of(name)
        if not wanted or self._session.findings.is_blocked():
            return
        columns = self._tables[name]
        for field, array in zip(columns.fields, arrays, strict=True):
            if pa.types.is_floating(array.type) and pc.any(pc.is_nan(array)).as_py():
                self._unfit.add((name, field.name))
        texts = [array for array in arrays if pa.types.is_string(array.type)]
        longest = sum(pc.min_max(pc.binary_length(array))["max"].as_py() or 0 for array in texts)
        width = len(columns.types) - (columns.link is not None)
        self._database.load(name, columns.rows(arrays, wanted), width, longest)

    def finish(self) -> dict[str, ViewResult]:
        """Returns the valid results by the names of their views, after the tables were checked to their ends.

        Adds an issue for each fault; runs nothing if the package has errors already.
        """
        if not self.compiled or self._session.findings.is_blocked():
            return {}
        self._session.progress("views", 0, 0)
        keys = {name: self._tables[name].resource.schema.primary_key for name, _ in self._reads}
        self._fill_links()
        for name, key in sorted(keys.items()):
            self._database.index(name, key)
        found = {compiled.view.name: data for compiled in self.compiled if (data := self._run(compiled)) is not None}
        for name, key in sorted(keys.items()):
            self._database.reverse(name, key)
        results = {}
        for compiled in self.compiled:
            view, data = compiled.view, found.get(compiled.view.name)
            if data is not None and self._is_same(compiled, data):
                result = judge_result(self._session, view, data, self._folder / view.name)
                if result is not None:
                    results[view.name] = result
        self._session.layers.append("views")
        return results

    def _fill_links(self) -> None:
        if self._kept:
            checked = self._session.checked
            tables = {name: typed_values(checked[name], batches) for name, batches in self._kept.items()}
            passages = next(iter(self._kept))
            link = self._tables[passages].link
            assert link is not None
            self._database.fill(passages, link, link_column(self._session.package, tables).to_pylist())

    def _run(self, compiled: Compiled) -> bytes | None:
        """Returns the result; None, after adding an issue, if there is no right one."""
        inexact = {(name, column) for name in compiled.tables for column in self._session.checked[name].inexact}
        for table, column in sorted(compiled.reads & (inexact | self._unfit)):
            message = f"reads {table}.{column}, which has numbers that SQLite cannot store exactly; leave the column out"
            self._report(compiled.view, FaultyViewError("view-value", message), column)
            return None
        try:
            return run_safely(self._database, compiled)
        except FaultyViewError as error:
            self._report(compiled.view, error)
            return None

    def _is_same(self, compiled: Compiled, data: bytes) -> bool:
        """Returns whether the reversed tables give the same result; if not, adds an issue."""
        try:
            check_same(data, run_safely(self._database, compiled))
        except FaultyViewError as error:
            self._report(compiled.view, error)
            return False
        return True
