"""Which resources are compressed, and faults in how they declare it (the recipe "Compression of Resources").

The recipe lets a reader infer the compression from the path; here the resource must declare it, so that nothing is
decompressed unless the package says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from packpress.package.formats import COMPRESSED, is_declared_table, resource_format
from packpress.package.model import READ_FORMATS
from packpress.package.problems.property_types import DescriptorFault

READ = ("gz", "zip")


def compression_faults(raw: Mapping[str, Any], paths: tuple[str, ...], where: str) -> Iterator[DescriptorFault]:
    """Yields the faults of the compression of a resource; a file that is not a table may be an archive without declaring it."""
    stated, form = raw.get("compression"), resource_format(raw, paths[0])
    is_table = is_declared_table(raw) or form in READ_FORMATS
    rule = "descriptor-compression"
    if stated is not None and stated not in READ:
        yield (
            rule,
            True,
            f'{where}: the compression "{stated}" is not supported; use {" or ".join(READ)}, or decompress the file',
        )
        return
    if stated is not None and form == "parquet":
        yield rule, True, f"{where}: Parquet is compressed internally; publish the file itself, without compression"
        return
    for path in paths if is_table else ():
        found = COMPRESSED.get(path.rpartition(".")[2].lower())
        if found in READ and stated is None:
            yield (
                rule,
                True,
                f'{where}: the path "{path}" is compressed; write "compression": "{found}", or decompress the file',
            )
        elif found is not None and found not in READ:
            yield (
                rule,
                True,
                f'{where}: the path "{path}" is compressed as {found}, which is not supported; use gz, or decompress the file',
            )
        elif found is not None and found != stated:
            yield (
                rule,
                True,
                f'{where}: "{path}" is {found}, but the declared compression is {stated}; make them the same',
            )
