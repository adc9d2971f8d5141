"""The build without ``--full``: Parquet after the first two layers, streamed, so that tables of any length take little memory.

No rules and no second opinion; nothing but the Parquet tables and their schemas is written. It needs no extra.
"""

from __future__ import annotations

import filecmp
from pathlib import Path

from packpress.check.progress import Progress, silent
from packpress.check.table import Batch, TableChecker
from packpress.check.validate import Taker, check_cells
from packpress.errors import PackageError
from packpress.filesystem.lock import locked
from packpress.filesystem.scratch import temporary_folder
from packpress.filesystem.write import holds, move_file, write_file
from packpress.issue import FOR_WORDS, Findings
from packpress.package.leftovers import writing
from packpress.package.located import split_package
from packpress.package.model import Package
from packpress.package.paths import path_fault
from packpress.package.source_hash import SourceHashes
from packpress.proof.deep_links import link_field
from packpress.publish.named_outputs import require_outputs
from packpress.publish.outputs import Built, refused
from packpress.publish.overwrites import check_foreign
from packpress.publish.parquet.edtf_columns import check_edtf
from packpress.publish.parquet.schema import describe_parquet
from packpress.publish.parquet.stream import ParquetStream, write_exactly


def build_streamed(path: Path, *, check_only: bool = False, progress: Progress = silent) -> Built:
    """Check files, cells and keys of the package, its folder or its descriptor, and write its Parquet tables and their schemas.

    The rows stay in the order of the CSV. With ``check_only`` nothing is written. Raises LockedError while another command
    writes the package, and PackageError where a table gets a column that only the whole build can make.
    """
    root, descriptor = split_package(path)
    beside = None if check_only else root  # on the disk of the package, so that a file is moved there in one step
    held = locked(root / descriptor) if check_only else writing(path)
    with held, temporary_folder(beside) as scratch:
        findings = Findings(FOR_WORDS)
        streams: dict[str, tuple[TableChecker, ParquetStream]] = {}

        def taker(checker: TableChecker) -> Taker | None:
            package, resource = checker.package, checker.resource
            if package.made_from(resource.name, "parquet") is None:
                return None
            if link_field(package, resource) is not None:
                raise PackageError(f'"{resource.name}" gets a column of links, which only the whole build makes; add --full')
            stream = ParquetStream(package, resource, scratch / f"{resource.name}.parquet")
            streams[resource.name] = checker, stream

            def take(batch: Batch) -> None:
                if not findings.has_errors():
                    check_edtf(checker.schema, batch, findings)
                if not findings.has_errors() and not checker.inexact:
                    stream.write(batch)

            return take

        try:
            checked = check_cells(
                path, findings, with_outputs=False, takers=taker, hashing=SourceHashes.ahead, progress=progress
            )
            if not checked.report.valid:
                return refused(checked.report)
            check_foreign(checked.package, findings, with_codebook=False)
            if findings.has_errors():
                return refused(findings.report(checked.report.layers))
            require_outputs(checked.package, with_codebook=False)
            assert checked.hashes is not None
            with checked.hashes.blaming_changes():
                for checker, stream in streams.values():
                    source_hash = checked.hashes.parquet(checker.resource)
                    if checker.inexact:
                        stream.abandon()
                        write_exactly(checker, stream.file, source_hash, findings)
                    else:
                        stream.close(source_hash)
            if findings.has_errors():
                return refused(findings.report(checked.report.layers))
        finally:
            for _, stream in streams.values():
                stream.abandon()
        made = {name: stream.file for name, (_, stream) in streams.items()}
        fresh, stale = _publish(checked.package, made, checked.hashes, check_only)
        rows = {name: checker.rows for name, (checker, _) in streams.items()}
        return Built(checked.report, rows, None, {}, (), fresh, stale)


def _publish(
    package: Package, made: dict[str, Path], hashes: SourceHashes, check_only: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Put the Parquet files and their schemas in place; which were fresh, and which were not."""
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
