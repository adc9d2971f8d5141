"""Reads Parquet for frictionless, whose own reader uses pandas and loses values.

pandas has no missing integers: a column that has one becomes ``float64``, its missing cells become NaN, which frictionless
rejects, and integers beyond 2**53 are rounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from frictionless import Resource

_NAME = "exact-parquet"


@contextmanager
def exact_parquet() -> Iterator[None]:
    """Makes frictionless read Parquet value by value with pyarrow until the ``with`` block ends."""
    from frictionless import Parser, Plugin, system

    class ExactParquetParser(Parser):
        def read_cell_stream_create(self) -> Iterator[list[Any]]:
            import pyarrow.parquet as pq

            assert self.resource.normpath is not None  # it is a file
            with pq.ParquetFile(self.resource.normpath) as file:
                yield list(file.schema_arrow.names)
                for batch in file.iter_batches():
                    yield from map(list, zip(*(column.to_pylist() for column in batch.columns), strict=True))

    class ExactParquetPlugin(Plugin):
        def create_parser(self, resource: Resource) -> Parser | None:
            return ExactParquetParser(resource) if resource.format == "parquet" else None

    system.register(_NAME, ExactParquetPlugin())  # takes precedence over the plug-ins of frictionless
    try:
        yield
    finally:
        system.deregister(_NAME)
