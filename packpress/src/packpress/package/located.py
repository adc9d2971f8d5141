"""Finds the package that a path refers to: its folder, its descriptor, or the file of one of its tables."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from packpress.errors import PackageError
from packpress.filesystem.stores.store_path import StorePath
from packpress.package.model import DESCRIPTOR
from packpress.package.strict_json import YAML, read_json

_CSVW = "http://www.w3.org/ns/csvw"
_CSVW_FILES = "metadata.json"
"""How the names of its files end (Model for Tabular Data and Metadata on the Web, 5)."""
IN_YAML = ("datapackage.yaml", "datapackage.yml")
"""The names of a descriptor in YAML, which counts if there is none in JSON."""
_DESCRIBING = (".json", *YAML)

_GIVE = "give a package's folder, its descriptor or a table's file"
_SMALL, _MOST = 100_000, 20
"""How large files may be, in bytes, and how many are looked at in search of a descriptor."""
_TABLES = (".csv", ".tsv", ".parquet")


class Located(NamedTuple):
    """``package`` is the package's folder, or its descriptor if that has a different name from the standard one.

    ``file`` is the path, relative to the folder, of the one file whose table is meant; "" means the whole package.
    """

    package: Path
    file: str = ""

    @property
    def root(self) -> Path:
        """The package's folder."""
        return split_package(self.package)[0]


def locate(path: Path) -> Located:
    """Returns the package, and the table in it, that the path refers to; raises PackageError if there is none.

    A file that is not a descriptor belongs to the nearest folder above it whose ``datapackage.json`` lists it.
    """
    if (found := find_package_of(path)) is not None:
        return found
    what = "is not a descriptor, and" if path.suffix in _DESCRIBING else "does not belong to a package:"
    raise PackageError(
        f'{path}: {what} no {DESCRIPTOR} in its folder or above lists it; add it to the "resources" of one, or give a package'
    )


def find_package_of(path: Path) -> Located | None:
    """Returns the same as ``locate``; None for a file that no descriptor lists."""
    if path.is_dir():
        return Located(path)
    if not path.exists():
        raise PackageError(f"{path}: does not exist{_hint(path) or f'; {_GIVE}'}")
    if path.name == DESCRIPTOR:
        return Located(path.parent)
    raw = read_json(path, str(path)) if path.suffix in _DESCRIBING else None
    if isinstance(raw, dict) and ("resources" in raw or path.name in IN_YAML):
        return Located(path)
    if _is_csvw(raw):
        message = "is metadata of CSVW (CSV on the Web), which packpress does not read; describe the table in a"
        raise PackageError(f"{path}: {message} {DESCRIPTOR}, see https://datapackage.org/guides/csvw-data-package")
    file = path if isinstance(path, StorePath) else Path(os.path.normpath(Path.cwd() / path))
    for folder in _folders_above(file):
        descriptor, inside = folder / split_package(folder)[1], file.relative_to(folder).as_posix()
        if _is_file(descriptor) and has_file(_paths(read_json(descriptor, str(descriptor))), inside):
            return Located(folder, inside)
    return None


def _folders_above(file: Path) -> Iterator[Path]:
    """Yields the folders that the file is in, from its own to the root of the disk or the bucket."""
    while file.parent != file:
        file = file.parent
        yield file


def split_package(package: Path) -> tuple[Path, str]:
    """Returns the folder of a package and the name of its descriptor in it, from the path of either.

    In a folder, ``datapackage.json`` is the descriptor, or else ``datapackage.yaml`` or ``datapackage.yml`` if it exists.
    """
    if package.suffix in _DESCRIBING and not package.is_dir():
        return package.parent, package.name
    if not _is_file(package / DESCRIPTOR):
        return package, next((name for name in IN_YAML if _is_file(package / name)), DESCRIPTOR)
    return package, DESCRIPTOR


def has_file(paths: Iterable[str], file: str) -> bool:
    """Returns whether one of the paths of a resource is that of the file, however it is spelled."""
    return any(posixpath.normpath(path) == file for path in paths)


def paths_of(resource: Any) -> list[str]:
    """Returns the paths that a resource of a descriptor lists, whatever else is wrong with it; version 1 allows "url"."""
    given = resource.get("path", resource.get("url")) if isinstance(resource, dict) else None
    return [path for path in (given if isinstance(given, list) else [given]) if isinstance(path, str)]


def missing_descriptor(root: Path, name: str) -> PackageError:
    """Returns the error that a folder has no descriptor, with what it has instead and what to do."""
    if isinstance(root, StorePath):
        return _missing_in_store(root, name)
    from packpress.escape import escape
    from packpress.filesystem.near_files import NearFiles
    from packpress.spelling import did_you_mean

    here = "this folder" if root == Path() else f"the folder {root}"
    files = NearFiles(root).files
    others = [file for file in files if posixpath.basename(file) == DESCRIPTOR]
    if not others:
        others = [file for file in files if file.endswith(".json")][:_MOST]
        others = [file for file in others if _describes_package(root / file)]
    there = "" if root == Path() else " in that folder"
    if others:
        near = did_you_mean(str(root / file) for file in others[:3])
        is_below = all("/" in file for file in others)
        own = f'; "packpress init"{there} makes a package of all its tables' if is_below else ""
        return PackageError(f"{name}: not found in {here}{near}{own}")
    tables = [escape(file)[1:-1] for file in files if file.endswith(_TABLES)]
    csvw = next((file for file in files if file.endswith(_CSVW_FILES) and _is_csvw(_read_small(root / file))), "")
    if csvw:
        message = f"which has metadata of CSVW (CSV on the Web, {escape(csvw)[1:-1]}), which packpress does not read"
        return PackageError(f'{name}: not found in {here}, {message}; "packpress init" describes tables without it')
    if not tables:
        init = f'"packpress init"{there} describes tables once it has some'
        return PackageError(f"{name}: not found in {here}; {_GIVE}; {init}")
    shown = ", ".join(tables[:3]) + (f" and {len(tables) - 3:,} more" if len(tables) > 3 else "")
    noun, pronoun = ("a table", "it") if len(tables) == 1 else ("tables", "them")
    return PackageError(f'{name}: not found in {here}, which has {noun} ({shown}); "packpress init"{there} describes {pronoun}')


def _missing_in_store(root: StorePath, name: str) -> PackageError:
    """Returns the error that there is no descriptor below a prefix, or why that cannot be known."""
    if fault := (root / name).fault():
        return PackageError(f"{root / name}: {fault}")
    if not root.store.has_bucket():
        return PackageError(f"{root}: there is no bucket of this name; correct the address, or its region or endpoint")
    remedy = "give the prefix of a package, its descriptor or a table's file"
    return PackageError(f"{name}: not found in {root}, and nothing is listed there; {remedy}")


def _describes_package(file: Path) -> bool:
    """Returns whether the file, if it is small, is a descriptor."""
    raw = _read_small(file)
    return isinstance(raw, dict) and isinstance(raw.get("resources"), list)


def _read_small(file: Path) -> Any:
    """Returns the JSON in the file; None if it is large or not JSON."""
    with suppress(PackageError, OSError):
        return read_json(file, file.name) if file.stat().st_size < _SMALL else None
    return None


def _is_csvw(raw: Any) -> bool:
    return isinstance(raw, dict) and _CSVW in str(raw.get("@context"))


def _hint(path: Path) -> str:
    from packpress.filesystem.near_files import hint_at_path

    return hint_at_path(path)


def _paths(raw: Any) -> Iterable[str]:
    """Returns the paths of all resources of a descriptor."""
    listed = raw.get("resources") if isinstance(raw, dict) else None
    return (path for resource in (listed if isinstance(listed, list) else ()) for path in paths_of(resource))


def _is_file(path: Path) -> bool:
    with suppress(OSError):  # a folder that may not be read
        return path.is_file()
    return False
