"""Layers 1 and 2 for one table of a package: its text, cells and keys, and its references to the other tables.

Problems of the other tables are not reported; if one prevents a reference from being checked, a warning says so. Build
outputs are not checked, because they are built from the package.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from packpress.check.keys.table_keys import referenced_fields
from packpress.check.progress import Progress, silent
from packpress.check.session import Session
from packpress.check.table import TableChecker
from packpress.errors import PackageError
from packpress.issue import FOR_PROGRAMS, Findings, Issue, Limits, Report
from packpress.package.descriptor import read_package
from packpress.package.located import has_file
from packpress.package.model import Resource
from packpress.severities import AS_FOUND, Severities

if TYPE_CHECKING:
    from packpress.check.splits.executor import Executor


def check_table(
    path: Path,
    file: str,
    *,
    limits: Limits = FOR_PROGRAMS,
    severities: Severities = AS_FOUND,
    progress: Progress = silent,
    executor: Executor | None = None,
) -> Report:
    """Returns a report on the table that has the file ``file``, with all its files, of the package ``path``.

    Raises PackageError if the file is a build output, or if errors of the descriptor prevent the table from being read.
    """
    findings = Findings(limits, severities)
    package, _ = read_package(path, findings, file)
    own = {resource.name: resource for resource in package.resources if has_file(resource.paths, file)}
    for resource in own.values():
        if resource.made_from:
            message = f'is built from the table "{resource.made_from}"'
            raise PackageError(f"{file}: {message}; give the file of that table, or {package.root} to compare the two")
    if not own and not findings.report().issues:
        raise PackageError(f"{file}: cannot be checked alone because the descriptor has errors; validate {package.root}")
    session = Session(package, findings, progress, tuple(own.values()))
    session.executor, session.keeps_values = executor or session.executor, False
    session.check_outputs()
    for table in session.tables():
        table.read()
    session.finish()
    _note_unjudged(session.checked, own, findings)
    return session.report()._replace(file=file)


def _note_unjudged(checkers: Mapping[str, TableChecker], own: Mapping[str, Resource], findings: Findings) -> None:
    """Adds a warning for each reference to another table whose referenced fields have errors."""
    for name in own.keys() & checkers.keys():
        resource, schema = own[name], checkers[name].schema
        for key in schema.foreign_keys:
            target, fields = referenced_fields(key, name)
            if target not in own and (target not in checkers or checkers[target].has_faults(fields)):
                message = f"refers to {target}, which has errors, so the reference was not checked; check {target} first"
                findings.add(Issue(resource.paths[0], 0, key.fields[0], "", "reference-not-judged", "warning", message))
