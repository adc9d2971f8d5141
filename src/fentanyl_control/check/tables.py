"""Reads and checks one table: bytes to blocks, blocks to Arrow batches, batches to issues and typed values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from fentanyl_control.check.blocks import Block
from fentanyl_control.check.cast import plain_number
from fentanyl_control.check.cells import Breach, FieldChecker
from fentanyl_control.check.constants import NULL_STRING
from fentanyl_control.check.dialects import open_scanner
from fentanyl_control.check.in_order import in_order
from fentanyl_control.check.keys import KeyBlock, TableKeys, key_block
from fentanyl_control.errors import PackageError
from fentanyl_control.issue import Findings, Issue
from fentanyl_control.package.model import Dialect, Field, Package, Resource, Schema

MAX_ISSUES = 10_000
"""How many issues of the cells of one table are kept, over all its columns; all are counted."""


def read_cells(block: Block, columns: int, dialect: Dialect) -> list[pa.StringArray]:
    """The columns of a legal block as Arrow strings: one array a column, every cell as written, nothing null."""
    names = [str(number) for number in range(columns)]
    table = csv.read_csv(
        pa.BufferReader(block.data),
        read_options=csv.ReadOptions(column_names=names, block_size=len(block.data) + 1, use_threads=False),
        parse_options=csv.ParseOptions(
            delimiter=block.delimiter or dialect.delimiter, newlines_in_values=block.has_long_rows, ignore_empty_lines=False
        ),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
        ),
    )
    return [column.combine_chunks() if column.num_chunks != 1 else column.chunk(0) for column in table.columns]


_OTHER_DELIMITER = "; its cells seem to be parted by semicolons: write commas, or name the delimiter in a dialect"


@dataclass(frozen=True)
class _Column:
    """A judged column of a block: its typed values, what it breaks, and whether float64 would change a number of it."""

    values: pa.Array
    breaches: list[Breach]
    is_inexact: bool


@dataclass(frozen=True)
class _Judged:
    """A judged block: its cells as text, its columns, and what it gives to the checks of keys."""

    cells: list[pa.StringArray]
    columns: list[_Column]
    keys: KeyBlock


def _differs(text: str, value: float) -> bool:
    try:
        return Decimal(text) != Decimal(repr(value))
    except InvalidOperation:
        return False  # a zero with an exponent beyond Decimal's; any other number like that does not fit float64


def _shown(name: str | None, nothing: str) -> str:
    """A name for a message, cut where a header is hostile."""
    return nothing if name is None else f'"{name if len(name) <= 80 else name[:79] + "…"}"'


class TableChecker:
    """Checks one resource, file by file, block by block; keeps its key columns for the checks across tables."""

    def __init__(self, package: Package, resource: Resource, wanted_keys: frozenset[str], findings: Findings) -> None:
        assert resource.schema is not None
        self.package, self.resource, self.findings = package, resource, findings
        self.schema: Schema = resource.schema
        self.wanted_keys = wanted_keys
        self.keys = TableKeys()
        self.key_columns = [self.schema.names.index(name) for name in self.schema.primary_key]
        self.rows = self.kept = 0
        self.is_complete = True
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
            self.is_complete = False
            return
        scanner = open_scanner(
            file,
            path,
            self.resource.dialect,
            self.findings,
            self.schema.names,
            lambda header: self._check_header(path, header, scanner.header_line),
        )
        for block, judged in in_order(self._judge_block, scanner.blocks()):
            yield self._take_block(path, block, judged)
        self.is_complete = self.is_complete and not scanner.has_faults

    def _check_header(self, path: str, header: tuple[str, ...], line: int) -> bool:
        """Whether the header is exactly the schema's field names in order."""
        names = self.schema.names
        seen: dict[str, str] = {}
        for name in header:
            folded = name.strip().casefold()
            if folded and folded in seen:
                message = f"the header has {_shown(name, '')} after {_shown(seen[folded], '')}; give each a name of its own"
                self.findings.add(Issue(path, line, name, "", "header-duplicate", "error", message, name))
            seen.setdefault(folded, name)
        if header == names:
            return True
        for number in range(max(len(header), len(names))):
            given = header[number] if number < len(header) else None
            wanted = names[number] if number < len(names) else None
            if given != wanted:
                there, here = _shown(given, "missing"), _shown(wanted, "no more column")
                message = f"column {number + 1} of the header is {there}, the schema has {here}"
                message += _OTHER_DELIMITER if len(header) == 1 and ";" in header[0] else "; make them the same"
                self.findings.add(Issue(path, line, wanted or "", "", "header-mismatch", "error", message, given or ""))
                break
        self.is_complete = False
        return False

    def _judge_block(self, block: Block) -> _Judged:
        """Check every column of a block; touches nothing that blocks share, so that several can be judged at a time."""
        cells = read_cells(block, len(self.checkers), self.resource.dialect)
        columns = [self._judge_column(checker, column) for checker, column in zip(self.checkers, cells, strict=True)]
        values = {name: column.values for name, column in zip(self.schema.names, columns, strict=True)}
        return _Judged(cells, columns, key_block(block, self.schema, values, self.wanted_keys))

    def _judge_column(self, checker: FieldChecker, cells: pa.StringArray) -> _Column:
        values, breaches = checker.check(cells)
        is_number = checker.field.type == "number"
        return _Column(values, breaches, is_number and self._changes_numbers(checker.field, cells, values))

    def _take_block(self, path: str, block: Block, judged: _Judged) -> list[pa.Array]:
        """Report what a judged block breaks and keep its keys; its typed columns."""
        for name, cells, column in zip(self.schema.names, judged.cells, judged.columns, strict=True):
            for breach in column.breaches:
                self._report(path, breach, name, cells, judged.cells, block)
            if column.is_inexact:
                self.inexact.add(name)
        self.keys.add(path, judged.keys)
        self.rows += block.rows
        return [column.values for column in judged.columns]

    def _changes_numbers(self, field: Field, cells: pa.StringArray, values: pa.Array) -> bool:
        """Whether float64 would change a number of the batch.

        A decimal of at most 15 significant digits always comes back from float64 as it was written (IEEE 754).
        """
        if (pc.max(pc.binary_length(cells)).as_py() or 0) <= 15:
            return False
        pairs = zip(self._number_texts(field, cells, values), values.to_pylist(), strict=True)
        return any(text is not None and _differs(text, value) for text, value in pairs)

    def _number_texts(self, field: Field, cells: pa.StringArray, values: pa.Array) -> list[str | None]:
        texts: list[str | None] = plain_number(field, pc.if_else(pc.is_finite(values), cells, NULL_STRING)).to_pylist()
        return texts

    def exact_numbers(self) -> dict[str, list[str | None]]:
        """The texts of the number columns in which float64 would change a value, read again from the checked files."""
        found: dict[str, list[str | None]] = {name: [] for name in sorted(self.inexact)}
        for path in self.resource.paths if found else ():
            file, dialect = self.package.root / path, self.resource.dialect
            scanner = open_scanner(file, path, dialect, Findings(), self.schema.names)
            for block in scanner.blocks():
                cells = read_cells(block, len(self.checkers), dialect)
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
        block: Block,
    ) -> None:
        room = min(self.findings.room(path, name, breach.rule, breach.severity), MAX_ISSUES - self.kept)
        lines = block.lines() if room else ()
        self.kept += min(room, len(breach.rows))
        for row in breach.rows[:room].tolist():
            key = ", ".join(cells[number][row].as_py() for number in self.key_columns)
            value = column[row].as_py()
            self.findings.add(Issue(path, int(lines[row]), name, key, breach.rule, breach.severity, breach.message, value))
        if len(breach.rows) > room:
            self.findings.count_only(path, name, breach.rule, len(breach.rows) - room, breach.severity)
