"""An object is read by ranges of one version; a change of it in between is an error that names it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import pytest
from tests.memory_store import MemoryStore

from packpress.filesystem.stores import store
from packpress.filesystem.stores.faults import StoreError
from packpress.filesystem.stores.ranged_file import LEAST_RANGE, MOST_RANGE
from packpress.filesystem.stores.store_path import store_path

DATA = bytes(range(256)) * 1000
CHANGED = "s3://bucket/a.bin: changed while it was being read; run the command again"
# what happens to the object between two ranges → how
CHANGES: Mapping[str, Callable[[MemoryStore], None]] = {
    "rewritten": lambda memory: memory.put("bucket/a.bin", DATA),
    "longer": lambda memory: memory.put("bucket/a.bin", DATA + b"x"),
    "shorter": lambda memory: memory.put("bucket/a.bin", DATA[: LEAST_RANGE + 5]),
    "removed": lambda memory: memory.objects.clear(),
}


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_OF_ONE", 0)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_between_two_ranges_is_an_error(change: Callable[[MemoryStore], None], memory_store: MemoryStore) -> None:
    memory_store.put("bucket/a.bin", DATA)
    with store_path("s3://bucket/a.bin").open("rb", buffering=0) as stream:
        assert stream.read(10) == DATA[:10]
        change(memory_store)
        assert stream.read(LEAST_RANGE - 10) == DATA[10:LEAST_RANGE]  # it was read before the change
        with pytest.raises(StoreError) as error:
            stream.read(1)
    assert str(error.value) == CHANGED


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_since_the_object_was_first_seen_is_an_error(
    change: Callable[[MemoryStore], None], memory_store: MemoryStore
) -> None:
    memory_store.put("bucket/a.bin", DATA)
    path = store_path("s3://bucket/a.bin")
    assert path.stat().st_size == len(DATA)
    change(memory_store)
    with pytest.raises((StoreError, FileNotFoundError)) as error, path.open("rb") as stream:
        stream.read()
    assert CHANGED in str(error.value)


def test_an_object_is_read_like_a_file(memory_store: MemoryStore) -> None:
    memory_store.put("bucket/a.bin", DATA)
    with store_path("s3://bucket/a.bin").open("rb", buffering=0) as stream, io.BytesIO(DATA) as wanted:
        for offset, whence, size in ((0, 0, 5), (70_000, 0, 3), (-10, 1, 20), (-4, 2, 9), (0, 2, 1), (9, 0, -1), (5, 2, 4)):
            assert stream.seek(offset, whence) == wanted.seek(offset, whence)
            assert stream.read(size) == wanted.read(size)
            assert stream.tell() == wanted.tell()
        with pytest.raises(OSError, match="Invalid argument"):
            stream.seek(-1)


def test_a_file_that_is_read_on_takes_few_requests(memory_store: MemoryStore) -> None:
    data = bytes(3 * MOST_RANGE)
    memory_store.put("bucket/a.bin", data)
    with store_path("s3://bucket/a.bin").open("rb", buffering=0) as stream:
        read = b"".join(iter(lambda: stream.read(100_000), b""))
    assert (read, memory_store.requests["bucket/a.bin"]) == (data, 9)


def test_an_empty_object_is_an_empty_file(memory_store: MemoryStore) -> None:
    memory_store.put("bucket/a.bin", b"")
    with store_path("s3://bucket/a.bin").open("rb") as stream:
        assert stream.read() == b""
