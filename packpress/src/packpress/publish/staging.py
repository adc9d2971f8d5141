"""Stages a build: the package with its new outputs in a temporary folder, to be checked before anything is published."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from packpress.filesystem.scratch import temporary_folder
from packpress.filesystem.write import create_file
from packpress.package.forms.local_copies import is_address
from packpress.package.model import INLINE, Package


@contextmanager
def staged(package: Package, outputs: Mapping[str, bytes]) -> Iterator[Path]:
    """Yields a temporary folder with the outputs, and links to, or copies of, all other files of the descriptor."""
    with temporary_folder() as stage:
        for path, data in outputs.items():
            with create_file(stage / path) as stream:
                stream.write(data)
        for path in _named_files(package):
            target = stage / path
            if target.exists():
                continue  # an output, which is never written through a link
            target.parent.mkdir(parents=True, exist_ok=True)
            _link((package.root / path).resolve(), target)
        yield stage


def _link(file: Path, target: Path) -> None:
    """Makes ``target`` a link to the file; a copy of it where the system allows no links, as Windows to most users."""
    try:
        target.symlink_to(file)
    except OSError:
        if file.is_file():
            shutil.copyfile(file, target)


def _named_files(package: Package) -> set[str]:
    named = {package.descriptor}
    for resource in package.resources:
        named.update(() if resource.format == INLINE else resource.paths)
        named.update(
            value
            for name in ("schema", "dialect")
            if isinstance(value := resource.raw.get(name), str) and not is_address(value)
        )
    return named
