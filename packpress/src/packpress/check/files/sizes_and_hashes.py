"""Layer 1, files: their size and hash against the descriptor, and what can be said of those that are no checked table."""

from __future__ import annotations

from pathlib import Path

from packpress.issue import Findings, Issue
from packpress.package.formats import is_declared_table
from packpress.package.model import READ_FORMATS, Package, Resource, Table
from packpress.package.problems.checksum import read_hash

_PIECE = 1024 * 1024


def check_files(package: Package, findings: Findings, *, with_outputs: bool = True) -> dict[str, str]:
    """Check the files of every resource beside its cells. Those that are not there are reported elsewhere.

    Without ``with_outputs`` the files that the build makes are left alone; with it, returns the hash of its sources that each
    sound one carries, by its path, "" where it carries none.
    """
    carried: dict[str, str] = {}
    hashes: dict[tuple[str, ...], str] = {}
    for resource in package.resources:
        if resource.made_from and not with_outputs:
            continue
        if resource.format not in READ_FORMATS and is_declared_table(resource.raw):
            message = f'the resource is declared a table, but "{resource.format}" cannot be read as one, so no cell was checked'
            message += '; publish it as CSV or Parquet, or drop "schema" and "type" where the file is an attachment'
            findings.add(Issue(resource.paths[0], 0, "", "", "table-not-checked", "error", message))
        if all((package.root / path).is_file() for path in resource.paths):
            _check_sums(package.root, resource, hashes, findings)
            if not isinstance(resource, Table) and not resource.made_from and resource.format in READ_FORMATS:
                from packpress.check.files.without_schema import (
                    check_schemaless,  # costs 5 ms, which most packages need not pay
                )

                check_schemaless(package.root, resource, findings)
        if resource.made_from and resource.format == "parquet":
            from packpress.check.files.built_parquet import check_made  # the same

            carried.update(check_made(package, resource, findings))
    return carried


def check_others(package: Package, findings: Findings) -> None:
    """Report files other than those of the checked tables that are not there."""
    tables = {resource.name for resource in package.tables}
    for resource in package.resources:
        if resource.name not in tables:
            named = resource.raw.get("schema")
            for path in (*resource.paths, *([named] if isinstance(named, str) else [])):
                if not (package.root / path).is_file():
                    hint = "run the build" if resource.made_from else "add it or drop the resource"
                    findings.add(Issue(path, 0, "", "", "file-missing", "error", f"the file is not there; {hint}"))


def _check_sums(root: Path, resource: Resource, hashes: dict[tuple[str, ...], str], findings: Findings) -> None:
    """Compare the size and the hash of the files with ``bytes`` and ``hash``, of packed files as they are packed.

    Several files count as one, in the order of their paths: the standard has them treated as one large file ("Multiple
    Files"). A hash is taken only where the descriptor has one, and once for the same files.
    """
    what = "the file has" if len(resource.paths) == 1 else "the files of the resource together have"
    wanted = resource.raw.get("bytes")
    if wanted is not None and (size := sum((root / path).stat().st_size for path in resource.paths)) != wanted:
        message = f'{what} {size:,} bytes, the descriptor says {wanted:,}; restore the data, or write "bytes": {size}'
        findings.add(Issue(resource.paths[0], 0, "", "", "file-bytes", "error", message, str(size)))
    if "hash" not in resource.raw:
        return
    algorithm, digest = read_hash(resource.raw["hash"])
    asked = (algorithm, *resource.paths)
    if asked not in hashes:
        hashes[asked] = _digest(algorithm, [root / path for path in resource.paths])
    if (found := hashes[asked]) != digest:
        written = found if algorithm == "md5" else f"{algorithm}:{found}"
        message = f'{what} another {algorithm} than the descriptor says; restore the data, or write "hash": "{written}"'
        findings.add(Issue(resource.paths[0], 0, "", "", "file-hash", "error", message, found))


def _digest(algorithm: str, files: list[Path]) -> str:
    """The digest of the files, one after the other."""
    import hashlib  # costs 8 ms, which most packages need not pay

    state = hashlib.new(algorithm, usedforsecurity=False)
    for file in files:
        with file.open("rb") as stream:
            while piece := stream.read(_PIECE):
                state.update(piece)
    return state.hexdigest()
