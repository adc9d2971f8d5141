"""A store gives one version of each object, to threads and to workers, and says what it refuses."""

from __future__ import annotations

import pickle
from collections.abc import Mapping

import pytest
from tests.memory_store import MemoryStore

from packpress.filesystem.stores import store as module
from packpress.filesystem.stores.faults import REFUSED, RefusedError, StoreError
from packpress.filesystem.stores.store import Store
from packpress.filesystem.stores.versions import Version

# message of pyarrow → ours
FAULTS: Mapping[str, str] = {
    "AWS Error NETWORK_CONNECTION during HeadObject operation: curlCode: 7, Could not connect to server": (
        "the store does not answer; check the network, the endpoint and the region, then run this again"
    ),
    "AWS Error INVALID_ACCESS_KEY_ID during HeadObject operation: No response body.": (
        "the store does not accept the credentials; correct them in the environment or the configuration of the store"
    ),
    "AWS Error UNKNOWN (HTTP status 301) during HeadObject operation: No response body.": (
        "the bucket is in another region; add ?region=REGION to the address"
    ),
    "AWS Error UNKNOWN (HTTP status 403) during HeadObject operation: No response body.": REFUSED,
    "google::cloud::Status(PERMISSION_DENIED: no)": REFUSED,
    "out of \x1b paper\nline 2": "the store cannot be read: out of ? paper; check the address and its options",
}


@pytest.mark.parametrize(("said", "wanted"), FAULTS.items(), ids=map(repr, FAULTS))
def test_what_a_store_says_is_put_into_words(said: str, wanted: str, memory_store: MemoryStore) -> None:
    memory_store.faults["bucket/a"] = OSError(said)
    with pytest.raises(StoreError) as error:
        Store("s3", "bucket").version("a")
    assert str(error.value) == f"s3://bucket/a: {wanted}"
    assert isinstance(error.value, RefusedError) is (wanted == REFUSED)


@pytest.mark.parametrize("said", ["AWS Error NO_SUCH_BUCKET during HeadObject operation", "Status(NOT_FOUND: no)"])
def test_a_missing_object_is_a_missing_file(said: str, memory_store: MemoryStore) -> None:
    memory_store.faults["bucket/a"] = OSError(said)
    with pytest.raises(FileNotFoundError) as error:
        Store("s3", "bucket").version("a")
    assert error.value.filename == "s3://bucket/a"


@pytest.mark.parametrize("key", ["", "..", "a/../b", "a//b", "./a", "/etc/passwd"])
def test_a_key_that_leads_elsewhere_is_never_requested(key: str, memory_store: MemoryStore) -> None:
    with pytest.raises(StoreError, match="names no object"):
        Store("s3", "bucket").version(key)
    assert memory_store.requests == {}


def test_an_object_keeps_the_version_in_which_it_was_first_seen(memory_store: MemoryStore) -> None:
    memory_store.put("bucket/a", b"old")
    store = Store("s3", "bucket")
    first = store.version("a")
    memory_store.put("bucket/a", b"newer")
    assert store.version("a") == first == Version(3, "modified 1")
    assert Store("s3", "bucket").version("a") == Version(5, "modified 2")


def test_an_object_that_was_missing_stays_so(memory_store: MemoryStore) -> None:
    store = Store("s3", "bucket")
    for data in (b"", b"there"):
        with pytest.raises(FileNotFoundError):
            store.version("a")
        memory_store.put("bucket/a", data)


def test_a_worker_gets_the_versions_that_were_seen_and_no_contents(memory_store: MemoryStore) -> None:
    memory_store.put("bucket/a", b"some secret contents")
    store = Store("s3", "bucket", (("region", "x"),))
    with store.open("a") as stream:
        stream.read()
    sent = pickle.dumps(store)
    assert pickle.loads(sent) == store
    assert b"secret" not in sent


def test_a_small_object_is_read_once(memory_store: MemoryStore) -> None:
    memory_store.put("bucket/a", b"abc")
    store = Store("s3", "bucket")
    for _ in range(3):
        with store.open("a") as stream:
            assert stream.read() == b"abc"
    assert memory_store.requests == {"bucket/a": 3}  # the version, the bytes, and the version again


def test_only_so_many_bytes_are_kept(memory_store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_KEPT", 4)
    store = Store("s3", "bucket")
    for key in ("a", "b"):
        memory_store.put(f"bucket/{key}", b"abc")
        for _ in range(2):
            with store.open(key) as stream:
                assert stream.read() == b"abc"
    assert memory_store.requests == {"bucket/a": 3, "bucket/b": 5}


def test_a_bucket_is_there_or_not(memory_store: MemoryStore) -> None:
    memory_store.put("bucket/a", b"")
    assert [Store("s3", name).has_bucket() for name in ("bucket", "other")] == [True, False]
