"""Reads files of a package out of a release: a .zip whose descriptor stands at its top or in its one folder."""

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
from packpress.package.model import DESCRIPTOR

MAX_ENTRIES = 100_000
FREE_BYTES = 64 * 1024**2
MAX_RATIO = 1_100
"""How many times the size of the archive is read of it in all, beyond ``FREE_BYTES``: deflate packs 1,032 to one at most."""
_ENCRYPTED = 0x1
_TROUBLES = (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError, zlib.error)


class Archive:
    """The files of a release by their path from its descriptor; raises PackageError for what is no such archive."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            self._zip = zipfile.ZipFile(file)
            self._left = max(FREE_BYTES, MAX_RATIO * file.stat().st_size)
        except _TROUBLES as error:
            raise PackageError(f"{file}: is no zip archive: {error}") from error
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
        """A stream of the file and its size; None when the archive has no such file.

        Raises PackageError for an entry that is ambiguous, encrypted or no file, or when the archive swells too much.
        """
        shown = f"{self.file}: {path}"
        entries = self._entries[_folded(self._top + path)]
        if len(entries) > 1:
            raise PackageError(f"{shown}: the archive has {len(entries)} entries of this name, apart from case; keep one")
        if not entries or entries[0].filename != self._top + path:
            return None
        (entry,) = entries
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise PackageError(f"{shown}: is a link or another special file there; put the file itself into the archive")
        if entry.flag_bits & _ENCRYPTED:
            raise PackageError(f"{shown}: is encrypted; unpack the archive and compare the folder")
        self._left -= entry.file_size
        if self._left < 0:
            raise PackageError(f"{shown}: the archive swells to more than {MAX_RATIO:,} times its size; compare the folder")
        unbounded = copy(entry)
        unbounded.file_size += 1  # so that what is longer than its size is not cut to it in silence
        try:
            return _Exact(self._zip.open(unbounded), entry.file_size), entry.file_size
        except _TROUBLES as error:
            raise PackageError(f"{shown}: cannot be read: {error}") from error

    def _index(self) -> tuple[defaultdict[str, list[zipfile.ZipInfo]], str]:
        """The entries by their folded name, and the folder of the descriptor with a slash at its end, "" at the top."""
        listed = self._zip.infolist()
        if len(listed) > MAX_ENTRIES:
            raise PackageError(f"{self.file}: has more than {MAX_ENTRIES:,} entries; compare the folder")
        entries: defaultdict[str, list[zipfile.ZipInfo]] = defaultdict(list)
        for entry in listed:
            if entry.filename.startswith("/") or ".." in entry.filename.replace("\\", "/").split("/"):
                raise PackageError(f"{self.file}: has an entry that leads out of it: {entry.filename[:200]}")
            entries[_folded(entry.filename)].append(entry)
        return entries, self._find_top(entry.filename for entry in listed)

    def _find_top(self, names: Iterable[str]) -> str:
        paths = {name for name in names if name == DESCRIPTOR or name.endswith("/" + DESCRIPTOR)}
        found = paths & {DESCRIPTOR} or {path for path in paths if path.count("/") == 1}
        if len(found) != 1:
            amount = "several" if found else "none"
            raise PackageError(f"{self.file}: must have one {DESCRIPTOR}, at its top or in its one folder; it has {amount}")
        return found.pop().removesuffix(DESCRIPTOR)


class _Exact:
    """A stream of an entry that must have exactly ``size`` bytes; what it has is known when the last of them is read."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream, self._left = stream, size
        if not size:
            self._check_end()

    def read(self, size: int) -> bytes:
        """The next bytes, at most so many. Raises BadZipFile where the entry is longer or shorter than its size."""
        data = self._stream.read(min(size, self._left))
        self._left -= len(data)
        if self._left and not data:
            raise zipfile.BadZipFile("it is shorter than the archive says")
        if not self._left:
            self._check_end()
        return data

    def _check_end(self) -> None:
        if self._stream.read(1):  # where it is at its end, the checksum is compared
            raise zipfile.BadZipFile("it is longer than the archive says")


def _folded(name: str) -> str:
    """The name as the file systems see it that see least: Unicode form, case and ways to write a folder do not count."""
    path = PurePosixPath(unicodedata.normalize("NFC", name.replace("\\", "/")))
    return unicodedata.normalize("NFC", str(path).casefold())
