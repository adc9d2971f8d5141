"""What a resource declares about its files: their encoding, size, hash and compression."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from packpress.package.formats import resource_format
from packpress.package.model import READ_FORMATS
from packpress.package.problems.checksum import read_hash
from packpress.package.problems.compression import compression_faults
from packpress.package.problems.property_types import DescriptorFault


def file_faults(raw: Mapping[str, Any], paths: tuple[str, ...], where: str) -> Iterator[DescriptorFault]:
    """Yields the faults of the properties that describe the files of a resource."""
    encoding = raw.get("encoding", "utf-8")
    if encoding.lower() not in ("utf-8", "utf8") and resource_format(raw, paths[0]) in READ_FORMATS:
        yield "descriptor-encoding", True, f'{where}: the encoding "{encoding}" is not supported; save the file as UTF-8'
    if raw.get("bytes", 0) < 0:
        yield "descriptor-bytes", True, f'{where}: "bytes" is negative; write the size of the file, or remove it'
    if "hash" in raw:
        try:
            read_hash(raw["hash"])
        except ValueError as error:
            yield "descriptor-hash", True, f'{where}: "hash" {error}'
    yield from compression_faults(raw, paths, where)
