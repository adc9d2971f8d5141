"""An address names a scheme, a bucket, a key and known options, and nothing in it is decoded."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from packpress.errors import PackpressError
from packpress.filesystem.stores.address import Address, has_scheme, parse_address

# text → its parts
ADDRESSES: Mapping[str, Address] = {
    "s3://bucket": Address("s3", "bucket", ""),
    "s3://bucket/": Address("s3", "bucket", ""),
    "s3://bucket/a/b": Address("s3", "bucket", "a/b"),
    "s3://bucket/a/b/": Address("s3", "bucket", "a/b"),
    "gs://bucket/a b/ü%41.csv": Address("gs", "bucket", "a b/ü%41.csv"),
    "az://container/a?account_name=x": Address("az", "container", "a", (("account_name", "x"),)),
    "s3://b/k?scheme=http&region=eu-west-1": Address("s3", "b", "k", (("region", "eu-west-1"), ("scheme", "http"))),
    "s3://b?endpoint_override=http://127.0.0.1:9000": Address("s3", "b", "", (("endpoint_override", "http://127.0.0.1:9000"),)),
}
# text → the message
FAULTS: Mapping[str, str] = {
    "https://example.org/a": (
        "https://example.org/a: is not the address of an object store; only s3://, gs:// and az:// are read; save it and give "
        "the file"
    ),
    "s3a://b/k": "s3a://b/k: is not the address of an object store; write s3://",
    "S3://b/k": "S3://b/k: is not the address of an object store; write s3://",
    "gcs://b": "gcs://b: is not the address of an object store; write gs://",
    "abfss://container@account.dfs.core.windows.net/a": (
        "abfss://container@account.dfs.core.windows.net/a: is not the address of an object store; write "
        "az://CONTAINER/KEY?account_name=ACCOUNT"
    ),
    "s3a://key:secret@b/k": "s3a://…@b/k: is not the address of an object store; write s3://",
    "s3://": "s3://: names no bucket; write s3://BUCKET/PREFIX",
    "s3:///a": "s3:///a: names no bucket; write s3://BUCKET/PREFIX",
    "s3://key:secret@bucket/a": (
        "s3://…: has a name or a secret before its bucket; remove it, and set the environment variables of the store, such as "
        "AWS_ACCESS_KEY_ID"
    ),
    "s3://b/a//c": 's3://b/a//c: has an empty part, "." or ".." in its key; write the key without',
    "s3://b/a/../c": 's3://b/a/../c: has an empty part, "." or ".." in its key; write the key without',
    "s3://b/./c": 's3://b/./c: has an empty part, "." or ".." in its key; write the key without',
    "s3://b/a\n": r"s3://b/a\n: has a control character or a backslash; packages with such keys are not read",
    "s3://b/a\\c": r"s3://b/a\\c: has a control character or a backslash; packages with such keys are not read",
    "s3://b/a?regio=x": (
        's3://b/a: the option "regio" is unknown; the options of s3:// are anonymous, endpoint_override, region, scheme'
    ),
    "s3://b/a?region=": (
        's3://b/a: the option "region" has no value; the options of s3:// are anonymous, endpoint_override, region, scheme'
    ),
    "gs://b?scheme=http&scheme=https": (
        'gs://b: the option "scheme" appears twice; the options of gs:// are anonymous, endpoint_override, scheme'
    ),
    "s3://b/a?endpoint_override=key:hush@host:9000": (
        's3://b/a: the option "endpoint_override" has a name or a secret before its host; remove it, and set the environment '
        "variables of the store"
    ),
    "s3://b?secret_key=hush": (
        's3://b: the option "secret_key" is unknown; the options of s3:// are anonymous, endpoint_override, region, scheme'
    ),
}


@pytest.mark.parametrize(("text", "address"), ADDRESSES.items(), ids=ADDRESSES)
def test_an_address_has_these_parts(text: str, address: Address) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize(("text", "message"), FAULTS.items(), ids=map(repr, FAULTS))
def test_a_wrong_address_is_rejected(text: str, message: str) -> None:
    with pytest.raises(PackpressError) as error:
        parse_address(text)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("s3://b", True), ("S3a://b", True), ("az://", True), ("https://b", False), ("data/s3://b", False), ("s3:/b", False)],
)
def test_the_beginning_of_an_address_tells_that_a_store_is_meant(text: str, wanted: bool) -> None:
    assert has_scheme(text) is wanted
