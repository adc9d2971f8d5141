"""Finds Parquet that an earlier build of the package wrote for a table that it no longer has under that name."""

from __future__ import annotations

from pathlib import Path

from packpress.package.model import Package
from packpress.package.outputs.source_hash import SOURCE_HASH
from packpress.package.problems.output_paths import place_of
from packpress.publish.targets import FOLDER, Targets
from packpress.read.parquet.footer import UnreadableError, read_footer


def no_longer_made(package: Package, targets: Targets) -> tuple[str, ...]:
    """Returns the Parquet files beside the outputs that a build made, and that neither the build nor the package names.

    In a folder outside of the package only those of a package of the same name count. Nothing is removed.
    """
    known = {place_of(target.file) for target in targets.files}
    known |= {place_of(package.root / path) for resource in package.resources for path in resource.paths}
    folders = {target.file.parent: target.is_inside for target in targets.parquet.values()}
    if all(folders.values()):
        folders[package.root / FOLDER] = True
    name = str(package.raw.get("name", ""))
    found = []
    for folder, is_inside in folders.items():
        for file in sorted(folder.glob("*.parquet")):
            made_for = None if file.is_symlink() or place_of(file) in known else name_in(file)
            if made_for is not None and (is_inside or made_for == name):
                shown = file.relative_to(package.root) if is_inside else file
                found.append(shown.as_posix())
    return tuple(found)


def name_in(file: Path) -> str | None:
    """Returns the name of the package whose build made the Parquet, "" if it has no name; None if no build made the file."""
    try:
        metadata = read_footer(file).metadata if file.is_file() else {}
    except (UnreadableError, OSError):
        return None
    return metadata.get(b"name", b"").decode("utf-8", "replace") if SOURCE_HASH.encode() in metadata else None
