"""Validates a package: runs the four layers, each only if the previous one found no errors, and returns a report."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from packpress.check.progress import Progress, silent
from packpress.check.session import Session
from packpress.check.views.opened_views import Views, opened_views
from packpress.errors import PackpressError, require_publish
from packpress.issue import FOR_PROGRAMS, LIMIT, Findings, Limits, Report
from packpress.package.formats import is_delimited
from packpress.package.located import find_package_of, locate
from packpress.package.model import NAMESPACE, Package
from packpress.package.problems.output_paths import CODEBOOK
from packpress.severities import AS_FOUND, Severities, Severity

if TYPE_CHECKING:
    import pyarrow as pa

    from packpress.check.splits.executor import Executor
    from packpress.check.typed_table import TypedTable
    from packpress.package.outputs.source_hash import SourceHashes


class Checked(NamedTuple):
    """A package that was checked: the report, and the typed valid tables (none without ``full``)."""

    package: Package
    report: Report
    tables: Mapping[str, pa.Table] = MappingProxyType({})


def validate(
    path: str | PathLike[str],
    *,
    full: bool = False,
    rules: str | PathLike[str] | None = None,
    limit: int = LIMIT,
    progress: Progress = silent,
) -> Report:
    """Returns a report on the package at ``path``, its folder or its descriptor; or on one table, if that is a file of it.

    A CSV or TSV file that no package lists is checked without a schema: its text and its header, with a warning that says so.

    Files and cells are checked, which needs no extra. With ``full``, if there are no errors, the rules and the second opinion
    follow: the schemas compiled to pandera, the functions of the Python file or folder ``rules``, and frictionless. The views
    of the package are SQL, which runs in SQLite and can only read its tables; no other code of the package is run. The report
    counts every issue and lists at most ``limit``, each of which takes about 600 bytes. ``progress`` is called with what is
    being worked on, how much of it is done and how much there is in total.

    Raises PackageError if there is no package to read, MissingExtraError if ``full`` needs something that is not installed,
    and PackpressError for ``rules`` without ``full`` and for ``full`` on one table; bad data is never an exception.

    >>> from packpress import validate
    >>> report = validate("loans")
    >>> report.valid, report.errors, report.layers
    (False, 2, ('files', 'cells'))
    >>> for issue in report.issues:
    ...     print(issue.path, issue.line, issue.column, issue.rule)
    loans.csv 3 copies type-integer
    loans.csv 3 due type-date
    """
    if rules is not None and not full:
        raise PackpressError("a rules file runs only with full=True")
    located = find_package_of(Path(path))
    if located is None and is_delimited(Path(path)) and not full:
        from packpress.check.loose_file import check_loose_file

        return check_loose_file(Path(path), Limits(limit))
    located = located or locate(Path(path))
    if not located.file:
        file = None if rules is None else Path(rules)
        return examine(located.package, full=full, rules=file, limits=Limits(limit), progress=progress).report
    if full:
        raise PackpressError(f"{located.file}: full=True checks a whole package; give {located.root}")
    from packpress.check.one_table import check_table

    return check_table(located.package, located.file, limits=Limits(limit), progress=progress)


def examine(
    path: Path,
    *,
    full: bool = False,
    rules: Path | None = None,
    limits: Limits = FOR_PROGRAMS,
    severities: Severities = AS_FOUND,
    progress: Progress = silent,
    executor: Executor | None = None,
) -> Checked:
    """Returns the report of ``validate`` on a package, its folder or its descriptor, with the package and its tables.

    ``severities`` are those that the user chose. With an ``executor``, large files are checked in splits.
    """
    if full:
        require_publish()
    findings = Findings(limits, severities)
    session = Session.open(path, findings, progress)
    session.executor = executor or session.executor
    session.keeps_values = full or bool(session.package.views)
    hashes = _hashes(session.package, full=full)
    carried = session.check_outputs()
    if f"{NAMESPACE}site" in session.package.raw:
        from packpress.check.files.link_image import check_link_image

        check_link_image(session.package, findings)
    with opened_views(session) as views:
        tables = _check_full(session, rules) if full else _check(session, views)
        for typed in tables.values():
            views.add_table(typed)
        results = views.finish()
    if full and not findings.is_blocked():
        _ask_second(session)
    severity: Severity = "error" if full else "warning"
    if hashes is not None and _may_build(session):
        from packpress.check.files.stale_outputs import check_stale

        check_stale(hashes, carried, findings, severity)
        if full:
            from packpress.check.files.parquet_values import compare_parquet

            compare_parquet(session.package, tables, findings)
    if results:
        from packpress.check.views.stale_views import check_stale_views

        check_stale_views(session.package, results, findings, severity)
    return Checked(session.package, session.report(), {name: typed.values for name, typed in tables.items()})


def _check(session: Session, views: Views) -> Mapping[str, TypedTable]:
    """Runs layers 1 and 2; returns no tables."""
    for table in session.tables():
        for batch in table.batches():
            views.add(table, batch)
    session.finish()
    return {}


def _check_full(session: Session, rules: Path | None) -> Mapping[str, TypedTable]:
    """Runs layers 1 to 3; returns the typed tables."""
    from packpress.check.rules.check_rules import check_rules
    from packpress.check.typed_table import read_tables

    tables = read_tables(session)
    check_rules(session, tables, rules)
    return tables


def _ask_second(session: Session) -> None:
    """Runs layer 4."""
    from packpress.check.frictionless import SECOND_OPINION, ask_frictionless

    session.progress(SECOND_OPINION, 0, 0)
    ask_frictionless(session.package, session.findings)
    session.layers.append(SECOND_OPINION)


def _may_build(session: Session) -> bool:
    """Returns whether outputs are compared with their sources: a build would reject a package with errors elsewhere."""
    from packpress.check.files.stale_outputs import may_build

    return may_build(session.package, session.findings)


def _hashes(package: Package, *, full: bool) -> SourceHashes | None:
    """Returns the hashes that the outputs of the package should have; None if it has no outputs, like most packages."""
    if not any(resource.made_from for resource in package.resources) and not (package.root / CODEBOOK).is_file():
        return None
    from packpress.check.files.stale_outputs import few_hashes
    from packpress.package.outputs.source_hash import SourceHashes

    return SourceHashes(package) if full else few_hashes(package)
