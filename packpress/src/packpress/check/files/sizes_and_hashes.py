"""Layer 1, files: compares their sizes and hashes with the descriptor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from packpress.issue import Findings, Issue
from packpress.package.model import Resource
from packpress.package.problems.checksum import read_hash

_PIECE = 1024 * 1024


def check_sums(root: Path, resources: Sequence[Resource], findings: Findings) -> None:
    """Compares the files of each resource with its ``bytes`` and ``hash`` if all of them exist."""
    hashes: dict[tuple[str, ...], str] = {}
    for resource in resources:
        is_described = "hash" in resource.raw or resource.raw.get("bytes") is not None
        if is_described and all((root / path).is_file() for path in resource.paths):
            _check_sums(root, resource, hashes, findings)


def _check_sums(root: Path, resource: Resource, hashes: dict[tuple[str, ...], str], findings: Findings) -> None:
    """Compares the size and the hash of the files with ``bytes`` and ``hash``; compressed files are not decompressed for it.

    Several files count as one, in the order of their paths: by the standard they are one large file ("Multiple Files"). A
    hash is computed only if the descriptor has one, and only once for the same files.
    """
    what = "the file has" if len(resource.paths) == 1 else "the files of the resource have a total of"
    wanted = resource.raw.get("bytes")
    if wanted is not None and (size := sum((root / path).stat().st_size for path in resource.paths)) != wanted:
        message = f'{what} {size:,} bytes, but the descriptor says {wanted:,}; restore the data, or write "bytes": {size}'
        findings.add(Issue(resource.paths[0], 0, "", "", "file-bytes", "error", message, str(size)))
    if "hash" not in resource.raw:
        return
    algorithm, digest = read_hash(resource.raw["hash"])
    request = (algorithm, *resource.paths)
    if request not in hashes:
        hashes[request] = _digest(algorithm, [root / path for path in resource.paths])
    if (found := hashes[request]) != digest:
        written = found if algorithm == "md5" else f"{algorithm}:{found}"
        message = f'{what} a different {algorithm} than the descriptor says; restore the data, or write "hash": "{written}"'
        findings.add(Issue(resource.paths[0], 0, "", "", "file-hash", "error", message, found))


def _digest(algorithm: str, files: list[Path]) -> str:
    """Returns the digest of the files, concatenated."""
    import hashlib  # takes 8 ms, which most packages need not spend

    state = hashlib.new(algorithm, usedforsecurity=False)
    for file in files:
        with file.open("rb") as stream:
            while piece := stream.read(_PIECE):
                state.update(piece)
    return state.hexdigest()
