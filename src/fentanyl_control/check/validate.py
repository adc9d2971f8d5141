"""Is the package right? Runs the four layers, each only when the one before found no error, and gives a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from fentanyl_control import compute as pc
from fentanyl_control.check.cast import arrow_type
from fentanyl_control.check.effort import Effort
from fentanyl_control.check.files import check_files
from fentanyl_control.check.keys import Place
from fentanyl_control.check.progress import Progress, silent
from fentanyl_control.check.relations import check_relations, wanted_keys
from fentanyl_control.check.tables import Batch, TableChecker
from fentanyl_control.errors import MissingExtraError
from fentanyl_control.issue import Findings, Issue, Report
from fentanyl_control.package.descriptor import DESCRIPTOR, read_package
from fentanyl_control.package.model import NAMESPACE, Package, Resource
from fentanyl_control.read.reader import AnyBlock, Column

Again = Callable[[], Iterator[tuple[str, AnyBlock, list[Column]]]]


class Checked(NamedTuple):
    """A package that was checked: the report, and the typed tables of those that are right (none after --quick).

    ``exact`` has the texts of number columns that float64 would change, by table and column; ``places`` says where
    a row of a table stands; ``again`` reads the cells of a table again.
    """

    package: Package
    report: Report
    tables: dict[str, pa.Table]
    exact: dict[str, dict[str, pa.ChunkedArray]]
    places: dict[str, Place]
    again: dict[str, Again]


def validate(root: Path, *, quick: bool = False, rules: Path | None = None, progress: Progress = silent) -> Report:
    """What is wrong with the package in the folder ``root``.

    ``quick`` runs layers 1 and 2 only, without pandas, pandera or frictionless. ``rules`` is a Python file of rules to run
    as well. ``progress`` is told how far the work is. Raises PackageError when there is no package to read; bad data is
    never an exception.
    """
    return examine(root, quick=quick, rules=rules, progress=progress).report


def examine(root: Path, *, quick: bool = False, rules: Path | None = None, progress: Progress = silent) -> Checked:
    """What ``validate`` says, with the package and its tables."""
    findings = Findings()
    if quick:
        return check_cells(root, findings, progress=progress)
    checked = check_rules(root, findings, rules, progress=progress)
    if not checked.report.valid:
        return checked
    progress(SECOND_OPINION, 0, 0)
    _second_opinion(root, findings)
    return checked._replace(report=findings.report((*checked.report.layers, SECOND_OPINION)))


SECOND_OPINION = "second opinion"
Taker = Callable[[Batch], None]


def check_cells(
    root: Path,
    findings: Findings,
    *,
    keep: bool = False,
    with_outputs: bool = True,
    takers: Callable[[TableChecker], Taker | None] = lambda _: None,
    progress: Progress = silent,
) -> Checked:
    """Layers 1 and 2: files, cells and keys. Keeps the typed tables where asked and where they are right.

    Without ``with_outputs`` the files that the build makes are not asked for. ``takers`` gives for a table what takes each
    of its typed batches as soon as it was checked.
    """
    package, _ = read_package(root, findings)
    keep = keep and not findings.has_errors()
    wanted = wanted_keys(package)
    checked = Checked(package, findings.report(), {}, {}, {}, {})
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
            if keep and not any(findings.has_errors(path) for path in resource.paths):
                checked.tables[resource.name] = _table(resource, batches)
                checked.places[resource.name] = checker.keys.place
                checked.exact[resource.name] = checker.exact_numbers()
                checked.again[resource.name] = checker.read_again
    check_relations(checkers, findings)
    check_files(package, findings, with_outputs=with_outputs)
    if package.raw.get(NAMESPACE + "layout") == "canonical":
        from fentanyl_control.check.layout import check_layout

        for resource in package.sources:
            if resource.name in checkers and not any(findings.has_errors(path) for path in resource.paths):
                check_layout(package, resource, findings)
    if with_outputs:
        _check_outputs(package, findings)
    return checked._replace(report=findings.report(("files", "cells")))


def check_rules(
    root: Path, findings: Findings, rules: Path | None, *, with_outputs: bool = True, progress: Progress = silent
) -> Checked:
    """Layers 1 to 3; the third runs only when the first two found no error."""
    checked = check_cells(root, findings, keep=True, with_outputs=with_outputs, progress=progress)
    if findings.has_errors():
        return checked
    try:
        from fentanyl_control.check.frames import to_frame
        from fentanyl_control.check.rules import Tables, load_rules
        from fentanyl_control.check.run_rules import run_rules
    except ModuleNotFoundError as error:
        raise _missing(error) from error
    progress("rules", 0, 0)
    frames = Tables(checked.package, {name: to_frame(table) for name, table in checked.tables.items()})
    changed = {name: frozenset(checked.exact[name]) | _with_nan(table) for name, table in checked.tables.items()}
    run_rules(frames, checked.places, load_rules(rules) if rules else (), findings, changed)
    return checked._replace(report=findings.report(("files", "cells", "rules")))


def _second_opinion(root: Path, findings: Findings) -> None:
    try:
        from fentanyl_control.check.second_opinion import ask_frictionless

        ask_frictionless(root, DESCRIPTOR, findings)
    except ModuleNotFoundError as error:
        raise _missing(error) from error


def _missing(error: ModuleNotFoundError) -> MissingExtraError:
    return MissingExtraError(f'{error.name} is not installed: pip install "fentanyl-control-data[publish]", or use --quick')


def _with_nan(table: pa.Table) -> frozenset[str]:
    """The number columns of the table that have a NaN."""
    numbers = [name for name in table.column_names if table[name].type == pa.float64()]
    return frozenset(name for name in numbers if pc.any(pc.is_nan(table[name])).as_py())


def _table(resource: Resource, batches: list[list[pa.Array]]) -> pa.Table:
    """The batches as one table with the Arrow types of the schema."""
    assert resource.schema is not None
    types = pa.schema([pa.field(f.name, arrow_type(f)) for f in resource.schema.fields])
    return pa.Table.from_batches([pa.RecordBatch.from_arrays(batch, schema=types) for batch in batches], schema=types)


def _check_outputs(package: Package, findings: Findings) -> None:
    """Report files other than those of the checked tables that are not there."""
    tables = {resource.name for resource in package.tables}
    for resource in package.resources:
        if resource.name not in tables:
            named = resource.raw.get("schema")
            for path in (*resource.paths, *([named] if isinstance(named, str) else [])):
                if not (package.root / path).is_file():
                    hint = "run the build" if resource.made_from else "add it or drop the resource"
                    findings.add(Issue(path, 0, "", "", "file-missing", "error", f"the file is not there; {hint}"))
