"""Which resources are compressed, and what is wrong with how they say so (the recipe "Compression of Resources").

The recipe lets a reader infer the compression from the path; here the resource has to say it, so that nothing is unpacked
that the package does not speak of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fentanyl_control.package.model import READ_FORMATS
from fentanyl_control.package.shape import Fault

READ = ("gz", "zip")
# ending of a path → how the file is compressed
_ENDINGS: Mapping[str, str] = {"gz": "gz", "zip": "zip", "bz2": "bzip2", "xz": "xz", "zst": "Zstandard"}


def inner_format(raw: Mapping[str, Any], path: str) -> str:
    """The format of the resource's data: as it says, else the ending of the path without that of its compression."""
    stem, _, ending = path.rpartition(".")
    if ending.lower() in _ENDINGS and ("compression" in raw or stem.rpartition(".")[2].lower() in READ_FORMATS):
        ending = stem.rpartition(".")[2]
    return str(raw.get("format", ending)).lower()


def compression_faults(raw: Mapping[str, Any], paths: tuple[str, ...], where: str) -> Iterator[Fault]:
    """What is wrong with the compression of a resource; a file that is no table may be an archive without saying so."""
    stated, form = raw.get("compression"), inner_format(raw, paths[0])
    is_table = "schema" in raw or raw.get("type") == "table" or form in READ_FORMATS
    rule = "descriptor-compression"
    if stated is not None and stated not in READ:
        yield rule, True, f'{where}: the compression "{stated}" is not read; use {" or ".join(READ)}, or unpack the file'
        return
    if stated is not None and form == "parquet":
        yield rule, True, f"{where}: Parquet is compressed inside; publish the file itself, without compression"
        return
    for path in paths if is_table else ():
        found = _ENDINGS.get(path.rpartition(".")[2].lower())
        if found in READ and stated is None:
            yield rule, True, f'{where}: the path "{path}" is compressed; write "compression": "{found}", or unpack the file'
        elif found is not None and found not in READ:
            yield (
                rule,
                True,
                f'{where}: the path "{path}" is compressed as {found}, which is not read; use gz, or unpack the file',
            )
        elif found is not None and found != stated:
            yield rule, True, f'{where}: the path "{path}" is {found}, but the compression says {stated}; make them the same'
