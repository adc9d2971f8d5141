"""Reads a delimited file as blocks of text cells, in the columns of its schema."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from packpress.issue import Findings
from packpress.package.model import Schema, Table
from packpress.read.csv.blocks import Block
from packpress.read.csv.places import FileHead, Split
from packpress.read.csv.split_columns import read_cells
from packpress.read.csv.split_scanner import SplitScanner
from packpress.read.header import Columns, match_header
from packpress.read.open_scanner import open_scanner
from packpress.read.reader import AnyBlock, Column


def _key_fields(schema: Schema) -> frozenset[str]:
    """Returns the names of the fields whose values identify something."""
    keys = (schema.primary_key, *schema.unique_keys, *(key.fields for key in schema.foreign_keys))
    unique = (field.name for field in schema.fields if field.constraints.get("unique"))
    return frozenset((*unique, *(name for key in keys for name in key)))


class DelimitedReader:
    """One delimited file of a resource with a schema."""

    def __init__(
        self,
        file: Path,
        path: str,
        resource: Table,
        findings: Findings,
        like: tuple[str, ...] | None = None,
    ) -> None:
        """``like`` is the header of the resource's first file, if this is another one."""
        self.path, self.schema, self.dialect, self.findings, self.like = path, resource.schema, resource.dialect, findings, like
        whole = Columns(resource.schema.names, tuple(range(len(resource.schema.fields))))
        self.places: Columns | None = None if resource.dialect.header else whole
        names, packed = resource.schema.names, resource.compression
        self.scanner = open_scanner(file, path, resource.dialect, findings, names, self._accepts, packed, even=False)
        self.scanner.key_fields = _key_fields(resource.schema)

    @property
    def header(self) -> tuple[str, ...] | None:
        """Names of the file's columns."""
        return self.scanner.header

    @property
    def has_faults(self) -> bool:
        """Whether the file could not be read completely as a table of its schema."""
        return self.scanner.has_faults or self.places is None

    def blocks(self) -> Iterator[AnyBlock]:
        """Yields the valid blocks in order; none if the header does not fit the schema."""
        return self.scanner.blocks()

    def name_faults_of(self, block: AnyBlock) -> None:
        """Reports the ragged rows of a block that could not be split into columns."""
        assert isinstance(block, Block)
        self.scanner.name_faults_of(block)

    def columns(self, block: AnyBlock) -> list[Column]:
        """Returns the cells of a block as written, one column per field, null if the file lacks it.

        Raises RaggedError if a row has more or fewer cells than the header.
        """
        assert isinstance(block, Block)
        assert self.places is not None
        cells = read_cells(block, len(self.places.names), self.dialect)
        return [Column(column) for column in self.places.arrange(cells, block.rows)]

    def _accepts(self, header: tuple[str, ...]) -> bool:
        self.places = match_header(self.schema, header, self.path, self.scanner.header_line, self.findings, self.like)
        return self.places is not None


class SplitReader(DelimitedReader):
    """One split of a plain file, whose header was read before: ``columns`` and ``head`` are those of the file."""

    scanner: SplitScanner

    def __init__(
        self, file: Path, path: str, resource: Table, findings: Findings, columns: Columns, head: FileHead, split: Split
    ) -> None:
        super().__init__(file, path, resource, findings)
        self.places = columns
        self.scanner = SplitScanner(file, path, resource.dialect, findings, head, split)
        self.scanner.key_fields = _key_fields(resource.schema)
