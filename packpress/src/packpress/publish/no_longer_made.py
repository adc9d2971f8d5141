"""Finds files that an earlier build of the package wrote for a table or view that it no longer has under that name."""

from __future__ import annotations

from pathlib import Path

from packpress.package.model import DESCRIPTOR, Package
from packpress.package.outputs.source_hash import SOURCE_HASH
from packpress.package.problems.output_paths import place_of
from packpress.package.views.view_files import PARQUET_FOLDER, VIEW_FOLDER, view_folder
from packpress.publish.parts.described_parts import is_parts_descriptor
from packpress.publish.parts.part_folder import parts_in
from packpress.publish.targets import Targets
from packpress.read.parquet.footer import UnreadableError, read_footer


def no_longer_made(package: Package, targets: Targets) -> tuple[str, ...]:
    """Returns the files beside the outputs that a build made, and that neither the build nor the package names.

    In a folder outside of the package only those of a package of the same name count. Nothing is removed.
    """
    known = {place_of(target.file) for target in targets.files}
    known |= {place_of(package.root / path) for resource in package.resources for path in resource.paths}
    folders = {target.file.parent: target.is_inside for target in targets.parquet.values()}
    if all(folders.values()):
        folders[package.root / PARQUET_FOLDER] = True
        folders[package.root / view_folder(package.raw)] = True
    else:
        folders |= {folder / VIEW_FOLDER: False for folder in folders}
    name = str(package.raw.get("name", ""))
    found = []
    for folder, is_inside in folders.items():
        if (descriptor := folder / DESCRIPTOR) != package.path and place_of(descriptor) not in known:
            found += [_shown(package, descriptor, is_inside)] if is_parts_descriptor(package, descriptor) else []
        for file in sorted((*folder.glob("*.parquet"), *filter(parts_in, folder.glob("*")))):
            made_for = None if file.is_symlink() or place_of(file) in known else name_in(file)
            if made_for is not None and (is_inside or made_for == name):
                shown = Path(_shown(package, file, is_inside))
                found.append(shown.as_posix())
                if folder.name == VIEW_FOLDER:
                    beside = [(file.with_suffix(ending), shown.with_suffix(ending)) for ending in (".csv", ".json")]
                    found += [words.as_posix() for other, words in beside if other.is_file() and place_of(other) not in known]
    return tuple(found)


def _shown(package: Package, file: Path, is_inside: bool) -> str:
    return (file.relative_to(package.root) if is_inside else file).as_posix()


def name_in(file: Path) -> str | None:
    """Returns the name of the package whose build made the Parquet, "" if it has no name; None if no build made the file.

    The Parquet of a table in parts is a folder, of which every part must be made by a build of the same package.
    """
    if parts := parts_in(file):
        names = {name_in(part) for part in parts}
        return names.pop() if len(names) == 1 else None
    try:
        metadata = read_footer(file).metadata if file.is_file() else {}
    except (UnreadableError, OSError):
        return None
    return metadata.get(b"name", b"").decode("utf-8", "replace") if SOURCE_HASH.encode() in metadata else None
