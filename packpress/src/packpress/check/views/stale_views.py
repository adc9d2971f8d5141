"""Finds results of views that differ from those of the current package; unlike tables, they are compared as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from packpress.check.files.presence import report_missing
from packpress.check.views.judge_result import ViewResult
from packpress.errors import PackageError
from packpress.filesystem.write import holds
from packpress.issue import STALE, Findings, Issue, Severity
from packpress.package.model import Package
from packpress.package.outputs.source_hash import SOURCE_HASH, SourceHashes
from packpress.package.paths import path_fault
from packpress.package.strict_json import read_json
from packpress.package.views.view_files import view_files
from packpress.read.parquet.footer import UnreadableError, read_footer


def check_stale_views(package: Package, results: Mapping[str, ViewResult], findings: Findings, severity: Severity) -> None:
    """Adds an issue for each file of a view that the build would write otherwise, or that is missing.

    Without outputs in the descriptor none need be there. As for tables, they are compared only if everything else is valid.
    """
    if findings.has_errors() and not findings.report().valid_but_for_outputs:
        return
    is_required = any(resource.made_from for resource in package.resources)
    hashes = SourceHashes(package)
    for result in results.values():
        for path, is_fresh in _compared(package, result, hashes):
            if not (package.root / path).is_file():
                if is_required:
                    report_missing(path, findings, "; run the build")
            elif path_fault(package.root, path) is None and not is_fresh:
                message = (
                    f"was built from another state of the tables or of {result.view.path}, or by another version of packpress"
                )
                findings.add(Issue(path, 0, "", "", STALE, severity, f"{message}; run the build"))


def _compared(package: Package, result: ViewResult, hashes: SourceHashes) -> Iterator[tuple[str, bool]]:
    """Yields each file of the view, and whether it is fresh."""
    files = view_files(package, result.view.name)
    yield files.csv, (package.root / files.csv).is_file() and holds(package.root / files.csv, result.data)
    yield files.parquet, _hash_in_parquet(package.root / files.parquet) == hashes.view(result.view, result.data)
    if files.schema:
        yield files.schema, _hash_in_schema(package.root / files.schema) == hashes.view_schema(result.view)


def _hash_in_parquet(file: Path) -> str:
    try:
        return read_footer(file).metadata.get(SOURCE_HASH.encode(), b"").decode("utf-8", "replace") if file.is_file() else ""
    except UnreadableError:
        return ""


def _hash_in_schema(file: Path) -> str:
    try:
        schema = read_json(file, file.name) if file.is_file() else None
    except PackageError:
        return ""
    return str(schema.get(SOURCE_HASH, "")) if isinstance(schema, dict) else ""
