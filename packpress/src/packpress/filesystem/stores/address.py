"""Addresses in object stores, as a person types them: ``s3://bucket/prefix?region=eu-west-1``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from packpress.errors import PackpressError
from packpress.escape import escape

# scheme → the options that may follow the address, named as in pyarrow
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "s3": ("anonymous", "endpoint_override", "region", "scheme"),
    "gs": ("anonymous", "endpoint_override", "scheme"),
    "az": ("account_name", "blob_storage_authority", "blob_storage_scheme"),
}
_BEGINNING = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_SECRET = re.compile(r"://[^/@]*:[^/]*@")
_OTHER_NAMES = {"s3a": "s3", "gcs": "gs", "abfs": "az", "abfss": "az"}


class Address(NamedTuple):
    """A place in a store: ``key`` is the name of an object or a prefix, "" for the whole bucket."""

    scheme: str
    bucket: str
    key: str
    options: tuple[tuple[str, str], ...] = ()


def has_scheme(text: str) -> bool:
    """Returns whether the text begins like the address of a store, right or wrong."""
    begun = _BEGINNING.match(text)
    return begun is not None and begun[1].lower() in (*OPTIONS, *_OTHER_NAMES)


def parse_address(text: str) -> Address:
    """Returns the parts of an address, in which nothing is percent-encoded. Raises PackpressError if it is not one."""
    begun = _BEGINNING.match(text)
    scheme = begun[1] if begun else ""
    if begun is None or scheme not in OPTIONS:
        usual = _OTHER_NAMES.get(scheme.lower(), scheme.lower())
        place = "az://CONTAINER/KEY?account_name=ACCOUNT" if usual == "az" else f"{usual}://"
        remedy = f"write {place}" if usual in OPTIONS else "only s3://, gs:// and az:// are read; save it and give the file"
        raise PackpressError(f"{_shown(text)}: is not the address of an object store; {remedy}")
    place, _, query = text[begun.end() :].partition("?")
    bucket, _, key = place.partition("/")
    if "@" in bucket:
        message = "has a name or a secret before its bucket; remove it, and set the environment variables of the store"
        raise PackpressError(f"{scheme}://…: {message}, such as AWS_ACCESS_KEY_ID")
    if not bucket:
        raise PackpressError(f"{_shown(text)}: names no bucket; write {scheme}://BUCKET/PREFIX")
    key = key.removesuffix("/")
    if key and any(part in ("", ".", "..") for part in key.split("/")):
        raise PackpressError(f'{_shown(text)}: has an empty part, "." or ".." in its key; write the key without')
    if not f"{bucket}{key}".isprintable() or "\\" in place:
        raise PackpressError(f"{_shown(text)}: has a control character or a backslash; packages with such keys are not read")
    return Address(scheme, bucket, key, _options(scheme, query, text))


def _options(scheme: str, query: str, text: str) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for item in query.split("&") if query else ():
        name, _, value = item.partition("=")
        if name not in OPTIONS[scheme] or not value or name in found:
            fault = "appears twice" if name in found else "has no value" if name in OPTIONS[scheme] else "is unknown"
            known = ", ".join(OPTIONS[scheme])
            raise PackpressError(f"{_shown(text)}: the option {escape(name)} {fault}; the options of {scheme}:// are {known}")
        if "@" in value:
            message = "remove it, and set the environment variables of the store"
            raise PackpressError(f"{_shown(text)}: the option {escape(name)} has a name or a secret before its host; {message}")
        found[name] = value
    return tuple(sorted(found.items()))


def _shown(text: str) -> str:
    """Returns the address without its options, and without a name and a secret before its host, as in a message."""
    return escape(_SECRET.sub("://…@", text.partition("?")[0]))[1:-1]
