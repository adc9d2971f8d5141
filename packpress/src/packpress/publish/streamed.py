"""The build without ``--full``: Parquet is streamed while the first two layers run, so that long tables take little memory.

It runs no rules and no second opinion, writes only the Parquet tables and their schemas, and needs no extra.
"""

from __future__ import annotations

import filecmp
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from packpress.check.cells.edtf_dates import check_edtf
from packpress.check.progress import Progress, silent
from packpress.check.session import Session
from packpress.check.table import TableChecker
from packpress.check.views.opened_views import Views, opened_views
from packpress.errors import PackageError
from packpress.filesystem.lock import locked
from packpress.filesystem.scratch import temporary_folder
from packpress.filesystem.write import holds, move_file, write_file
from packpress.issue import FOR_WORDS, Findings
from packpress.package.located import split_package
from packpress.package.model import Package
from packpress.package.outputs.added_fields import link_field
from packpress.package.outputs.leftovers import writing
from packpress.package.outputs.source_hash import SourceHashes
from packpress.publish.no_longer_made import no_longer_made
from packpress.publish.outputs import Built, refused
from packpress.publish.overwrites import check_foreign
from packpress.publish.parquet.schema import describe_parquet
from packpress.publish.parquet.stream import ParquetStream, write_again
from packpress.publish.targets import Targets, find_targets, left_out, open_folder, require_outputs
from packpress.publish.view_outputs import view_outputs
from packpress.severities import AS_FOUND, Severities

if TYPE_CHECKING:
    from packpress.check.splits.executor import Executor


def build_streamed(
    path: Path,
    *,
    out: Path | None = None,
    check_only: bool = False,
    severities: Severities = AS_FOUND,
    progress: Progress = silent,
    executor: Executor | None = None,
) -> Built:
    """Checks files, cells and keys of the package at ``path`` (its folder or descriptor), and writes its Parquet and schemas.

    With the folder ``out``, Parquet of every table is written there instead. The rows stay in the order of the CSV. With
    ``check_only`` nothing is written. Raises LockedError while another command writes the package, and PackageError if a
    table has a column that only the full build can make.
    """
    root, descriptor = split_package(path)
    # on the file system of the outputs, so that a file is moved in one step
    beside = None if check_only else open_folder(root, out)
    held = locked(root / descriptor) if check_only else writing(path)
    with held, temporary_folder(beside) as scratch, ExitStack() as stack:
        findings = Findings(FOR_WORDS, severities)
        session = Session.open(path, findings, progress)
        session.executor = executor or session.executor
        views = stack.enter_context(opened_views(session))
        package, hashes = session.package, SourceHashes.ahead(session.package)
        targets = find_targets(package, out)
        streams: dict[str, tuple[TableChecker, ParquetStream]] = {}
        try:
            for table in session.tables():
                if table.name in targets.parquet:
                    stream = _open_stream(package, table, scratch)
                    streams[table.name] = table, stream
                    _write(table, stream, findings, views)
                else:
                    for batch in table.batches():
                        views.add(table, batch)
            session.finish()
            results = views.finish()
            if findings.is_blocked():
                return refused(session.report())
            check_foreign(package, targets, findings)
            if findings.is_blocked():
                return refused(session.report())
            require_outputs(package, targets)
            with hashes.blaming_changes():
                for table, stream in streams.values():
                    source_hash = hashes.parquet(table.resource)
                    if table.inexact or stream.is_unfit:
                        stream.abandon()
                        write_again(table, stream, source_hash, findings)
                    else:
                        stream.close(source_hash)
                of_views = view_outputs(package, targets, results, hashes, findings)
            if findings.is_blocked():
                return refused(session.report())
        finally:
            for _, stream in streams.values():
                stream.abandon()
        made = {name: stream.file for name, (_, stream) in streams.items()}
        fresh, stale = _publish(package, targets, made, hashes, check_only)
        for target, data in of_views.items():
            is_fresh = holds(target.file, data)
            (fresh if is_fresh else stale).append(target.shown)
            if not is_fresh and not check_only:
                write_file(target.file, data)
        rows = {name: table.rows for name, (table, _) in streams.items()}
        left, gone = left_out(package, targets), no_longer_made(package, targets)
        return Built(session.report(), rows, None, {}, (), tuple(fresh), tuple(stale), left, gone)


def _open_stream(package: Package, table: TableChecker, scratch: Path) -> ParquetStream:
    """Returns the writer of the table's Parquet. Raises PackageError if only the full build can make one of its columns."""
    if link_field(package, table.resource) is not None:
        raise PackageError(f'"{table.name}" has a column of links, which only a full build makes; add --full')
    return ParquetStream(package, table.resource, scratch / f"{table.name}.parquet")


def _write(table: TableChecker, stream: ParquetStream, findings: Findings, views: Views) -> None:
    """Writes the batches of the table, also for views, until something is found that makes its file useless."""
    for batch in table.batches():
        if not findings.is_blocked():
            check_edtf(table.schema, batch, findings)
        if findings.is_blocked():
            continue
        views.store(table.resource, batch.columns)
        if table.inexact:
            stream.types.convert(batch.columns)  # the second writing needs them
        else:
            stream.write(batch)


def _publish(
    package: Package, targets: Targets, made: dict[str, Path], hashes: SourceHashes, check_only: bool
) -> tuple[list[str], list[str]]:
    """Moves the Parquet files and their schemas into place; returns the paths that were fresh, and those that were stale."""
    fresh: list[str] = []
    stale: list[str] = []
    for name, file in made.items():
        target = targets.parquet[name]
        is_fresh = target.file.is_file() and filecmp.cmp(file, target.file, shallow=False)
        (fresh if is_fresh else stale).append(target.shown)
        if not is_fresh and not check_only:
            move_file(file, target.file)
        if (schema := targets.schemas.get(name)) is not None:
            source = package.table(name)
            described = describe_parquet(package, source, hashes.schema(source))
            is_fresh = holds(schema.file, described)
            (fresh if is_fresh else stale).append(schema.shown)
            if not is_fresh and not check_only:
                write_file(schema.file, described)
    return fresh, stale
