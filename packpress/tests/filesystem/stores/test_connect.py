"""A store is connected to with what its address, its environment and its bucket say, in this order."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import pytest

from packpress.errors import PackpressError
from packpress.filesystem.stores.connect import connected

VARIABLES = (
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_S3",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AZURE_STORAGE_ACCOUNT",
    "AZURE_STORAGE_KEY",
    "AZURE_STORAGE_SAS_TOKEN",
)


@pytest.fixture
def pyarrow_fs(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """File systems that only have what they are made with, in place of those of pyarrow, and an environment without stores."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    module: Any = ModuleType("pyarrow.fs")
    for name in ("S3FileSystem", "GcsFileSystem", "AzureFileSystem"):
        setattr(module, name, lambda kind=name, **options: (kind, {k: v for k, v in options.items() if v}))
    module.resolve_s3_region = lambda bucket: f"region-of-{bucket}"
    monkeypatch.setitem(sys.modules, "pyarrow.fs", module)
    monkeypatch.setattr("pyarrow.fs", module, raising=False)
    connected.cache_clear()
    yield module
    connected.cache_clear()


# what counts → the scheme, the options, the environment, and what the file system is made with
CASES: Mapping[str, tuple[str, dict[str, str], dict[str, str], tuple[str, dict[str, Any]]]] = {
    "s3-of-amazon": ("s3", {}, {}, ("S3FileSystem", {"region": "region-of-b"})),
    "s3-region-of-environment": ("s3", {}, {"AWS_DEFAULT_REGION": "eu"}, ("S3FileSystem", {"region": "eu"})),
    "s3-region-of-address": ("s3", {"region": "us"}, {"AWS_REGION": "eu"}, ("S3FileSystem", {"region": "us"})),
    "s3-endpoint-of-environment": (
        "s3",
        {},
        {"AWS_ENDPOINT_URL": "http://a", "AWS_ENDPOINT_URL_S3": "http://b"},
        ("S3FileSystem", {"endpoint_override": "http://b"}),
    ),
    "s3-endpoint-of-address": (
        "s3",
        {"endpoint_override": "c", "scheme": "http", "anonymous": "true"},
        {"AWS_ENDPOINT_URL": "http://a"},
        ("S3FileSystem", {"endpoint_override": "c", "scheme": "http", "anonymous": True}),
    ),
    "gs": ("gs", {}, {}, ("GcsFileSystem", {})),
    "gs-anonymous": ("gs", {"anonymous": "True"}, {}, ("GcsFileSystem", {"anonymous": True})),
    "gs-not-anonymous": ("gs", {"anonymous": "false"}, {}, ("GcsFileSystem", {})),
    "az-of-environment": (
        "az",
        {},
        {"AZURE_STORAGE_ACCOUNT": "x", "AZURE_STORAGE_KEY": "k"},
        ("AzureFileSystem", {"account_name": "x", "account_key": "k"}),
    ),
    "az-of-address": (
        "az",
        {"account_name": "y", "blob_storage_scheme": "http"},
        {"AZURE_STORAGE_ACCOUNT": "x", "AZURE_STORAGE_SAS_TOKEN": "t"},
        ("AzureFileSystem", {"account_name": "y", "sas_token": "t", "blob_storage_scheme": "http"}),
    ),
}


@pytest.mark.usefixtures("pyarrow_fs")
@pytest.mark.parametrize(("scheme", "options", "environment", "made"), CASES.values(), ids=CASES)
def test_a_file_system_is_made_with(
    scheme: str,
    options: dict[str, str],
    environment: dict[str, str],
    made: tuple[str, dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found: Any = connected(scheme, "b", tuple(options.items()))
    assert found == made


@pytest.mark.usefixtures("pyarrow_fs")
def test_azure_needs_an_account() -> None:
    with pytest.raises(PackpressError) as error:
        connected("az", "b", ())
    message = "az://: the account is not known; add ?account_name=NAME to the address, or set AZURE_STORAGE_ACCOUNT"
    assert str(error.value) == message


def test_a_store_that_pyarrow_was_built_without_is_named(pyarrow_fs: ModuleType) -> None:
    del pyarrow_fs.GcsFileSystem
    with pytest.raises(PackpressError) as error:
        connected("gs", "b", ())
    message = "this pyarrow was built without it; install the wheel of pyarrow, or copy the package to a folder"
    assert str(error.value) == f"GcsFileSystem: {message}"
