"""Where a build writes: the outputs that the package names, or Parquet for every table if it names none."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from packpress.errors import PackageError
from packpress.filesystem.scratch import remove_leftovers
from packpress.package.forms.local_copies import is_away
from packpress.package.model import DELIMITED, DESCRIPTOR, INLINE, READ_FORMATS, Package, Table
from packpress.package.outputs.part_names import folder_of_parts, part_names
from packpress.package.paths import path_fault
from packpress.package.problems.output_paths import CODEBOOK, is_codebook
from packpress.package.site.drawing_paths import drawing_paths
from packpress.package.views.view_files import PARQUET_FOLDER, VIEW_FOLDER, view_files


class Target(NamedTuple):
    """A file that the build writes, and its path as messages show it; or the folder of a table in parts.

    ``is_named`` is true if the package names the file as an output, and ``is_inside`` if it must be in the package's folder.
    """

    file: Path
    shown: str
    is_named: bool = True
    is_inside: bool = True
    is_folder: bool = False

    @property
    def first(self) -> str:
        """The path of a file that is written: the first part of a folder."""
        return f"{self.shown}/{part_names(1)[0]}" if self.is_folder else self.shown


class ViewTargets(NamedTuple):
    """The files that a build writes for one view."""

    csv: Target
    parquet: Target
    schema: Target | None = None


class Targets(NamedTuple):
    """The files that a build writes: Parquet and schemas, by the name of their table, the codebook, views, drawings by path."""

    parquet: Mapping[str, Target]
    schemas: Mapping[str, Target]
    codebook: Target | None = None
    views: Mapping[str, ViewTargets] = MappingProxyType({})
    drawings: Mapping[str, Target] = MappingProxyType({})
    descriptor: Target | None = None

    @property
    def files(self) -> frozenset[Target]:
        """All of them."""
        of_views = [target for view in self.views.values() for target in view]
        single = filter(None, [self.codebook, self.descriptor, *of_views])
        return frozenset((*self.parquet.values(), *self.schemas.values(), *self.drawings.values(), *single))

    def with_parts(self, tables: Collection[str]) -> Targets:
        """Returns the targets of a build that writes these tables in parts.

        If the package does not name them, those are folders with their names, and a descriptor beside them.
        """
        if all(self.parquet[name].is_named for name in tables):
            return self
        parquet = {name: _folder(target, name) if name in tables else target for name, target in self.parquet.items()}
        some = next(iter(self.parquet.values()))
        return self._replace(parquet=parquet, descriptor=_beside(some, DESCRIPTOR))


def find_targets(package: Package, out: Path | None = None, *, full: bool = False, with_codebook: bool = False) -> Targets:
    """Returns what the build of the package writes, to the folder ``out`` if it is given.

    The full build writes drawings, and the codebook with ``with_codebook``, if the package names outputs, or if an earlier
    build wrote it. Raises PackageError if the package names parts, which it does not write.
    """
    root, sources = package.root, package.built_from
    if out is not None:
        parquet = {t.name: _target(out / f"{t.name}.parquet") for t in sources}
        views = {v.name: _view_targets(out / VIEW_FOLDER / v.name) for v in package.views}
        return Targets(parquet, {}, _target(out / Path(CODEBOOK).name) if with_codebook else None, views)
    views = {view.name: _named_view_targets(package, view.name) for view in package.views}
    drawn = {path: Target(root / path, path, is_named=False) for path in drawing_paths(package.raw)} if full else {}
    named = {t.name: made for t in sources if (made := package.made_from(t.name, "parquet")) is not None}
    if not named:
        places = {table.name: f"{PARQUET_FOLDER}/{table.name}.parquet" for table in sources}
        parquet = {name: Target(root / place, place, is_named=False) for name, place in places.items()}
        is_wanted = full and (with_codebook or is_codebook(root))
        return Targets(parquet, {}, Target(root / CODEBOOK, CODEBOOK) if is_wanted else None, views, drawn)
    parquet = {name: _named(root, made.paths) for name, made in named.items()}
    if full and (in_parts := [made.name for name, made in named.items() if parquet[name].is_folder]):
        message = f'"{in_parts[0]}" is named in parts, and --full writes one file a table; build without --full'
        raise PackageError(f"{message}, or name one path")
    paths = {name: path for name, made in named.items() if isinstance(path := made.raw.get("schema"), str)}
    schemas = {name: Target(root / path, path) for name, path in paths.items() if path_fault(root, path) is None}
    return Targets(parquet, schemas, Target(root / CODEBOOK, CODEBOOK) if full else None, views, drawn)


def _target(file: Path) -> Target:
    return Target(file, file.as_posix(), is_named=False, is_inside=False)


def _named(root: Path, paths: Sequence[str]) -> Target:
    folder = folder_of_parts(paths)
    return Target(root / paths[0], paths[0]) if folder is None else Target(root / folder, folder, is_folder=True)


def _folder(target: Target, name: str) -> Target:
    """Returns the folder with the name of the table, in the place of its file."""
    return _beside(target, name)._replace(is_folder=True)


def _beside(target: Target, name: str) -> Target:
    return target._replace(file=target.file.with_name(name), shown=PurePosixPath(target.shown).with_name(name).as_posix())


def _view_targets(place: Path) -> ViewTargets:
    return ViewTargets(_target(Path(f"{place}.csv")), _target(Path(f"{place}.parquet")))


def _named_view_targets(package: Package, name: str) -> ViewTargets:
    """Returns the targets in the package's folder; the descriptor names none of them."""
    csv, parquet, schema = (Target(package.root / path, path, is_named=False) for path in view_files(package, name))
    return ViewTargets(csv, parquet, schema if schema.shown else None)


def left_out(package: Package, targets: Targets) -> tuple[str, ...]:
    """Returns the tables of which the build makes no Parquet, each with the reason, if it is for every table."""
    if any(target.is_named for target in targets.parquet.values()):
        return ()
    reasons = []
    for resource in package.resources:
        if isinstance(resource, Table) and resource.format == "parquet":
            reasons.append(f"{resource.name} (Parquet already)")
        elif resource.format in DELIMITED and not isinstance(resource, Table):
            away = is_away(resource.raw.get("schema"))
            reasons.append(f"{resource.name} ({'its schema is at an address' if away else 'no schema'})")
        elif isinstance(resource, Table) and not resource.made_from and resource.format not in (*READ_FORMATS, INLINE):
            reasons.append(f"{resource.name} ({resource.format} is not read)")
    kept = {resource.name for resource in package.resources}
    listed = (item for item in package.raw["resources"] if item.get("name") not in kept)
    return (*reasons, *(f"{item.get('name')} (at an address)" for item in listed))


def require_outputs(package: Package, targets: Targets) -> None:
    """Raises PackageError if the package has nothing that the build could make."""
    if package.built_from and (targets.parquet or targets.codebook):
        return
    if package.tables:
        raise PackageError(f"{package.descriptor}: has no table but Parquet, so there is nothing to build")
    raise PackageError(
        f"{package.descriptor}: has no CSV table or inline data with a schema, so there is nothing to build; add a schema"
    )


def open_folder(root: Path, out: Path | None) -> Path:
    """Returns an existing folder on the file system to which the build writes; removes what killed commands left there.

    Raises PackageError if nothing can be written to it.
    """
    folder = root if out is None else out
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir():
        raise PackageError(f"{folder}: is not a folder; give another one with --out")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PackageError(f"{folder}: cannot be written to; make it writable, or give another folder with --out")
    for place in (folder, folder / VIEW_FOLDER, root / PARQUET_FOLDER):
        remove_leftovers(place)
    return folder
