"""Which resources are compressed, and faults in how (the recipe "Compression of Resources").

By the recipe, the compression follows from the path: a table ``loans.csv.gz`` is gz. The property is needed only where the path
does not say it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from packpress.package.formats import COMPRESSED, is_declared_table, resource_format
from packpress.package.model import READ_FORMATS
from packpress.package.problems.property_types import DescriptorFault

READ = ("gz", "zip")
RULE = "descriptor-compression"


def compression_of(raw: Mapping[str, Any], paths: tuple[str, ...]) -> str:
    """Returns the compression of a resource's files: as declared, else for a table by its first path, else ""."""
    if "compression" in raw or not _is_table(raw, paths):
        return str(raw.get("compression", ""))
    found = _by_path(paths[0])
    return found if found in READ else ""


def compression_faults(raw: Mapping[str, Any], paths: tuple[str, ...], where: str) -> Iterator[DescriptorFault]:
    """Yields the faults of the compression of a resource; a file that is not a table may be an archive without declaring it."""
    stated = raw.get("compression")
    if stated is not None and stated not in READ:
        message = f'the compression "{stated}" is not supported; use {" or ".join(READ)}, or decompress the file'
        yield RULE, True, f"{where}: {message}"
        return
    if stated is not None and resource_format(raw, paths[0]) == "parquet":
        yield RULE, True, f"{where}: Parquet is compressed internally; publish the file itself, without compression"
        return
    used = compression_of(raw, paths)
    for path in paths if _is_table(raw, paths) else ():
        found = _by_path(path)
        if found and found not in READ:
            message = f'the path "{path}" is compressed as {found}, which is not supported; use gz, or decompress the file'
            yield RULE, True, f"{where}: {message}"
        elif found and found != used and stated is not None:
            yield RULE, True, f'{where}: "{path}" is {found}, but the declared compression is {used}; make them the same'
        elif found != used and stated is None:
            kind, first = found or "not compressed", used or "not compressed"
            message = f'"{path}" is {kind}, but "{paths[0]}" is {first}; make them the same'
            yield RULE, True, f"{where}: {message}"


def _is_table(raw: Mapping[str, Any], paths: tuple[str, ...]) -> bool:
    return is_declared_table(raw) or resource_format(raw, paths[0]) in READ_FORMATS


def _by_path(path: str) -> str:
    """Returns the compression that the path says, "" if none."""
    return COMPRESSED.get(path.rpartition(".")[2].lower(), "") if "." in path else ""
