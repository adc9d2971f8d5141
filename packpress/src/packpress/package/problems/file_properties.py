"""What a resource declares about its files: their encoding, size, hash and compression."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from packpress.encodings import ENCODINGS, UTF_8, canonical_encoding
from packpress.package.formats import resource_format
from packpress.package.model import DELIMITED, READ_FORMATS
from packpress.package.problems.checksum import read_hash
from packpress.package.problems.compression import compression_faults
from packpress.package.problems.property_types import DescriptorFault


def file_faults(raw: Mapping[str, Any], paths: tuple[str, ...], where: str) -> Iterator[DescriptorFault]:
    """Yields the faults of the properties that describe the files of a resource."""
    if fault := _encoding_fault(raw.get("encoding", UTF_8), resource_format(raw, paths[0])):
        yield "descriptor-encoding", True, f"{where}: {fault}"
    if raw.get("bytes", 0) < 0:
        yield "descriptor-bytes", True, f'{where}: "bytes" is negative; write the size of the file, or remove it'
    if "hash" in raw:
        try:
            read_hash(raw["hash"])
        except ValueError as error:
            yield "descriptor-hash", True, f'{where}: "hash" {error}'
    yield from compression_faults(raw, paths, where)


def _encoding_fault(name: str, form: str) -> str:
    encoding = canonical_encoding(name)
    if encoding == UTF_8 or form not in READ_FORMATS:
        return ""
    if form not in DELIMITED:
        return f'the encoding "{name}" is wrong, since Parquet stores text as UTF-8; remove "encoding"'
    known = ", ".join(ENCODINGS)
    return "" if encoding else f'the encoding "{name}" is not supported; save the file as UTF-8 (supported: {known})'
