"""Reads and checks one table: bytes to blocks, blocks to Arrow batches, batches to issues and typed values."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from fentanyl_control.check.cast import plain_number
from fentanyl_control.check.cells import Breach, FieldChecker
from fentanyl_control.check.constants import NULL_STRING, int_scalar
from fentanyl_control.check.keys import KeyColumns
from fentanyl_control.check.text import Block, Scanner
from fentanyl_control.errors import PackageError
from fentanyl_control.issue import Findings, Issue
from fentanyl_control.package.model import Dialect, Field, Package, Resource, Schema

MAX_ISSUES = 10_000
"""How many issues of the cells of one table are kept, over all its columns; all are counted."""
_FIFTEEN = int_scalar(15)


def read_cells(block: Block, columns: int, dialect: Dialect) -> list[pa.StringArray]:
    """The columns of a legal block as Arrow strings: one array a column, every cell as written, nothing null."""
    names = [str(number) for number in range(columns)]
    table = csv.read_csv(
        pa.BufferReader(block.data),
        read_options=csv.ReadOptions(column_names=names, block_size=len(block.data) + 1, use_threads=True),
        parse_options=csv.ParseOptions(
            delimiter=dialect.delimiter, newlines_in_values=b'"' in block.data, ignore_empty_lines=False
        ),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
        ),
    )
    return [column.combine_chunks() if column.num_chunks != 1 else column.chunk(0) for column in table.columns]


class TableChecker:
    """Checks one resource, file by file, block by block; keeps its key columns for the checks across tables."""

    def __init__(self, package: Package, resource: Resource, wanted_keys: frozenset[str], findings: Findings) -> None:
        assert resource.schema is not None
        self.package, self.resource, self.findings = package, resource, findings
        self.schema: Schema = resource.schema
        self.keys = {path: KeyColumns(wanted_keys) for path in resource.paths}
        self.key_columns = [self.schema.names.index(name) for name in self.schema.primary_key]
        self.rows = self.kept = 0
        self.inexact: set[str] = set()
        self.checkers: list[FieldChecker] = []
        for field in self.schema.fields:
            try:
                self.checkers.append(FieldChecker(field, field.name in self.schema.primary_key))
            except PackageError as error:
                where = self.schema.path or "datapackage.json"
                findings.add(Issue(where, 0, field.name, "", "schema-constraint", "error", str(error)))

    @property
    def is_usable(self) -> bool:
        """Whether every field could be compiled."""
        return len(self.checkers) == len(self.schema.fields)

    def batches(self) -> Iterator[list[pa.Array]]:
        """Check the table; gives the typed columns of each batch, in the schema's order, null where a cell is wrong."""
        for path in self.resource.paths:
            yield from self._file_batches(path)

    def _file_batches(self, path: str) -> Iterator[list[pa.Array]]:
        file = self.package.root / path
        if not file.is_file():
            self.findings.add(
                Issue(path, 0, "", "", "file-missing", "error", "the file is not there; add it or drop the resource")
            )
            return
        scanner = Scanner(file, path, self.resource.dialect, self.schema.names, self.findings)
        header_checked = False
        for block in scanner.blocks():
            if not header_checked:
                header_checked = True
                if not self._check_header(path, scanner.header or ()):
                    return
            yield self._check_block(path, block)
        if not header_checked and scanner.header is not None:
            self._check_header(path, scanner.header)

    def _check_header(self, path: str, header: tuple[str, ...]) -> bool:
        """Whether the header is exactly the schema's field names in order."""
        names = self.schema.names
        seen: dict[str, str] = {}
        for name in header:
            folded = name.strip().casefold()
            if folded in seen:
                message = f'the header has "{name}" after "{seen[folded]}"; give each column a name of its own'
                self.findings.add(Issue(path, 1, name, "", "header-duplicate", "error", message, name))
            seen.setdefault(folded, name)
        if header == names:
            return True
        for number in range(max(len(header), len(names))):
            given = header[number] if number < len(header) else None
            wanted = names[number] if number < len(names) else None
            if given != wanted:
                there = "no column" if given is None else f'"{given}"'
                here = "no more column" if wanted is None else f'"{wanted}"'
                message = f"column {number + 1} of the header is {there}, the schema has {here}; make them the same"
                self.findings.add(Issue(path, 1, wanted or "", "", "header-mismatch", "error", message, given or ""))
                break
        return False

    def _check_block(self, path: str, block: Block) -> list[pa.Array]:
        cells = read_cells(block, len(self.checkers), self.resource.dialect)
        lines = block.lines()
        keys = self.keys[path]
        keys.line_chunks.append(lines)
        typed = []
        for checker, column in zip(self.checkers, cells, strict=True):
            values, breaches = checker.check(column)
            for breach in breaches:
                self._report(path, breach, checker.field.name, column, cells, lines)
            keys.add(checker.field.name, values)
            if checker.field.type == "number" and self._changes_numbers(checker.field, column, values):
                self.inexact.add(checker.field.name)
            typed.append(values)
        self.rows += block.rows
        return typed

    def _changes_numbers(self, field: Field, cells: pa.StringArray, values: pa.Array) -> bool:
        """Whether float64 would change a number of the batch.

        A decimal of at most 15 significant digits always comes back from float64 as it was written (IEEE 754).
        """
        if not pc.any(pc.greater(pc.count_substring_regex(cells, pattern="[0-9]"), _FIFTEEN)).as_py():
            return False
        pairs = zip(self._number_texts(field, cells, values), values.to_pylist(), strict=True)
        return any(text is not None and Decimal(text) != Decimal(repr(value)) for text, value in pairs)

    def _number_texts(self, field: Field, cells: pa.StringArray, values: pa.Array) -> list[str | None]:
        texts: list[str | None] = plain_number(field, pc.if_else(pc.is_finite(values), cells, NULL_STRING)).to_pylist()
        return texts

    def lines(self) -> npt.NDArray[np.int64]:
        """The physical line of each row, over all files."""
        return np.concatenate([keys.lines for keys in self.keys.values()])

    def exact_numbers(self) -> dict[str, list[str | None]]:
        """The texts of the number columns in which float64 would change a value, read again from the checked files."""
        found: dict[str, list[str | None]] = {name: [] for name in sorted(self.inexact)}
        for path in self.resource.paths if found else ():
            scanner = Scanner(self.package.root / path, path, self.resource.dialect, self.schema.names, Findings())
            for block in scanner.blocks():
                cells = read_cells(block, len(self.checkers), self.resource.dialect)
                for checker, column in zip(self.checkers, cells, strict=True):
                    if checker.field.name in found:
                        values, _ = checker.check(column)
                        found[checker.field.name] += self._number_texts(checker.field, column, values)
        return found

    def _report(
        self,
        path: str,
        breach: Breach,
        name: str,
        column: pa.Array,
        cells: list[pa.StringArray],
        lines: npt.NDArray[np.int64],
    ) -> None:
        room = min(self.findings.room(path, name, breach.rule, breach.severity), MAX_ISSUES - self.kept)
        self.kept += min(room, len(breach.rows))
        for row in breach.rows[:room].tolist():
            key = ", ".join(cells[number][row].as_py() for number in self.key_columns)
            value = column[row].as_py()
            self.findings.add(Issue(path, int(lines[row]), name, key, breach.rule, breach.severity, breach.message, value))
        if len(breach.rows) > room:
            self.findings.count_only(path, name, breach.rule, len(breach.rows) - room, breach.severity)
