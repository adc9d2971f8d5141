"""Paths of objects in a store, which a check reads like those of files on the disk."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Self

from packpress.filesystem.stores.faults import RefusedError, StoreError

if TYPE_CHECKING:
    from packpress.filesystem.stores.store import Store

if sys.platform == "win32":
    from pathlib import WindowsPath as LocalPath
else:
    from pathlib import PosixPath as LocalPath


class StorePath(LocalPath):
    """The path of an object or of a prefix: a Path, of which only what reads has a meaning.

    A store has no folders: whatever is not an object is taken for a prefix. Nothing is ever listed. All that a system call
    would do to it raises StoreError, so that no file on the disk is taken for an object.
    """

    store: Store

    @property
    def key(self) -> str:
        """The key of the object in its bucket. Raises StoreError if the path leads out of the bucket."""
        if self.parts[:2] != (f"{self.store.scheme}:", self.store.bucket):
            raise StoreError(f"{self}: is not in the bucket {self.store.bucket}; name an object of it")
        return "/".join(self.parts[2:])

    def __str__(self) -> str:
        from packpress.filesystem.stores.address import OPTIONS  # checks of folders need not spend the import

        text = super().__str__().replace(os.sep, "/")
        scheme, colon, rest = text.partition(":/")
        return f"{scheme}://{rest}" if colon and scheme in OPTIONS else text

    def __fspath__(self) -> NoReturn:
        self._refuse()

    def __reduce__(self) -> tuple[Callable[..., StorePath], tuple[Store, tuple[str, ...]]]:
        return _path_in, (self.store, self.parts)

    def __truediv__(self, key: str | os.PathLike[str]) -> Self:
        return self._beside(super().__truediv__(key))

    def joinpath(self, *keys: str | os.PathLike[str]) -> Self:
        """Returns the path below this prefix."""
        return self._beside(super().joinpath(*keys))

    def with_segments(self, *parts: str | os.PathLike[str]) -> Self:
        """Returns a path in the same store; Python makes paths of others with it, from 3.12 on."""
        return self._beside(type(self)(*parts))

    @property
    def parent(self) -> Self:
        """The prefix that the object is in; that of a bucket is the bucket itself."""
        return self if len(self.parts) <= 2 else self._beside(super().parent)

    def with_name(self, name: str) -> Self:
        """Returns the path of another object of the same prefix."""
        return self._beside(super().with_name(name))

    def absolute(self) -> Self:
        """Returns the path itself."""
        return self

    def resolve(self, strict: bool = False) -> Self:
        """Returns the path itself: a store has no links."""
        del strict
        return self

    def is_symlink(self) -> bool:
        """Returns False: a store has no links."""
        return False

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        """Returns the size of the object, and numbers that differ for each object and version. Raises FileNotFoundError."""
        del follow_symlinks
        from hashlib import blake2b  # takes 8 ms, which a check of files need not spend

        version = self.store.version(self.key)
        inode, state = (int.from_bytes(blake2b(text.encode(), digest_size=7).digest()) for text in (self.key, version.tag))
        fields = (stat.S_IFREG | 0o444, inode, 0, 1, 0, 0, version.size, 0, 0, 0)
        return os.stat_result(fields, {"st_mtime_ns": state, "st_ctime_ns": state})

    def is_file(self) -> bool:
        """Returns whether the object exists and may be read; a store may refuse to say that one is missing."""
        try:
            return bool(self.key) and self.stat().st_size >= 0
        except (FileNotFoundError, RefusedError):
            return False

    def exists(self) -> bool:
        """Returns the same as ``is_file``."""
        return self.is_file()

    def is_dir(self) -> bool:
        """Returns whether this is not an object, so that it may be a prefix."""
        return not self.is_file()

    def open(self, mode: str = "r", buffering: int = -1, *_: Any, **__: Any) -> Any:
        """Opens the object to read its bytes."""
        if mode != "rb":
            self._refuse()
        raw = self.store.open(self.key)
        return raw if buffering == 0 else io.BufferedReader(raw)

    def read_bytes(self) -> bytes:
        """Returns the bytes of the object."""
        with self.store.open(self.key) as stream:
            return stream.read()

    def iterdir(self) -> NoReturn:
        """Raises StoreError: a store is never listed."""
        self._refuse()

    def glob(self, *_: Any, **__: Any) -> NoReturn:
        """Raises StoreError: a store is never listed."""
        self._refuse()

    def rglob(self, *_: Any, **__: Any) -> NoReturn:
        """Raises StoreError: a store is never listed."""
        self._refuse()

    def walk(self, *_: Any, **__: Any) -> NoReturn:
        """Raises StoreError: a store is never listed."""
        self._refuse()

    def fault(self) -> str | None:
        """Returns why the object must not be read; None if it may, or if it is missing."""
        try:
            self.stat()
        except FileNotFoundError:
            return None
        except RefusedError as error:
            return f"cannot be read: {str(error).removeprefix(f'{self}: ')}"
        return None

    def _refuse(self) -> NoReturn:
        raise StoreError(f"{self}: is in an object store, which is only read; copy the package to a folder to do this")

    def _beside(self, made: Self) -> Self:
        made.store = self.store
        return made


def store_path(text: str) -> StorePath:
    """Returns the path at an address that a person typed. Raises PackpressError if it is not one."""
    from packpress.filesystem.stores.address import parse_address
    from packpress.filesystem.stores.store import Store

    address = parse_address(text)
    return _path_in(Store(address.scheme, address.bucket, address.options), (f"{address.scheme}:", address.bucket, address.key))


def _path_in(store: Store, parts: tuple[str, ...]) -> StorePath:
    made = StorePath(*parts)
    made.store = store
    return made


def real_path(file: Path) -> str:
    """Returns one text for all paths that lead to the same file: without links, or the address of an object."""
    return str(file) if isinstance(file, StorePath) else os.path.realpath(file)
