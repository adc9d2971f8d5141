"""Puts the hash of a table's sources into the parts of its Parquet, which were written before the hash was known."""

from __future__ import annotations

import os
from pathlib import Path

from packpress.errors import LostValueError
from packpress.filesystem.write import overwrite
from packpress.package.outputs.source_hash import SOURCE_HASH
from packpress.read.parquet.footer import read_footer

_END = 8
"""How many bytes follow the footer of a Parquet file: its length, and a mark."""


def new_stand_in() -> str:
    """Returns a text as long as a hash of sources, for which it stands in parts; no other file has it."""
    return f"sha256:{os.urandom(32).hex()}"


def seal(part: Path, stand_in: str, source_hash: str) -> None:
    """Replaces in the footer of the part what stands for the hash. Raises LostValueError if the footer is not as written."""
    with part.open("rb") as stream:
        size = stream.seek(-_END, os.SEEK_END) + _END
        length = int.from_bytes(stream.read(_END // 2), "little")
        begin = stream.seek(max(0, size - _END - length))
        footer = stream.read(length)
    old, new = stand_in.encode("ascii"), source_hash.encode("ascii")
    if footer.count(old) == 1 and len(old) == len(new):
        overwrite(part, begin + footer.index(old), new)
        if read_footer(part).metadata.get(SOURCE_HASH.encode()) == new:
            return
    raise LostValueError(f"{part.name}: its footer is not as it was written; this is a bug in packpress, please report it")
