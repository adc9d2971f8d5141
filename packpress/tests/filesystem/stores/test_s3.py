"""On a server of S3 a package has the report of its folder, and a wrong bucket, key or right is an error that names it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from tests.conftest import LETTERS, PackageMaker

from packpress.check.validate import examine
from packpress.filesystem.stores import store as store_module
from packpress.filesystem.stores.connect import connected
from packpress.filesystem.stores.faults import REFUSED, StoreError
from packpress.filesystem.stores.store_path import store_path
from packpress.publish.build import build

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[3]
PREFIX = "a b/ü%41+&=#"
_PLAIN = {"Content-Type": "text/plain"}
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}


def _answers(endpoint: str, path: str = "/moto-api/", data: bytes | None = None) -> bool:
    with suppress(URLError, ConnectionError), urlopen(Request(endpoint + path, data, _PLAIN)) as answer:  # of this machine
        return bool(answer.status == 200)
    return False


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The address of a server that listens on this machine, and ends with the tests."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [ROOT / "scripts" / "store-server", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "PYTHON": sys.executable},
    )
    try:
        while not _answers(address):
            assert server.poll() is None, "the server ended"
            time.sleep(0.1)
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


@pytest.fixture
def bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty bucket on the server, which the environment leads to; what objects are put into."""
    from pyarrow import fs

    for name, value in {**ENVIRONMENT, "AWS_ENDPOINT_URL": endpoint}.items():
        monkeypatch.setenv(name, value)
    connected.cache_clear()
    files: Any = fs
    made = files.S3FileSystem(endpoint_override=endpoint, allow_bucket_creation=True, allow_bucket_deletion=True)
    made.create_dir("bucket")
    yield made
    made.delete_dir("bucket")
    connected.cache_clear()


def _put(bucket: Any, path: str, data: bytes) -> None:
    with bucket.open_output_stream(path) as stream:
        stream.write(data)


def _put_folder(bucket: Any, folder: Path, prefix: str) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            _put(bucket, f"{prefix}/{file.relative_to(folder).as_posix()}", file.read_bytes())


def _validate(*arguments: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "packpress", "validate", *arguments], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("name", ["every-type", "ferries", "letters"])
def test_a_package_has_the_report_of_its_folder(name: str, bucket: Any, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(LETTERS.parent / name, tmp_path / name))
    if name == "letters":
        build(folder, with_codebook=True)
    _put_folder(bucket, folder, f"bucket/{PREFIX}")
    report = examine(folder, full=True).report
    assert examine(store_path(f"s3://bucket/{PREFIX}"), full=True).report == report
    assert report.valid


@pytest.mark.parametrize("options", [(), ("--engine", "dask")], ids=["threads", "dask"])
@pytest.mark.parametrize("address", ["s3://bucket", "s3://bucket/", "s3://bucket/datapackage.json"])
def test_the_command_reads_the_root_of_a_bucket(
    address: str, options: tuple[str, ...], bucket: Any, make_package: PackageMaker
) -> None:
    folder = make_package({"fields": [{"name": "a", "type": "integer"}], "primaryKey": "a"}, "a\n1\n2\nx\n2\n")
    _put_folder(bucket, folder, "bucket")
    found = _validate(str(folder))
    assert (_validate(address, *options), found[0]) == (found, 1)


def test_workers_read_their_own_ranges(bucket: Any, make_package: PackageMaker) -> None:
    from packpress.check.splits.dask_executor import opened_cluster

    rows = "".join(f'{number},"name\n{number}"\n' for number in (*range(100_000), 5))
    fields = [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}]
    folder = make_package({"fields": fields, "primaryKey": "a"}, f"a,b\n{rows}")
    _put_folder(bucket, folder, "bucket/p")
    with opened_cluster(split_size=500_000) as executor:
        report = examine(store_path("s3://bucket/p"), executor=executor).report
    assert (report, report.errors) == (examine(folder).report, 1)


# arguments → what is printed to standard error
FAULTS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "missing-bucket": (
        ("s3://nowhere/p",),
        "s3://nowhere/p: there is no bucket of this name; correct the address, or its region or endpoint",
    ),
    "missing-package": (
        ("s3://bucket/p/",),
        "datapackage.json: not found in s3://bucket/p, and nothing is listed there; give the prefix of a package, its "
        "descriptor or a table's file",
    ),
    "wrong-endpoint": (
        ("s3://bucket/p?endpoint_override=http://127.0.0.1:1",),
        "s3://bucket/p: the store does not answer; check the network, the endpoint and the region, then run this again",
    ),
}


@pytest.mark.usefixtures("bucket")
@pytest.mark.parametrize(("arguments", "message"), FAULTS.values(), ids=FAULTS)
def test_an_address_without_a_package_is_an_error(arguments: tuple[str, ...], message: str) -> None:
    assert _validate(*arguments) == (2, "", f"packpress: {message}\n")


def test_who_has_no_right_is_refused(bucket: Any, endpoint: str) -> None:
    _put(bucket, "bucket/p/datapackage.json", b"{}")
    assert _answers(endpoint, "/moto-api/reset-auth", b"0")  # from here on, the server asks who one is
    try:
        found = _validate("s3://bucket/p")
    finally:
        assert _answers(endpoint, "/moto-api/reset-auth", b"1000000000")
    assert found == (2, "", f"packpress: s3://bucket/p/datapackage.json: cannot be read: {REFUSED}\n")


@pytest.mark.parametrize(
    "data", [b"y" * 200_000, b"y" * 100_000, b"y" * 300_000, None], ids=["same", "less", "more", "removed"]
)
def test_an_object_that_changes_between_ranges_is_an_error(
    data: bytes | None, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "MOST_OF_ONE", 0)
    _put(bucket, "bucket/a", b"x" * 200_000)
    with store_path("s3://bucket/a").open("rb", buffering=0) as stream:
        assert stream.read(10) == b"x" * 10
        if data is None:
            bucket.delete_file("bucket/a")
        else:
            _put(bucket, "bucket/a", data)
        with pytest.raises(StoreError, match=r"^s3://bucket/a: changed while it was being read; run the command again$"):
            stream.read(200_000)


def test_pyarrow_gives_bytes_that_no_version_had(bucket: Any) -> None:
    """Why each range is compared: without a look at the version, the end of an object that became shorter is made up."""
    _put(bucket, "bucket/a", b"x" * 1000)
    with bucket.open_input_file("bucket/a") as source:
        _put(bucket, "bucket/a", b"y" * 10)
        read = source.read()
    assert (read[:10], len(read)) == (b"y" * 10, 1000)
