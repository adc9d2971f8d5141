"""Judges the result of a view by its schema, with the checks of any table."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from packpress.check.cells.edtf_dates import check_edtf
from packpress.check.keys.report import check_relations
from packpress.check.keys.table_keys import key_fields
from packpress.check.session import Session
from packpress.check.table import TableChecker
from packpress.check.typed_table import TypedTable, typed_values
from packpress.filesystem.write import create_file
from packpress.issue import Findings, Issue, Severity
from packpress.package.model import View


class ViewResult(NamedTuple):
    """The valid result of a view: as CSV, and as a typed table."""

    view: View
    data: bytes
    typed: TypedTable


class _ResultFindings(Findings):
    """Passes the errors of a result on, as errors of the file with its SQL; its warnings were given for the tables."""

    def __init__(self, package: Findings, path: str) -> None:
        super().__init__(package.limits, package.severities)
        self._package, self._path = package, path

    def add(self, issue: Issue, times: int = 1) -> None:
        """Adds the issue, with its line as that of the result."""
        if issue.path != self._path:
            self._package.add(issue, times)
        elif issue.severity == "error":
            place = f"line {issue.line:,} of the result" if issue.line else "the result"
            self._package.add(issue._replace(line=0, message=f"{issue.message} ({place})"), times)
            super().add(issue, times)

    def room(self, path: str, column: str, rule: str, severity: Severity = "error") -> int:
        """Returns how many more issues of the kind the report keeps."""
        return self._package.room(path, column, rule, severity) if severity == "error" else 0

    def count_only(self, path: str, column: str, rule: str, times: int, severity: Severity = "error") -> None:
        """Counts errors that the report does not keep."""
        if severity == "error":
            self._package.count_only(path, column, rule, times, severity)
            super().count_only(path, column, rule, times, severity)


def judge_result(session: Session, view: View, data: bytes, folder: Path) -> ViewResult | None:
    """Returns the result, which is read from a file in ``folder``; None, after adding issues, if it is wrong."""
    with create_file(folder / view.path) as stream:
        stream.write(data)
    package = session.package._replace(root=folder)
    findings = _ResultFindings(session.findings, view.path)
    checker = TableChecker(package, view.table, key_fields(view.table.schema), findings, session.effort)
    if not checker.is_usable:
        return None
    batches = []
    for batch in checker.batches():
        check_edtf(checker.schema, batch, findings)
        batches.append(batch.columns)
    check_relations({**session.checked, view.name: checker}, findings, {view.name})
    if not checker.is_right:
        return None
    return ViewResult(view, data, TypedTable(typed_values(checker, batches), checker))
