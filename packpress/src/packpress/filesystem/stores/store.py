"""A bucket of an object store: opens its objects, and remembers the version in which each was first seen."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from packpress.filesystem.stores.connect import connected
from packpress.filesystem.stores.faults import StoreError, in_words
from packpress.filesystem.stores.ranged_file import RangedFile
from packpress.filesystem.stores.versions import Version, version_at

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem


MOST_OF_ONE, MOST_KEPT = 1024 * 1024, 64 * 1024 * 1024
"""Objects of how many bytes are kept in memory once they were read, and how many bytes of them: a check reads files often."""


@dataclass(frozen=True)
class Store:
    """The objects of one bucket, of each of which one version is read, by all threads and workers of a check.

    ``seen`` has the version of each object by its key, None for one that is missing. It goes with the store to a worker.
    """

    scheme: str
    bucket: str
    options: tuple[tuple[str, str], ...] = ()
    seen: dict[str, Version | None] = field(default_factory=dict)
    _kept: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    def __reduce__(self) -> tuple[type[Store], tuple[str, str, tuple[tuple[str, str], ...], dict[str, Version | None]]]:
        return Store, (self.scheme, self.bucket, self.options, dict(self.seen))  # a worker reads for itself

    def version(self, key: str) -> Version:
        """Returns the version in which the object was first seen.

        Raises FileNotFoundError if it is missing, RefusedError if the store gives no access, and StoreError otherwise.
        """
        if key not in self.seen:
            self._require_plain(key)
            try:
                with in_words(self.address(key)):
                    found: Version | None = version_at(self._files, self._path(key))
            except FileNotFoundError:
                found = None
            self.seen.setdefault(key, found)
        if (version := self.seen[key]) is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), self.address(key))
        return version

    def open(self, key: str) -> RangedFile:
        """Opens the object in the version in which it was first seen. Raises the same as ``version``."""
        version = self.version(key)
        if key not in self._kept and version.size <= min(MOST_OF_ONE, MOST_KEPT - sum(map(len, self._kept.values()))):
            with RangedFile(self._files, self._path(key), self.address(key), version) as stream:
                self._kept[key] = stream.read(version.size)
        return RangedFile(self._files, self._path(key), self.address(key), version, self._kept.get(key, b""))

    def has_bucket(self) -> bool:
        """Returns whether the bucket exists, as far as the store says so."""
        with in_words(f"{self.scheme}://{self.bucket}"):
            return self._files.get_file_info(self.bucket).type.name != "NotFound"

    def address(self, key: str) -> str:
        """Returns the address of the object, without options."""
        return f"{self.scheme}://{self.bucket}/{key}".removesuffix("/")

    @property
    def _files(self) -> FileSystem:
        return connected(self.scheme, self.bucket, self.options)

    def _path(self, key: str) -> str:
        return f"{self.bucket}/{key}"

    def _require_plain(self, key: str) -> None:
        """Raises StoreError for a key that pyarrow could take for something else."""
        if not key or any(part in ("", ".", "..") for part in key.split("/")):
            raise StoreError(f'{self.address(key)}: names no object; a key has no empty part, "." or ".."')
