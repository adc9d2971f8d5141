"""Chooses the reader of a file by the format of its resource."""

from __future__ import annotations

from pathlib import Path

from packpress.issue import Findings
from packpress.package.model import INLINE, Table
from packpress.read.delimited import DelimitedReader
from packpress.read.reader import Reader


def open_reader(root: Path, path: str, resource: Table, findings: Findings, like: tuple[str, ...] | None = None) -> Reader:
    """Returns the reader of that file. ``like`` is the header of the resource's first file, if this is another one."""
    if resource.format == "parquet":
        from packpress.read.parquet.reader import ParquetReader  # the import takes 20 ms, which most packages need not spend

        return ParquetReader(root / path, path, resource, findings, like)
    if resource.format == INLINE:
        from packpress.read.inline import InlineReader

        return InlineReader(path, resource, findings)
    return DelimitedReader(root / path, path, resource, findings, like)
