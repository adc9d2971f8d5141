"""The build without ``--full``: Parquet is streamed while the first two layers run, so that long tables take little memory.

It runs no rules and no second opinion, writes only the Parquet tables and their schemas, and needs no extra.
"""

from __future__ import annotations

import filecmp
from pathlib import Path

from packpress.check.progress import Progress, silent
from packpress.check.session import Session
from packpress.check.table import TableChecker
from packpress.errors import PackageError
from packpress.filesystem.lock import locked
from packpress.filesystem.scratch import temporary_folder
from packpress.filesystem.write import holds, move_file, write_file
from packpress.issue import FOR_WORDS, Findings
from packpress.package.located import split_package
from packpress.package.model import Package
from packpress.package.outputs.leftovers import writing
from packpress.package.outputs.source_hash import SourceHashes
from packpress.package.paths import path_fault
from packpress.proof.deep_links import link_field
from packpress.publish.named_outputs import require_outputs
from packpress.publish.outputs import Built, refused
from packpress.publish.overwrites import check_foreign
from packpress.publish.parquet.edtf_columns import check_edtf
from packpress.publish.parquet.schema import describe_parquet
from packpress.publish.parquet.stream import ParquetStream, write_exactly
from packpress.severities import AS_FOUND, Severities


def build_streamed(
    path: Path, *, check_only: bool = False, severities: Severities = AS_FOUND, progress: Progress = silent
) -> Built:
    """Checks files, cells and keys of the package at ``path`` (its folder or descriptor), and writes its Parquet and schemas.

    The rows stay in the order of the CSV. With ``check_only`` nothing is written. Raises LockedError while another command
    writes the package, and PackageError if a table has a column that only the full build can make.
    """
    root, descriptor = split_package(path)
    beside = None if check_only else root  # on the package's file system, so that a file is moved in one step
    held = locked(root / descriptor) if check_only else writing(path)
    with held, temporary_folder(beside) as scratch:
        findings = Findings(FOR_WORDS, severities)
        session = Session.open(path, findings, progress)
        package, hashes = session.package, SourceHashes.ahead(session.package)
        streams: dict[str, tuple[TableChecker, ParquetStream]] = {}
        try:
            for table in session.tables():
                if package.made_from(table.name, "parquet") is not None:
                    stream = _open_stream(package, table, scratch)
                    streams[table.name] = table, stream
                    _write(table, stream, findings)
            session.finish()
            if findings.is_blocked():
                return refused(session.report())
            check_foreign(package, findings, with_codebook=False)
            if findings.is_blocked():
                return refused(session.report())
            require_outputs(package, with_codebook=False)
            with hashes.blaming_changes():
                for table, stream in streams.values():
                    source_hash = hashes.parquet(table.resource)
                    if table.inexact:
                        stream.abandon()
                        write_exactly(table, stream.file, source_hash, findings)
                    else:
                        stream.close(source_hash)
            if findings.is_blocked():
                return refused(session.report())
        finally:
            for _, stream in streams.values():
                stream.abandon()
        made = {name: stream.file for name, (_, stream) in streams.items()}
        fresh, stale = _publish(package, made, hashes, check_only)
        rows = {name: table.rows for name, (table, _) in streams.items()}
        return Built(session.report(), rows, None, {}, (), fresh, stale)


def _open_stream(package: Package, table: TableChecker, scratch: Path) -> ParquetStream:
    """Returns the writer of the table's Parquet. Raises PackageError if only the full build can make one of its columns."""
    if link_field(package, table.resource) is not None:
        raise PackageError(f'"{table.name}" has a column of links, which only a full build makes; add --full')
    return ParquetStream(package, table.resource, scratch / f"{table.name}.parquet")


def _write(table: TableChecker, stream: ParquetStream, findings: Findings) -> None:
    """Writes the batches of the table, until something is found that makes its file useless."""
    for batch in table.batches():
        if not findings.is_blocked():
            check_edtf(table.schema, batch, findings)
        if not findings.is_blocked() and not table.inexact:
            stream.write(batch)


def _publish(
    package: Package, made: dict[str, Path], hashes: SourceHashes, check_only: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Moves the Parquet files and their schemas into place; returns the paths that were fresh, and those that were stale."""
    fresh: list[str] = []
    stale: list[str] = []
    for name, file in made.items():
        parquet = package.made_from(name, "parquet")
        assert parquet is not None
        target = package.root / parquet.paths[0]
        is_fresh = target.is_file() and filecmp.cmp(file, target, shallow=False)
        (fresh if is_fresh else stale).append(parquet.paths[0])
        if not is_fresh and not check_only:
            move_file(file, target)
        if isinstance(path := parquet.raw.get("schema"), str) and path_fault(package.root, path) is None:
            source = package.table(name)
            described = describe_parquet(package, source, hashes.schema(source))
            is_fresh = holds(package.root / path, described)
            (fresh if is_fresh else stale).append(path)
            if not is_fresh and not check_only:
                write_file(package.root / path, described)
    return tuple(fresh), tuple(stale)
