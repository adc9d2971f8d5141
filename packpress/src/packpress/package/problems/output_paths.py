"""Paths of build outputs: each has its own, not that of a file that people edit nor that of another table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from packpress.filesystem.stores.store_path import real_path
from packpress.package.model import Resource
from packpress.package.outputs.part_names import folder_of_parts
from packpress.package.paths import path_fault

CODEBOOK = "docs/codebook.md"
"""Where the build writes the page on every table and column."""
CODEBOOK_MARK = b"<!-- Made by `packpress build`"
"""The beginning of that page in every version."""


def made_file_faults(root: Path, descriptor: str, resources: Sequence[Resource]) -> Iterator[tuple[str, str]]:
    """Yields the faults in the paths of build outputs, as (resource, message).

    Compares paths with links resolved and letter case ignored.
    """
    made = [resource for resource in resources if resource.made_from]
    if not made:
        return
    taken = taken_places(root, descriptor, resources)
    taken.setdefault(place_of(root / CODEBOOK), "the codebook")
    folders = {str(parent) for place in taken for parent in PurePosixPath(place).parents}
    sources: dict[str, str] = {}
    for resource in made:
        where = f'resource "{resource.name}"'
        folder = folder_of_parts(resource.paths)
        if len(resource.paths) > 1 and folder is None:
            parts = 'or those of parts in a folder, "NAME/part-00000.parquet" and so on'
            yield resource.name, f"{where}: the build makes one file per table; give one path, {parts}"
        if (first := sources.setdefault(resource.made_from, resource.name)) != resource.name:
            yield resource.name, f'{where} is made from "{resource.made_from}" like "{first}"; remove one of them'
        schema = resource.raw.get("schema")
        written = resource.paths if folder is None else (folder,)  # of which the build replaces all that is in it
        for path in (*written, *([schema] if isinstance(schema, str) else [])):
            place = place_of(root / path)
            parents = [str(parent) for parent in PurePosixPath(place).parents]
            other = next((taken[at] for at in (place, *parents) if at in taken), "")
            if (root / path).is_symlink():
                yield resource.name, f'{where}: the build would write "{path}", which is a link; remove the link'
            elif other or place in folders:
                message = f'{where}: the build would write "{path}" over {other or "a folder"}; give it a path of its own'
                yield resource.name, message
            taken.setdefault(place, f'a file of "{resource.name}"')
            folders.update(parents)


def taken_places(root: Path, descriptor: str, resources: Sequence[Resource]) -> dict[str, str]:
    """Returns the places of the files that people edit, by ``place_of``, and whose each is, in words."""
    taken = {place_of(root / descriptor): descriptor}
    for resource in resources:
        for path in _edited(resource):
            taken[place_of(root / path)] = f'a file of "{resource.name}"'
    return taken


def place_of(file: Path) -> str:
    """Returns the path of the file for comparison: with links resolved and letter case ignored."""
    return Path(real_path(file)).as_posix().casefold()


def is_codebook(root: Path) -> bool:
    """Returns whether the package has a codebook that a build wrote."""
    if path_fault(root, CODEBOOK) or not (root / CODEBOOK).is_file():
        return False
    with (root / CODEBOOK).open("rb") as stream:
        return stream.read(len(CODEBOOK_MARK)) == CODEBOOK_MARK


def _edited(resource: Resource) -> Iterator[str]:
    """Yields the files of the resource that people edit, as the descriptor names them."""
    if not resource.made_from:
        yield from resource.paths
    for name in ("dialect",) if resource.made_from else ("dialect", "schema"):
        if isinstance(path := resource.raw.get(name), str):
            yield path
