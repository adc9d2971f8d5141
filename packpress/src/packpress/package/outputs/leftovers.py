"""Locks a package while its files are written, and removes what killed commands left behind in its folders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any

from packpress.errors import PackageError
from packpress.filesystem.lock import locked
from packpress.filesystem.scratch import remove_abandoned_file, remove_leftovers
from packpress.package.located import paths_of, split_package
from packpress.package.model import NAMESPACE
from packpress.package.paths import path_fault
from packpress.package.problems.output_paths import CODEBOOK
from packpress.package.site.drawing_paths import drawing_paths
from packpress.package.strict_json import read_json
from packpress.package.views.view_files import VIEWS, view_folder

_RANDOM = "[a-z0-9_]{8}"
"""How ``tempfile`` ends a name; version 0.1.0 wrote an output x first to .x.RANDOM."""


@contextmanager
def writing(package: Path) -> Iterator[None]:
    """Locks a package while its files are written; first removes what killed commands left behind.

    ``package`` is its folder or its descriptor. Raises LockedError while another command has locked it.
    """
    root, descriptor = split_package(package)
    with locked(root / descriptor):
        named = list(_named_files(root, descriptor))
        for folder in {root, *((root / path).resolve().parent for path, _ in named)}:  # for a link, its target is written
            remove_leftovers(folder)
        for path in (path for path, is_made in named if is_made):
            name = re.compile(rf"\.{re.escape(PurePosixPath(path).name)}\.{_RANDOM}")
            with suppress(OSError):
                for file in (root / path).parent.iterdir():
                    if name.fullmatch(file.name):
                        remove_abandoned_file(file)
        yield


def _named_files(root: Path, descriptor: str) -> Iterator[tuple[str, bool]]:
    """Yields the safe paths that the descriptor names, and whether the build makes the file.

    A broken descriptor is read as far as possible.
    """
    try:
        raw = read_json(root / descriptor, descriptor)
    except PackageError:
        return
    resources = raw.get("resources") if isinstance(raw, dict) else None
    found: list[tuple[Any, bool]] = [(CODEBOOK, True), *((path, True) for path in drawing_paths(raw))]
    for resource in resources if isinstance(resources, list) else []:
        if isinstance(resource, dict):
            is_made = bool(resource.get(NAMESPACE + "madeFrom"))
            found += [(path, is_made) for path in paths_of(resource)]
            found.append((resource.get("schema"), is_made))
            found.append((resource.get("dialect"), False))
    if isinstance(raw, dict) and VIEWS in raw:
        found.append((f"{view_folder(raw)}/view.csv", False))  # any name: its folder is what matters
    for path, is_made in found:
        if isinstance(path, str) and path_fault(root, path) is None:
            yield path, is_made
