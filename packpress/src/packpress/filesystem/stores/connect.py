"""Connects to object stores through pyarrow, which knows their credentials, endpoints and retries."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from packpress.errors import PackpressError
from packpress.filesystem.stores.faults import in_words

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem


@lru_cache(maxsize=8)
def connected(scheme: str, bucket: str, options: tuple[tuple[str, str], ...]) -> FileSystem:
    """Returns the file system of the store that has the bucket. Raises PackpressError if pyarrow was built without it."""
    return _OPENERS[scheme](bucket, dict(options))


def _open_s3(bucket: str, options: dict[str, str]) -> FileSystem:
    """Returns S3, at the endpoint and in the region of the options, of the environment, or of the bucket itself."""
    endpoint = options.get("endpoint_override") or os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    region = options.get("region") or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    kind = _class("S3FileSystem")
    if not region and not endpoint:
        from pyarrow.fs import resolve_s3_region

        with in_words(f"s3://{bucket}"):
            region = resolve_s3_region(bucket)
    made: FileSystem = kind(
        anonymous=_is_true(options), region=region, scheme=options.get("scheme"), endpoint_override=endpoint
    )
    return made


def _open_gs(_: str, options: dict[str, str]) -> FileSystem:
    made: FileSystem = _class("GcsFileSystem")(
        anonymous=_is_true(options), scheme=options.get("scheme"), endpoint_override=options.get("endpoint_override")
    )
    return made


def _open_az(_: str, options: dict[str, str]) -> FileSystem:
    account = options.get("account_name") or os.environ.get("AZURE_STORAGE_ACCOUNT")
    if not account:
        message = "the account is not known; add ?account_name=NAME to the address, or set AZURE_STORAGE_ACCOUNT"
        raise PackpressError(f"az://: {message}")
    made: FileSystem = _class("AzureFileSystem")(
        account_name=account,
        account_key=os.environ.get("AZURE_STORAGE_KEY"),
        sas_token=os.environ.get("AZURE_STORAGE_SAS_TOKEN"),
        blob_storage_authority=options.get("blob_storage_authority"),
        blob_storage_scheme=options.get("blob_storage_scheme"),
    )
    return made


_OPENERS: Mapping[str, Callable[[str, dict[str, str]], FileSystem]] = {"s3": _open_s3, "gs": _open_gs, "az": _open_az}


def _class(name: str) -> Any:
    """Returns the class of pyarrow for a kind of store, which not every build of pyarrow has."""
    import pyarrow.fs

    try:
        return getattr(pyarrow.fs, name)
    except (AttributeError, ImportError) as error:
        message = "this pyarrow was built without it; install the wheel of pyarrow, or copy the package to a folder"
        raise PackpressError(f"{name}: {message}") from error


def _is_true(options: Mapping[str, str]) -> bool:
    return options.get("anonymous", "").lower() in ("1", "true")
