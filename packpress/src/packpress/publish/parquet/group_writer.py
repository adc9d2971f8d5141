"""Writes the row groups of one Parquet file in order, several of which are encoded at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from packpress.arrow.parallel_map import WORKERS
from packpress.publish.parquet.joined_file import JoinedFile
from packpress.publish.parquet.table import repeating_columns

_AT_ONCE = max(1, WORKERS // 2)
"""How many row groups are encoded at a time, each of some 25 MB: to encode one takes a quarter of the time of its check."""
_LEVEL = 1  # of zstd: takes a third of the time of level 9, for a few per cent more bytes


class GroupWriter:
    """Encodes row groups in the threads of a pool, each by itself: the bytes do not depend on the number of threads.

    The first row group decides which columns have dictionaries.
    """

    def __init__(self, pool: ThreadPoolExecutor, metadata: Mapping[str, str], open_sink: Callable[[], BinaryIO]) -> None:
        """``metadata`` are stored in the file that ``open_sink`` returns: ``lambda: path.open("wb")``."""
        self._pool, self._metadata = pool, metadata
        self._file = JoinedFile(open_sink)
        self._dictionaries: Future[list[str]] | None = None
        self._pending: deque[Future[pa.Buffer]] = deque()

    def write(self, group: pa.Table) -> None:
        """Adds a row group; waits for those before it if more are pending than can be encoded at a time."""
        if self._dictionaries is None:
            self._dictionaries = self._pool.submit(repeating_columns, group, also_numbers=True)
        self._settle(_AT_ONCE - 1)
        self._pending.append(self._pool.submit(_encode, group, self._metadata, self._dictionaries))

    def finish(self, metadata: Mapping[str, str]) -> None:
        """Writes the rest of the file, with additional metadata; at least one row group must have been added."""
        self._settle(0)
        self._file.finish(metadata)

    def abandon(self) -> None:
        """Closes the file as it is."""
        with suppress(OSError):  # the reason to stop may be that the file cannot be written
            self._file.close()

    def _settle(self, left: int) -> None:
        """Writes the first of the pending row groups to the file, until only ``left`` are pending."""
        while len(self._pending) > left:
            self._file.add(self._pending.popleft().result())


def _encode(group: pa.Table, metadata: Mapping[str, str], dictionaries: Future[list[str]]) -> pa.Buffer:
    """Returns a Parquet file of one row group."""
    repeating = dictionaries.result()
    options: dict[str, Any] = {"compression": "zstd", "compression_level": _LEVEL, "use_dictionary": repeating}
    others = [field.name for field in group.schema if field.name not in repeating and _is_whole(field.type)]
    if others:
        options["column_encoding"] = dict.fromkeys(others, "DELTA_BINARY_PACKED")
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, group.schema.with_metadata(dict(metadata)), **options) as writer:
        writer.write_table(group, row_group_size=len(group) or 1)
    pa.default_memory_pool().release_unused()  # or each thread keeps the memory of its largest row group
    return sink.getvalue()


def _is_whole(kind: pa.DataType) -> bool:
    """Returns whether values of the type are whole numbers, whose differences take half the time and a quarter less space."""
    return pa.types.is_integer(kind) or pa.types.is_date32(kind) or pa.types.is_timestamp(kind)
