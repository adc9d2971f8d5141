"""Finds files that the build would overwrite although no build made them; they are reported and left unchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from packpress.errors import PackageError
from packpress.issue import Findings, Issue
from packpress.package.model import Package
from packpress.package.paths import path_fault
from packpress.package.problems.output_paths import CODEBOOK, CODEBOOK_MARK
from packpress.package.strict_json import read_json

Made = Callable[[Path], bool]


def check_foreign(package: Package, findings: Findings, *, with_codebook: bool) -> None:
    """Adds an issue for each file that the build would overwrite and that does not look like one of its outputs.

    A truncated Parquet file or codebook does.
    """
    for path, is_made in _outputs(package, with_codebook):
        file = package.root / path
        if fault := path_fault(package.root, path):
            findings.add(Issue(path, 0, "", "", "path-unsafe", "error", f'the build would write "{path}", which {fault}'))
        elif file.is_symlink() or (file.is_file() and not is_made(file)):
            message = "is where the build would write, but was not made by a build; move or remove it"
            findings.add(Issue(path, 0, "", "", "descriptor-made-from", "error", message))


def _outputs(package: Package, with_codebook: bool) -> Iterator[tuple[str, Made]]:
    for resource in package.resources:
        if resource.made_from:
            yield resource.paths[0], lambda file: _begins(file, b"PAR1")
            if isinstance(schema := resource.raw.get("schema"), str):
                yield schema, _is_schema
    if with_codebook:
        yield CODEBOOK, lambda file: _begins(file, CODEBOOK_MARK)


def _begins(file: Path, mark: bytes) -> bool:
    with file.open("rb") as stream:
        return stream.read(len(mark)) == mark


def _is_schema(file: Path) -> bool:
    try:
        schema = read_json(file, file.name)
    except PackageError:
        return False
    return isinstance(schema, dict) and isinstance(schema.get("fields"), list)
