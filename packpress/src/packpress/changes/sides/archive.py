"""Reads files of a package from a release: a .zip with its descriptor at the top or in its only folder."""

from __future__ import annotations

import stat
import unicodedata
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from pathlib import Path, PurePosixPath
from typing import IO, Self

from packpress.errors import PackageError
from packpress.package.located import IN_YAML
from packpress.package.model import DESCRIPTOR

MAX_ENTRIES = 100_000
FREE_ARCHIVE_BYTES = 64 * 1024**2
MAX_ARCHIVE_RATIO = 1_100
"""Limit on the total read from the archive, as a multiple of its size, beyond ``FREE_ARCHIVE_BYTES``; deflate reaches 1,032."""
_ENCRYPTED = 0x1
_TROUBLES = (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError, zlib.error)


class Archive:
    """The files of a release by their path from its descriptor. Raises PackageError if the file is not such an archive.

    ``descriptor`` is the name of the descriptor.
    """

    descriptor: str

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            self._zip = zipfile.ZipFile(file)
            self._left = max(FREE_ARCHIVE_BYTES, MAX_ARCHIVE_RATIO * file.stat().st_size)
        except _TROUBLES as error:
            raise PackageError(f"{file}: is not a ZIP archive: {error}") from error
        try:
            self._entries, self._top = self._index()
        except PackageError:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def open(self, path: str) -> tuple[_Exact, int] | None:
        """Returns a stream of the file and its size; None if the archive has no such file.

        Raises PackageError if the entry is ambiguous, encrypted or not a file, or if the archive expands too much.
        """
        shown = f"{self.file}: {path}"
        entries = self._entries[_folded(self._top + path)]
        if len(entries) > 1:
            raise PackageError(f"{shown}: the archive has {len(entries)} entries whose names differ only in case; keep one")
        if not entries or entries[0].filename != self._top + path:
            return None
        (entry,) = entries
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise PackageError(f"{shown}: is a link or another special file; put the file itself into the archive")
        if entry.flag_bits & _ENCRYPTED:
            raise PackageError(f"{shown}: is encrypted; extract the archive and compare the folder")
        self._left -= entry.file_size
        if self._left < 0:
            raise PackageError(
                f"{shown}: the archive expands to more than {MAX_ARCHIVE_RATIO:,} times its size; compare the folder"
            )
        unbounded = copy(entry)
        unbounded.file_size += 1  # so that an entry longer than its size is not silently cut
        try:
            return _Exact(self._zip.open(unbounded), entry.file_size), entry.file_size
        except _TROUBLES as error:
            raise PackageError(f"{shown}: cannot be read: {error}") from error

    def _index(self) -> tuple[defaultdict[str, list[zipfile.ZipInfo]], str]:
        """Returns the entries by their folded name, and the folder of the descriptor with a trailing slash, "" at the top."""
        listed = self._zip.infolist()
        if len(listed) > MAX_ENTRIES:
            raise PackageError(f"{self.file}: has more than {MAX_ENTRIES:,} entries; compare the folder")
        entries: defaultdict[str, list[zipfile.ZipInfo]] = defaultdict(list)
        for entry in listed:
            if entry.filename.startswith("/") or ".." in entry.filename.replace("\\", "/").split("/"):
                raise PackageError(f"{self.file}: has an entry that leads outside of it: {entry.filename[:200]}")
            entries[_folded(entry.filename)].append(entry)
        return entries, self._find_top(entry.filename for entry in listed)

    def _find_top(self, names: Iterable[str]) -> str:
        listed, found = list(names), set[str]()
        for self.descriptor in (DESCRIPTOR, *IN_YAML):
            paths = {name for name in listed if name == self.descriptor or name.endswith("/" + self.descriptor)}
            found = paths & {self.descriptor} or {path for path in paths if path.count("/") == 1}
            if found:
                break
        if len(found) != 1:
            amount = "several" if found else "none"
            raise PackageError(f"{self.file}: must have one {DESCRIPTOR}, at the top or in its only folder; it has {amount}")
        return found.pop().removesuffix(self.descriptor)


class _Exact:
    """A stream of an entry that must have exactly ``size`` bytes, which is known once the last byte is read."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream, self._left = stream, size
        if not size:
            self._check_end()

    def read(self, size: int) -> bytes:
        """Returns up to ``size`` more bytes. Raises BadZipFile if the entry is longer or shorter than its size."""
        data = self._stream.read(min(size, self._left))
        self._left -= len(data)
        if self._left and not data:
            raise zipfile.BadZipFile("it is shorter than the archive says")
        if not self._left:
            self._check_end()
        return data

    def _check_end(self) -> None:
        if self._stream.read(1):  # zipfile compares the checksum at the end
            raise zipfile.BadZipFile("it is longer than the archive says")


def _folded(name: str) -> str:
    """Returns the name as the least discriminating file system sees it, without Unicode form, case and path spelling."""
    path = PurePosixPath(unicodedata.normalize("NFC", name.replace("\\", "/")))
    return unicodedata.normalize("NFC", str(path).casefold())
