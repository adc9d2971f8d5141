"""The full build: checks a package, makes every output in memory, and writes those that differ."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyarrow as pa

from packpress.check.frictionless import SECOND_OPINION, ask_frictionless
from packpress.check.progress import Progress, silent
from packpress.check.rules.check_rules import check_rules
from packpress.check.session import Session
from packpress.check.typed_table import TypedTable, read_tables, values_of
from packpress.check.views.judge_result import ViewResult
from packpress.check.views.opened_views import opened_views
from packpress.derived.deep_links import link_column
from packpress.fidelity.verify import verify_sorted
from packpress.filesystem.lock import locked
from packpress.filesystem.write import holds, write_file
from packpress.issue import FOR_WORDS, Findings
from packpress.package.located import split_package
from packpress.package.model import NAMESPACE, Package
from packpress.package.outputs.added_fields import link_field
from packpress.package.outputs.leftovers import writing
from packpress.package.outputs.source_hash import SourceHashes
from packpress.proof.agreement import second_codings
from packpress.proof.coverage import coverage
from packpress.proof.nearness import nearness
from packpress.publish.codebook import describe_package
from packpress.publish.drawing_outputs import drawing_outputs
from packpress.publish.no_longer_made import no_longer_made
from packpress.publish.outputs import Built, refused
from packpress.publish.overwrites import check_foreign
from packpress.publish.parquet.column_types import converted_columns
from packpress.publish.parquet.exact import decimal_columns
from packpress.publish.parquet.schema import describe_parquet
from packpress.publish.parquet.table import key_order, typed_columns, write_parquet
from packpress.publish.targets import Target, Targets, find_targets, left_out, open_folder, require_outputs
from packpress.publish.view_outputs import view_outputs
from packpress.severities import AS_FOUND, Severities

if TYPE_CHECKING:
    from packpress.check.splits.executor import Executor


def build(
    path: Path,
    *,
    rules: Path | None = None,
    out: Path | None = None,
    with_codebook: bool = False,
    check_only: bool = False,
    severities: Severities = AS_FOUND,
    progress: Progress = silent,
    executor: Executor | None = None,
) -> Built:
    """Checks the package at ``path`` (its folder or descriptor), and writes its Parquet tables, and its codebook if it has one.

    Nothing is written if there is any error, or one that ``severities`` lower although it leaves a value unread, or with
    ``check_only``; ``stale`` of the result names what a build would write. With the folder ``out``, Parquet of every table is
    written there instead. Raises LockedError while another command writes the same package.
    """
    root, descriptor = split_package(path)
    if not check_only:
        open_folder(root, out)
    with ExitStack() as stack:
        stack.enter_context(locked(root / descriptor) if check_only else writing(path))
        findings = Findings(FOR_WORDS, severities)
        session = Session.open(path, findings, progress)
        session.executor = executor or session.executor
        package, hashes = session.package, SourceHashes.ahead(session.package)
        targets = find_targets(package, out, full=True, with_codebook=with_codebook)
        views = stack.enter_context(opened_views(session))
        checked = read_tables(session)
        check_rules(session, checked, rules)
        for typed in checked.values():
            views.add_table(typed)
        results = views.finish()
        if findings.is_blocked():
            return refused(session.report())
        check_foreign(package, targets, findings)
        if findings.is_blocked():
            return refused(session.report())
        require_outputs(package, targets)
        with hashes.blaming_changes():
            decimals = decimal_columns(checked, findings)
            if findings.is_blocked():
                return refused(session.report())
            replaced = {name: {**converted_columns(typed), **decimals[name]} for name, typed in checked.items()}
            outputs = make_outputs(package, targets, checked, replaced, hashes, results)
            outputs |= view_outputs(package, targets, results, hashes, findings)
            outputs |= drawing_outputs(package, targets, values_of(checked), findings)
            if findings.is_blocked():
                return refused(session.report())
        progress(SECOND_OPINION, 0, 0)
        ask_frictionless(package, findings)
        session.layers.append(SECOND_OPINION)
        report = session.report()
        if findings.is_blocked():
            return refused(report)
        written = [target for target in outputs if target in targets.files]
        stale = [target for target in written if not holds(target.file, outputs[target])]
        for target in () if check_only else stale:
            write_file(target.file, outputs[target])
        tables = values_of(checked)
        rows = {name: table.num_rows for name, table in tables.items()}
        fresh, late = (tuple(t.shown for t in written if (t in stale) is is_stale) for is_stale in (False, True))
        covered, counts = coverage(package, tables), count_codes(package, tables)
        left, gone = left_out(package, targets), no_longer_made(package, targets)
        coded, near = second_codings(package, tables), nearness(package, tables)
        return Built(report, rows, covered, counts, coded, fresh, late, left, gone, nearness=near)


def count_codes(package: Package, tables: dict[str, pa.Table]) -> dict[str, dict[str, int]]:
    """Returns how many rows have each code, for the fields in ``packpress:counts``, in the order of their categories."""
    counted = {}
    for item in package.raw.get(NAMESPACE + "counts", ()):
        schema = package.table(item["resource"]).schema
        values = tables[item["resource"]][item["field"]].to_pylist()
        listed = [str(code) for code in schema.field(item["field"]).categories]
        counted[f"{item['resource']}.{item['field']}"] = {code: values.count(code) for code in listed if code in values}
    return counted


def make_outputs(
    package: Package,
    targets: Targets,
    checked: Mapping[str, TypedTable],
    replaced: Mapping[str, Mapping[str, pa.ChunkedArray]],
    hashes: SourceHashes,
    results: Mapping[str, ViewResult] = MappingProxyType({}),
) -> dict[Target, bytes]:
    """Returns the content of every file that the build makes of tables, and of the codebook, for the targets.

    ``replaced`` has the columns of each table that are published in another type than the one in which they were checked.
    Raises LostValueError if the values of a table differ from its cells.
    """
    outputs, tables = {}, values_of(checked)
    for resource in package.built_from:
        if (target := targets.parquet.get(resource.name)) is not None:
            link = link_field(package, resource)
            added = [] if link is None else [(link, link_column(package, tables))]
            typed = typed_columns(resource, tables[resource.name], replaced.get(resource.name, {}), added)
            if (order := key_order(resource, typed)) is not None:
                typed = typed.take(order)
            columns = {field["name"]: values for field, values in added}
            verification = verify_sorted(resource, checked[resource.name].checker.read_again(), typed, order, columns)
            data = write_parquet(package, resource, typed, hashes.parquet(resource))
            outputs[target] = data
            verification.close(pa.py_buffer(data), typed, columns)
            if (schema := targets.schemas.get(resource.name)) is not None:
                fields = [field for field, _ in added]
                outputs[schema] = describe_parquet(package, resource, hashes.schema(resource), fields)
    if targets.codebook is not None:
        outputs[targets.codebook] = describe_package(package, tables, hashes.codebook(), results).encode("utf-8")
    return outputs
