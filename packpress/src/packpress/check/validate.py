"""Is the package right? Runs the four layers, each only when the one before found no error, and gives a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.work_limits import Effort
from packpress.check.files.sizes_and_hashes import check_files, check_others
from packpress.check.keys.report import check_relations, wanted_keys
from packpress.check.keys.table_keys import Place
from packpress.check.progress import Progress, silent
from packpress.check.table import Batch, TableChecker
from packpress.errors import PackpressError, require_publish
from packpress.issue import FOR_PROGRAMS, LIMIT, Findings, Limits, Report
from packpress.package.descriptor import read_package
from packpress.package.located import locate
from packpress.package.model import NAMESPACE, Package, Resource
from packpress.package.problems.output_paths import CODEBOOK
from packpress.read.reader import AnyBlock, Column
from packpress.types.cast import arrow_type

Again = Callable[[], Iterator[tuple[str, AnyBlock, list[Column]]]]

if TYPE_CHECKING:
    from packpress.package.source_hash import SourceHashes


class Checked(NamedTuple):
    """A package that was checked: the report, and the typed tables of those that are right (none without --full).

    ``exact`` has the texts of number columns that float64 would change, by table and column; ``places`` says where
    a row of a table stands; ``again`` reads the cells of a table again. ``carried`` and ``hashes`` are what ``stale_outputs``
    compares.
    """

    package: Package
    report: Report
    tables: dict[str, pa.Table]
    exact: dict[str, dict[str, pa.ChunkedArray]]
    places: dict[str, Place]
    again: dict[str, Again]
    carried: Mapping[str, str] = MappingProxyType({})
    hashes: SourceHashes | None = None


def validate(
    path: str | PathLike[str],
    *,
    full: bool = False,
    rules: str | PathLike[str] | None = None,
    limit: int = LIMIT,
    progress: Progress = silent,
) -> Report:
    """Returns what is wrong with the package at ``path``: its folder or its descriptor; or with the one table of that file.

    Files and cells are checked, which needs no extra. With ``full`` the rules and the second opinion follow, where no error was
    found: the schemas compiled to pandera, the functions of the Python file ``rules``, and frictionless. No other code of the
    package is run. The report counts every issue and lists at most ``limit``, each of which takes some 600 bytes. ``progress``
    is called with what is worked on, how much of it is done and how much it is in all.

    Raises PackageError when there is no package to read, MissingExtraError when ``full`` needs what is not installed, and
    PackpressError for ``rules`` without ``full`` and for ``full`` on one table; bad data is never an exception.

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
        raise PackpressError("a file of rules is run with full=True alone")
    located = locate(Path(path))
    if not located.file:
        file = None if rules is None else Path(rules)
        return examine(located.package, full=full, rules=file, limits=Limits(limit), progress=progress).report
    if full:
        raise PackpressError(f"{located.file}: full=True checks a whole package; name {located.root}")
    from packpress.check.one_table import check_table

    return check_table(located.package, located.file, limits=Limits(limit), progress=progress)


def examine(
    path: Path,
    *,
    full: bool = False,
    rules: Path | None = None,
    limits: Limits = FOR_PROGRAMS,
    progress: Progress = silent,
) -> Checked:
    """Returns what ``validate`` says of a package, its folder or its descriptor, with the package and its tables."""
    findings = Findings(limits)
    if full:
        require_publish()
        checked = check_rules(path, findings, rules, hashing=partial(_hashes, full=True), progress=progress)
    else:
        checked = check_cells(path, findings, hashing=partial(_hashes, full=False), progress=progress)
    layers = checked.report.layers
    if checked.report.valid and full:
        from packpress.check.frictionless import ask_frictionless

        progress(SECOND_OPINION, 0, 0)
        ask_frictionless(checked.package.root, checked.package.descriptor, findings)
        layers = (*layers, SECOND_OPINION)
    if checked.hashes is not None:
        from packpress.check.files.stale_outputs import check_stale

        check_stale(checked.hashes, checked.carried, findings, "error" if full else "warning")
    return checked._replace(report=findings.report(layers))


OWN_RULES = "own rules"
"""The layer of a rules file, beside the rules that every package is checked by."""
SECOND_OPINION = "second opinion"
Taker = Callable[[Batch], None]
Hashing = Callable[[Package], "SourceHashes | None"]


def check_cells(
    path: Path,
    findings: Findings,
    *,
    keep: bool = False,
    with_outputs: bool = True,
    takers: Callable[[TableChecker], Taker | None] = lambda _: None,
    hashing: Hashing = lambda _: None,
    progress: Progress = silent,
) -> Checked:
    """Layers 1 and 2: files, cells and keys. Keeps the typed tables where asked and where they are right.

    Without ``with_outputs`` the files that the build makes are not asked for. ``takers`` gives for a table what takes each
    of its typed batches as soon as it was checked. ``hashing`` gives ``hashes``, before any table is read.
    """
    package, _ = read_package(path, findings)
    keep = keep and not findings.has_errors()
    hashes = hashing(package)
    wanted = wanted_keys(package)
    checked = Checked(package, findings.report(), {}, {}, {}, {}, hashes=hashes)
    checkers, effort = {}, Effort()
    for resource in package.tables:
        checker = TableChecker(package, resource, wanted[resource.name], findings, effort)
        if not checker.is_usable:
            continue
        batches: list[list[pa.Array]] = []
        taker = None if keep else takers(checker)
        for batch in checker.batches(progress):
            if keep:
                batches.append(batch.columns)
            if taker is not None:
                taker(batch)
        if checker.is_complete:
            checkers[resource.name] = checker
            if keep and not any(map(findings.has_errors, resource.paths)):
                checked.tables[resource.name] = _table(resource, batches)
                checked.places[resource.name] = checker.keys.place
                checked.exact[resource.name] = checker.exact_numbers()
                checked.again[resource.name] = checker.read_again
    check_relations(checkers, findings)
    carried = check_files(package, findings, with_outputs=with_outputs)
    if package.raw.get(NAMESPACE + "layout") == "canonical":
        from packpress.layout.check import check_layout

        for resource in package.sources:
            if resource.name in checkers and not any(map(findings.has_errors, resource.paths)):
                check_layout(package, resource, findings)
    if with_outputs:
        check_others(package, findings)
    return checked._replace(report=findings.report(("files", "cells")), carried=carried)


def _hashes(package: Package, *, full: bool) -> SourceHashes | None:
    """The hashes that the outputs of the package should carry; None where it has no outputs, as most packages."""
    if not any(resource.made_from for resource in package.resources) and not (package.root / CODEBOOK).is_file():
        return None
    from packpress.check.files.stale_outputs import few_hashes
    from packpress.package.source_hash import SourceHashes

    return SourceHashes(package) if full else few_hashes(package)


def check_rules(
    path: Path,
    findings: Findings,
    rules: Path | None,
    *,
    with_outputs: bool = True,
    hashing: Hashing = lambda _: None,
    progress: Progress = silent,
) -> Checked:
    """Layers 1 to 3; the third runs only when the first two found no error."""
    checked = check_cells(path, findings, keep=True, with_outputs=with_outputs, hashing=hashing, progress=progress)
    if findings.has_errors():
        return checked
    from packpress.check.rules.frames import to_frame
    from packpress.check.rules.rule import Tables, load_rules
    from packpress.check.rules.run import run_rules

    progress("rules", 0, 0)
    frames = Tables(checked.package, {name: to_frame(table) for name, table in checked.tables.items()})
    changed = {name: frozenset(checked.exact[name]) | _with_nan(table) for name, table in checked.tables.items()}
    run_rules(frames, checked.places, load_rules(rules) if rules else (), findings, changed)
    return checked._replace(report=findings.report(("files", "cells", "rules", *([OWN_RULES] if rules else []))))


def _with_nan(table: pa.Table) -> frozenset[str]:
    """The number columns of the table that have a NaN."""
    numbers = [name for name in table.column_names if table[name].type == pa.float64()]
    return frozenset(name for name in numbers if pc.any(pc.is_nan(table[name])).as_py())


def _table(resource: Resource, batches: list[list[pa.Array]]) -> pa.Table:
    """The batches as one table with the Arrow types of the schema."""
    assert resource.schema is not None
    types = pa.schema([pa.field(f.name, arrow_type(f)) for f in resource.schema.fields])
    return pa.Table.from_batches([pa.RecordBatch.from_arrays(batch, schema=types) for batch in batches], schema=types)
