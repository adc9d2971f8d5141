"""The build without ``--full``: Parquet is streamed while the first two layers run, so that long tables take little memory.

It runs no rules and no second opinion, writes only the Parquet tables and their schemas, and needs no extra.
"""

from __future__ import annotations

import filecmp
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from packpress.check.cells.edtf_dates import check_edtf
from packpress.check.progress import Progress, silent
from packpress.check.session import Session
from packpress.check.splits.executor import SPLIT_SIZE, LocalExecutor
from packpress.check.table import TableChecker
from packpress.check.views.opened_views import Views, opened_views
from packpress.errors import PackageError
from packpress.fidelity.verify import require_rows
from packpress.filesystem.lock import locked
from packpress.filesystem.scratch import shared_folder, temporary_folder
from packpress.filesystem.write import holds, move_file, write_file
from packpress.issue import FOR_WORDS, Findings
from packpress.package.located import split_package
from packpress.package.model import Package
from packpress.package.outputs.added_fields import link_field
from packpress.package.outputs.file_metadata import file_metadata
from packpress.package.outputs.leftovers import writing
from packpress.package.outputs.part_names import part_names
from packpress.package.outputs.source_hash import SourceHashes
from packpress.publish.no_longer_made import no_longer_made
from packpress.publish.outputs import Built, refused
from packpress.publish.overwrites import check_foreign
from packpress.publish.parquet.schema import describe_parquet
from packpress.publish.parquet.stream import ParquetStream, finish_stream
from packpress.publish.parts.described_parts import describe_parts
from packpress.publish.parts.named_parts import check_named_parts
from packpress.publish.parts.part_folder import has_parts, may_have_parts, publish_parts
from packpress.publish.parts.parted_table import PartedTable
from packpress.publish.targets import Target, Targets, find_targets, left_out, open_folder, require_outputs
from packpress.publish.view_outputs import view_outputs
from packpress.severities import AS_FOUND, Severities

if TYPE_CHECKING:
    from packpress.check.splits.executor import Executor

PART_SIZE = SPLIT_SIZE
"""About how many bytes of a file become a part if the package names parts, and no other executor makes them."""


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
    ``check_only`` nothing is written. A table that ``executor`` checks in splits is written in parts, to a folder, unless the
    package names a file for it; a descriptor beside the folder names them. Raises LockedError while another command writes
    the package, and PackageError if a table has a column that only the full build can make.
    """
    root, descriptor = split_package(path)
    # on the file system of the outputs, so that a file is moved in one step
    beside = None if check_only and executor is None else open_folder(root, out)  # where workers can write, too
    held = locked(root / descriptor) if check_only else writing(path)
    with held, temporary_folder(beside) as scratch, ExitStack() as stack:
        findings = Findings(FOR_WORDS, severities)
        session = Session.open(path, findings, progress)
        session.executor = executor or session.executor
        views = stack.enter_context(opened_views(session))
        package, hashes = session.package, SourceHashes.ahead(session.package)
        targets = find_targets(package, out)
        streams: dict[str, tuple[TableChecker, ParquetStream | PartedTable]] = {}
        in_parts = executor
        if any(target.is_folder for target in targets.parquet.values()):
            in_parts = executor or LocalExecutor(PART_SIZE)
        parts = None if in_parts is None else stack.enter_context(shared_folder(scratch))
        try:
            for table in session.tables():
                if table.name in targets.parquet:
                    stream = _open_stream(package, table, targets.parquet[table.name], scratch, parts, in_parts)
                    streams[table.name] = table, stream
                    _write(table, stream, findings, views)
                else:
                    for batch in table.batches():
                        views.add(table, batch)
            session.finish()
            results = views.finish()
            if findings.is_blocked():
                return refused(session.report())
            parted = {name: stream for name, (_, stream) in streams.items() if isinstance(stream, PartedTable)}
            targets = targets.with_parts([name for name, stream in parted.items() if stream.is_parted])
            check_named_parts(package, {name: stream.count for name, stream in parted.items()}, findings)
            check_foreign(package, targets, findings)
            if findings.is_blocked():
                return refused(session.report())
            require_outputs(package, targets)
            with hashes.blaming_changes():
                made = {
                    name: stream.finish(hashes.parquet(table.resource), findings)
                    if isinstance(stream, PartedTable)
                    else finish_stream(table, stream, hashes.parquet(table.resource), findings)
                    for name, (table, stream) in streams.items()
                }
                of_views = view_outputs(package, targets, results, hashes, findings)
            if findings.is_blocked():
                return refused(session.report())
            for name, (table, _) in streams.items():
                require_rows(table.resource, table.rows, made[name])
        finally:
            for _, stream in streams.values():
                stream.abandon()
        fresh, stale = _publish(package, targets, made, hashes, check_only)
        for target, data in (of_views | _descriptor(package, targets, made, hashes)).items():
            is_fresh = holds(target.file, data)
            (fresh if is_fresh else stale).append(target.shown)
            if not is_fresh and not check_only:
                write_file(target.file, data)
        rows = {name: table.rows for name, (table, _) in streams.items()}
        left, gone = left_out(package, targets), no_longer_made(package, targets)
        counts = {f"{target.shown}/": len(made[name]) for name, target in targets.parquet.items() if target.is_folder}
        return Built(session.report(), rows, None, {}, (), tuple(fresh), tuple(stale), left, gone, parts=counts)


def _open_stream(
    package: Package, table: TableChecker, target: Target, scratch: Path, parts: Path | None, executor: Executor | None
) -> ParquetStream | PartedTable:
    """Returns the writer of the table's Parquet. Raises PackageError if only the full build can make one of its columns."""
    if link_field(package, table.resource) is not None:
        raise PackageError(f'"{table.name}" has a column of links, which only a full build makes; add --full')
    is_parted = target.is_folder or (not target.is_named and may_have_parts(table.name))
    if is_parted and executor is not None and parts is not None:
        parted = PartedTable(table, parts, executor)
        table.give_splits(parted, executor, keeps_values=bool(package.views))
        return parted
    metadata = file_metadata(package, table.resource)
    return ParquetStream(metadata, table.resource, scratch / f"{table.name}.parquet")


def _write(table: TableChecker, made: ParquetStream | PartedTable, findings: Findings, views: Views) -> None:
    """Writes the batches of the table, also for views, until something is found that makes its file useless."""
    for batch in table.batches():
        is_done = isinstance(made, PartedTable) and made.has(batch)
        if not is_done and not findings.is_blocked():
            check_edtf(table.schema, batch, findings)
        if findings.is_blocked():
            continue
        views.store(table.resource, batch.columns)
        if is_done:
            continue
        stream = made.stream_for(batch) if isinstance(made, PartedTable) else made
        if table.inexact:
            stream.types.convert(batch.columns)  # the second writing needs them
        else:
            stream.write(batch)


def _publish(
    package: Package, targets: Targets, made: Mapping[str, tuple[Path, ...]], hashes: SourceHashes, check_only: bool
) -> tuple[list[str], list[str]]:
    """Moves the Parquet files and their schemas into place; returns the paths that were fresh, and those that were stale."""
    fresh: list[str] = []
    stale: list[str] = []
    for name, files in made.items():
        target = targets.parquet[name]
        if target.is_folder:
            is_fresh = has_parts(target.file, files)
        else:
            is_fresh = target.file.is_file() and filecmp.cmp(files[0], target.file, shallow=False)
        (fresh if is_fresh else stale).append(f"{target.shown}/" if target.is_folder else target.shown)
        if not is_fresh and not check_only:
            if target.is_folder:
                publish_parts(files, target.file)
            else:
                move_file(files[0], target.file)
        if (schema := targets.schemas.get(name)) is not None:
            source = package.table(name)
            described = describe_parquet(package, source, hashes.schema(source))
            is_fresh = holds(schema.file, described)
            (fresh if is_fresh else stale).append(schema.shown)
            if not is_fresh and not check_only:
                write_file(schema.file, described)
    return fresh, stale


def _descriptor(
    package: Package, targets: Targets, made: Mapping[str, Sequence[Path]], hashes: SourceHashes
) -> dict[Target, bytes]:
    """Returns the content of the descriptor that names the parts, if there is one."""
    if targets.descriptor is None:
        return {}
    paths = {}
    for name, files in made.items():
        target = targets.parquet[name]
        shown = target.file.name
        paths[name] = [f"{shown}/{part}" for part in part_names(len(files))] if target.is_folder else [shown]
    return {targets.descriptor: describe_parts(package, paths, hashes)}
