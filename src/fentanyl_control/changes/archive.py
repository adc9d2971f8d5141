"""Copies files of a package out of a release: a .zip whose descriptor stands at its top or in its one folder."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO, Self

from fentanyl_control.errors import PackageError
from fentanyl_control.package.descriptor import DESCRIPTOR


class Archive:
    """The files of a release by their path from its descriptor; raises PackageError for what is no such archive."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
            raise PackageError(f"{file}: is no zip archive: {error}") from error
        names = self._zip.namelist()
        descriptors = [name for name in names if name == DESCRIPTOR] or [
            name for name in names if name.count("/") == 1 and name.endswith("/" + DESCRIPTOR)
        ]
        if len(descriptors) != 1:
            self._zip.close()
            found = "none" if not descriptors else "several"
            raise PackageError(f"{file}: must have one {DESCRIPTOR}, at its top or in its one folder; it has {found}")
        self._top = descriptors[0].removesuffix(DESCRIPTOR)
        self._names = set(names)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def open(self, path: str) -> tuple[IO[bytes], int] | None:
        """A stream of the file and the size that the archive says it has; None when it has no such file."""
        name = self._top + path
        if name not in self._names:
            return None
        try:
            entry = self._zip.getinfo(name)
            return self._zip.open(entry), entry.file_size
        except (zipfile.BadZipFile, OSError, RuntimeError) as error:
            raise PackageError(f"{self.file}: {path} cannot be read: {error}") from error
