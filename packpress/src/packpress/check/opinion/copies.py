"""Copies the files of a package in an object store for frictionless, which has no access to stores."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from packpress.filesystem.stores.store_path import StorePath
from packpress.filesystem.write import create_file
from packpress.package.located import paths_of

_PIECE = 1024 * 1024


def readable_root(root: Path, resources: Sequence[Mapping[str, Any]], sampled: Collection[str], folder: Path) -> Path:
    """Returns the folder with the files of the resources: that of the package, or one of copies if it is in a store.

    ``sampled`` are the names of the resources that have their samples instead. Copies are made in ``folder``.
    """
    if not isinstance(root, StorePath):
        return root
    copies = folder / "copies"
    for resource in resources:
        for path in () if resource["name"] in sampled else paths_of(resource):
            if not (copies / path).is_file():
                _copy(root / path, copies / path)
    return copies


def _copy(file: Path, copy: Path) -> None:
    with file.open("rb", buffering=0) as stream, create_file(copy) as made:
        while piece := stream.read(_PIECE):
            made.write(piece)
