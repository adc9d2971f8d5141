"""One check of one package, from which callers pull tables, and from these batches.

``for table in session.tables(): for batch in table.batches(): …``, and at the end ``report = session.finish()``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from packpress.arrow.work_limits import Effort
from packpress.check.files.check_files import check_files, check_outputs
from packpress.check.keys.report import check_relations, wanted_keys
from packpress.check.overrides import fit_to_package
from packpress.check.progress import Progress, silent
from packpress.check.table import TableChecker
from packpress.issue import FOR_WORDS, Findings, Report
from packpress.package.descriptor import read_package
from packpress.package.model import Package, Resource

if TYPE_CHECKING:
    from packpress.check.splits.executor import Executor


class Session:
    """Layers 1 and 2 of one check: has the package, the findings with their limits, and the limit on work.

    ``judged`` are the resources whose issues are reported, by default all of the package. ``checked`` maps names to the
    tables that were read to their ends, and ``layers`` lists what has been checked so far.

    With an ``executor``, large files are checked in splits, and without ``keeps_values`` these give no batches.
    """

    executor: Executor | None = None
    keeps_values = True

    def __init__(
        self, package: Package, findings: Findings, progress: Progress = silent, judged: Sequence[Resource] | None = None
    ) -> None:
        self.package, self.findings, self.progress = package, findings, progress
        self.judged = package.resources if judged is None else tuple(judged)
        self.checked: dict[str, TableChecker] = {}
        self.effort = Effort()
        self.layers: list[str] = []
        self._names = {resource.name for resource in self.judged}
        findings.severities = fit_to_package(findings.severities, package)

    @classmethod
    def open(cls, path: Path, findings: Findings, progress: Progress = silent) -> Session:
        """Returns the session of a whole package, given as its folder or its descriptor; reads the descriptor."""
        package, _ = read_package(path, findings)
        return cls(package, findings, progress)

    def check_outputs(self) -> dict[str, str]:
        """Checks what only a published package must have: outputs and attachments, which something else may write later.

        Returns the source hash stored in each valid output, by its path.
        """
        return check_outputs(self.package, self.judged, self.findings)

    def tables(self) -> Iterator[TableChecker]:
        """Checks the files, then yields each table; blocks of it that the caller does not pull are read afterwards.

        A table that is not in ``judged`` is yielded if one that is refers to it. Its issues are not reported.
        """
        check_files(self.package, self.judged, self.findings)
        wanted, unreported = wanted_keys(self.package), Findings(FOR_WORDS)
        tables = self.package.tables
        referred = {key.resource for table in tables if table.name in self._names for key in table.schema.foreign_keys}
        for table in tables:
            is_judged = table.name in self._names
            if is_judged or table.name in referred:
                findings = self.findings if is_judged else unreported
                checker = TableChecker(
                    self.package,
                    table,
                    wanted[table.name],
                    findings,
                    self.effort,
                    self.progress,
                    self.executor,
                    keeps_values=self.keeps_values,
                )
                if checker.is_usable:
                    yield checker
                    checker.read()
                    if checker.is_complete:
                        self.checked[table.name] = checker

    def finish(self) -> Report:
        """Checks keys across tables, and the layout of valid tables if the package requires it; returns the report."""
        check_relations(self.checked, self.findings, self._names)
        if self.package.has_layout:
            from packpress.layout.check import check_layout  # few packages require it

            for table in self.package.sources:
                if table.name in self._names and table.name in self.checked and self.checked[table.name].is_right:
                    check_layout(self.package, table, self.findings)
        self.layers += ("files", "cells")
        return self.report()

    def report(self) -> Report:
        """Returns the report on what was found so far."""
        return self.findings.report(tuple(self.layers))
