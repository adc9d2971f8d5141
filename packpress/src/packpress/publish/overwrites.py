"""Finds files that the build would overwrite although no build made them; they are reported and left unchanged."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from packpress.errors import PackageError
from packpress.escape import escape
from packpress.issue import Findings, Issue
from packpress.package.model import Package
from packpress.package.paths import path_fault
from packpress.package.problems.output_paths import CODEBOOK_MARK, place_of, taken_places
from packpress.package.strict_json import read_json
from packpress.publish.drawings.pictures.picture import PICTURE_MARK
from packpress.publish.no_longer_made import name_in
from packpress.publish.parts.described_parts import is_parts_descriptor
from packpress.publish.parts.part_folder import parts_in
from packpress.publish.targets import Target, Targets

Made = Callable[[Path], bool]


def check_foreign(package: Package, targets: Targets, findings: Findings) -> None:
    """Adds an issue for each file that the build would overwrite and that does not look like one of its outputs.

    A truncated file does if the package names it as an output.
    """
    taken = taken_places(package.root, package.descriptor, package.resources)
    of_views = _view_sources(package)
    for target, is_made in _outputs(package, targets):
        rule, message = "descriptor-made-from", ""
        place = place_of(target.file)
        if target.is_inside and (fault := path_fault(package.root, target.first)):
            rule, message = "path-unsafe", f'the build would write "{target.shown}", which {fault}'
        elif place in of_views:
            message = f"is where the build would write, but is {of_views[place]}; move it to another folder"
        elif not target.is_named and place in taken:
            message = f"is where the build would write, but is {taken[place]}; give a folder of its own with --out"
        elif target.file.is_symlink() or (os.path.lexists(target.file) and not is_made(target.file)):
            message = "is where the build would write, but was not made by a build; move or remove it"
            message += "" if target.is_named else ", or give another folder with --out"
        elif not target.is_inside and (other := name_in(target.file)) and other != package.raw.get("name"):
            message = f"was built from another package, {escape(other)}; remove it, or give another folder with --out"
        if message:
            findings.add(Issue(target.shown, 0, "", "", rule, "error", message))
        if not target.is_named:
            taken[place] = "where the build would write another table"


def _outputs(package: Package, targets: Targets) -> Iterator[tuple[Target, Made]]:
    for name, target in targets.parquet.items():
        yield target, _is_parquet if target.is_named else _is_own_parquet
        if name in targets.schemas:
            yield targets.schemas[name], _is_schema
    for csv, parquet, schema in targets.views.values():
        yield parquet, _is_own_parquet
        yield csv, _is_beside_parquet
        if schema is not None:
            yield schema, _is_schema
    if targets.codebook is not None:
        yield targets.codebook, _is_codebook
    if targets.descriptor is not None:
        yield targets.descriptor, partial(is_parts_descriptor, package)
    yield from ((target, _is_drawing) for target in targets.drawings.values())


def _view_sources(package: Package) -> dict[str, str]:
    """Returns the places of the files that people edit for views, and what each is, in words."""
    found = {}
    for view in package.views:
        for path, what in ((view.path, "SQL"), (view.table.schema.path, "schema")):
            if path:
                found[place_of(package.root / path)] = f'the {what} of the view "{view.name}"'
    return found


def _is_beside_parquet(file: Path) -> bool:
    """Returns whether the file is beside the Parquet of the same view, which the build writes first."""
    return file.is_file() and name_in(file.with_suffix(".parquet")) is not None


def _is_parquet(file: Path) -> bool:
    """Returns whether the file begins as Parquet does; of a folder, whether all files in it do, and are named as parts."""
    found = [file] if file.is_file() else parts_in(file)
    return bool(found) and all(_begins(part, b"PAR1") for part in found)


def _is_own_parquet(file: Path) -> bool:
    """Returns whether the file is Parquet with the hash of its sources, as every build writes it."""
    return name_in(file) is not None


def _is_codebook(file: Path) -> bool:
    return file.is_file() and _begins(file, CODEBOOK_MARK)


def _is_drawing(file: Path) -> bool:
    return file.is_file() and _begins(file, PICTURE_MARK)


def _begins(file: Path, mark: bytes) -> bool:
    with file.open("rb") as stream:
        return stream.read(len(mark)) == mark


def _is_schema(file: Path) -> bool:
    try:
        schema = read_json(file, file.name)
    except PackageError:
        return False
    return isinstance(schema, dict) and isinstance(schema.get("fields"), list)
