"""Layers 1 and 2 for one table of a package: its text, cells and keys, and what it refers to in the package's other tables.

What is wrong with the other tables is not reported; where it keeps a reference from being judged, a warning says so. What the
build made is not looked at, for it is made from the package.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from packpress.arrow.work_limits import Effort
from packpress.check.files.sizes_and_hashes import check_files, check_others
from packpress.check.keys.report import check_relations, wanted_keys
from packpress.check.keys.table_keys import referenced_fields
from packpress.check.progress import Progress, silent
from packpress.check.table import TableChecker
from packpress.errors import PackageError
from packpress.issue import FOR_PROGRAMS, FOR_WORDS, Findings, Issue, Limits, Report
from packpress.package.descriptor import read_package
from packpress.package.located import has_file
from packpress.package.model import NAMESPACE, Package, Resource


def check_table(path: Path, file: str, *, limits: Limits = FOR_PROGRAMS, progress: Progress = silent) -> Report:
    """What is wrong with the table that has the file ``file``, in all its files, of the package ``path``.

    Raises PackageError where the build makes the file, or where faults of the descriptor keep the table from being read.
    """
    findings = Findings(limits)
    package, _ = read_package(path, findings, file)
    own = {resource.name: resource for resource in package.resources if has_file(resource.paths, file)}
    for resource in own.values():
        if resource.made_from:
            message = f'is made by the build from the table "{resource.made_from}"'
            raise PackageError(f"{file}: {message}; name the file of that table, or {package.root} to compare the two")
    if not own and not findings.has_errors():
        raise PackageError(f"{file}: cannot be read alone, for the descriptor has faults; validate {package.root}")
    checkers = _check_cells(package, own, findings, progress)
    check_relations(checkers, findings, own)
    _note_unjudged(checkers, own, findings)
    alone = package._replace(resources=tuple(own.values()))
    check_files(alone, findings, with_outputs=False)
    if package.raw.get(NAMESPACE + "layout") == "canonical":
        from packpress.layout.check import check_layout

        for resource in alone.sources:
            if resource.name in checkers and not any(map(findings.has_errors, resource.paths)):
                check_layout(package, resource, findings)
    check_others(alone, findings)
    return findings.report(("files", "cells"))._replace(file=file)


def _check_cells(
    package: Package, own: Mapping[str, Resource], findings: Findings, progress: Progress
) -> dict[str, TableChecker]:
    """The checked tables that could be read whole: the own ones and those that they refer to, whose issues go nowhere."""
    wanted, effort, elsewhere = wanted_keys(package), Effort(), Findings(FOR_WORDS)
    referred = {key.resource for table in package.tables if table.name in own for key in table.schema.foreign_keys}
    checkers = {}
    for resource in package.tables:
        if resource.name in own or resource.name in referred:
            noted = findings if resource.name in own else elsewhere
            checker = TableChecker(package, resource, wanted[resource.name], noted, effort)
            if checker.is_usable:
                for _ in checker.batches(progress):
                    pass
                if checker.is_complete:
                    checkers[resource.name] = checker
    return checkers


def _note_unjudged(checkers: Mapping[str, TableChecker], own: Mapping[str, Resource], findings: Findings) -> None:
    """Warn of each reference to another table that has faults where it is referred to."""
    for name in own.keys() & checkers.keys():
        resource, schema = own[name], checkers[name].schema
        for key in schema.foreign_keys:
            target, fields = referenced_fields(key, name)
            if target not in own and (target not in checkers or checkers[target].has_faults(fields)):
                message = f"refers to {target}, which has faults, so the reference was not judged; check {target} first"
                findings.add(Issue(resource.paths[0], 0, key.fields[0], "", "reference-not-judged", "warning", message))
