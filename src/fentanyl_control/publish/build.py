"""Builds what a package publishes: checks it, makes every output in memory, and writes those that differ."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from fentanyl_control.check.second_opinion import ask_frictionless
from fentanyl_control.check.validate import check_rules
from fentanyl_control.errors import LockedError
from fentanyl_control.issue import Findings, Report
from fentanyl_control.package.descriptor import DESCRIPTOR
from fentanyl_control.package.model import NAMESPACE, Package
from fentanyl_control.package.paths import path_fault
from fentanyl_control.publish.agreement import Agreement, agreements
from fentanyl_control.publish.codebook import describe_package
from fentanyl_control.publish.coverage import Coverage, coverage
from fentanyl_control.publish.deep_links import link_column, link_field
from fentanyl_control.publish.parquet import typed_table, write_parquet
from fentanyl_control.publish.schema import describe_parquet
from fentanyl_control.publish.staging import staged

CODEBOOK = "docs/codebook.md"


@dataclass(frozen=True)
class Built:
    """What a build did: its report, the rows of each table, the files that were fresh or stale, and what it counted.

    ``counts`` has the rows of each code of the fields that ``press:counts`` in the descriptor names.
    """

    report: Report
    rows: dict[str, int]
    coverage: Coverage | None
    counts: dict[str, dict[str, int]]
    agreements: tuple[Agreement, ...]
    fresh: tuple[str, ...]
    stale: tuple[str, ...]


def build(root: Path, *, rules: Path | None = None, check_only: bool = False) -> Built:
    """Check the package in ``root`` and write its Parquet tables and its codebook, unless anything is wrong.

    With ``check_only`` nothing is written; ``stale`` names what a build would write. Raises LockedError while another
    build of the same package runs.
    """
    with _lock(root / DESCRIPTOR):
        findings = Findings()
        checked = check_rules(root, findings, rules, with_outputs=False)
        if not checked.report.valid:
            return _refused(checked.report)
        outputs = make_outputs(checked.package, checked.tables, checked.exact)
        with staged(checked.package, outputs) as stage:
            ask_frictionless(stage, DESCRIPTOR, findings)
        report = findings.report((*checked.report.layers, "second opinion"))
        if not report.valid:
            return _refused(report)
        stale = tuple(path for path, data in outputs.items() if not _holds(root / path, data))
        for path in () if check_only else stale:
            _write(root / path, outputs[path])
        rows = {name: table.num_rows for name, table in checked.tables.items()}
        fresh = tuple(path for path in outputs if path not in stale)
        package, tables = checked.package, checked.tables
        covered, counts = coverage(package, tables), count_codes(package, tables)
        return Built(report, rows, covered, counts, agreements(package, tables), fresh, stale)


def _refused(report: Report) -> Built:
    return Built(report, {}, None, {}, (), (), ())


def count_codes(package: Package, tables: dict[str, pa.Table]) -> dict[str, dict[str, int]]:
    """How many rows have each code, for the fields that the descriptor asks for, in the order of their categories."""
    counted = {}
    for item in package.raw.get(NAMESPACE + "counts", ()):
        schema = package.resource(item["resource"]).schema
        assert schema is not None
        values = tables[item["resource"]][item["field"]].to_pylist()
        listed = [str(code) for code in schema.field(item["field"]).categories]
        counted[f"{item['resource']}.{item['field']}"] = {code: values.count(code) for code in listed if code in values}
    return counted


def make_outputs(
    package: Package, tables: dict[str, pa.Table], exact: dict[str, dict[str, pa.ChunkedArray]]
) -> dict[str, bytes]:
    """Every file that the build makes, by its path in the package."""
    outputs = {}
    for resource in package.sources:
        parquet = package.made_from(resource.name, "parquet")
        if parquet is not None:
            link = link_field(package, resource)
            added = [] if link is None else [(link, link_column(package, tables))]
            typed = typed_table(resource, tables[resource.name], exact.get(resource.name, {}), added)
            outputs[parquet.paths[0]] = write_parquet(package, resource, typed)
            if isinstance(path := parquet.raw.get("schema"), str) and path_fault(package.root, path) is None:
                outputs[path] = describe_parquet(package, resource, [field for field, _ in added])
    outputs[CODEBOOK] = describe_package(package, tables).encode("utf-8")
    return outputs


def _holds(file: Path, data: bytes) -> bool:
    return file.is_file() and file.read_bytes() == data


def _write(file: Path, data: bytes) -> None:
    """Write the file whole or not at all: to a temporary name beside it, then renamed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _lock(file: Path) -> Iterator[None]:
    """Hold the package while it is built; a second build of it fails at once. Systems without flock go without."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    try:
        stream = file.open("rb")
    except OSError:
        yield  # the reader says what is wrong with the file
        return
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LockedError(f"{file.name}: another build of this package is running; try again when it is done") from error
        yield
