"""An object store in memory, behind the interface of pyarrow: it can only be read, and counts what it is asked for."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow.fs import FileInfo, FileSystemHandler, FileType

from packpress.filesystem.stores.store_path import StorePath, store_path

_INFO: Any = FileInfo  # the typings cannot say what it is made from


class MemoryStore(FileSystemHandler):
    """Objects by bucket and key, each with the number of its version; those in ``refused`` may not be read.

    Whatever a store is asked for besides its objects makes a test fail: it is never listed, and nothing is written.
    """

    def __init__(self) -> None:
        self.objects: dict[str, tuple[int, bytes]] = {}
        self.refused: set[str] = set()
        self.faults: dict[str, OSError] = {}
        self.requests: Counter[str] = Counter()

    def put(self, path: str, data: bytes) -> None:
        version, _ = self.objects.get(path, (0, b""))
        self.objects[path] = version + 1, data

    def put_folder(self, folder: Path, prefix: str) -> StorePath:
        """Put all files of the folder below the prefix, bucket first; its path."""
        for file in folder.rglob("*"):
            if file.is_file():
                self.put(f"{prefix}/{file.relative_to(folder).as_posix()}", file.read_bytes())
        return store_path(f"s3://{prefix}")

    def get_type_name(self) -> str:
        return "memory"

    def normalize_path(self, path: str) -> str:
        return path

    def get_file_info(self, paths: list[str]) -> list[Any]:
        found = []
        for path in paths:
            if path in self.objects:
                version, data = self.objects[path]
                found.append(_INFO(path, FileType.File, size=len(data), mtime_ns=version))
            else:
                is_bucket = any(name.startswith(f"{path}/") for name in self.objects)
                found.append(_INFO(path, FileType.Directory if is_bucket and "/" not in path else FileType.NotFound))
        return found

    def open_input_file(self, path: str) -> Any:
        self.requests[path] += 1
        if path in self.faults:
            raise self.faults[path]
        if path in self.refused:
            raise OSError(f"When reading information for key '{path}': AWS Error ACCESS_DENIED during HeadObject operation")
        if path not in self.objects:
            raise FileNotFoundError(2, "Path does not exist", path)
        return pa.PythonFile(_Object(self, path), mode="r")

    def _refuse(self, *_: Any) -> Any:
        raise AssertionError("a store is neither listed nor written")

    copy_file = create_dir = delete_dir = delete_dir_contents = delete_file = delete_root_dir_contents = move = _refuse
    get_file_info_selector = open_append_stream = open_input_stream = open_output_stream = _refuse


class _Object(io.RawIOBase):
    """An object as a store gives it: of a range that is read, the bytes that are there by then."""

    def __init__(self, store: MemoryStore, path: str) -> None:
        self.store, self.path, self.place = store, path, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.place

    def seek(self, offset: int, whence: int = 0, /) -> int:
        base = {0: 0, 1: self.place, 2: len(self._data())}[whence]
        self.place = base + offset
        return self.place

    def read(self, size: int | None = -1, /) -> bytes:
        data = self._data()
        part = data[self.place :] if size is None or size < 0 else data[self.place : self.place + size]
        self.place += len(part)
        return part

    def _data(self) -> bytes:
        if self.path not in self.store.objects:
            raise OSError("AWS Error INTERNAL_FAILURE during GetObject operation: Failed to flush response stream")
        return self.store.objects[self.path][1]
