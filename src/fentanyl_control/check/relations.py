"""Layer 2, keys: reports rows that repeat a key and rows that refer to nothing, across the tables of a package."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa

from fentanyl_control.check.keys import (
    duplicate_rows,
    key_fields,
    orphan_rows,
    referenced_fields,
    suggestion,
    unique_keys,
)
from fentanyl_control.check.tables import TableChecker
from fentanyl_control.issue import Findings, Issue
from fentanyl_control.package.model import ForeignKey, Package


def wanted_keys(package: Package) -> Mapping[str, frozenset[str]]:
    """For each table, the fields that some key of the package needs."""
    wanted = {resource.name: set(key_fields(resource.schema)) for resource in package.sources if resource.schema}
    for resource in package.sources:
        for key in resource.schema.foreign_keys if resource.schema else ():
            target, fields = referenced_fields(key, resource.name)
            if target in wanted:
                wanted[target].update(fields)
    return {name: frozenset(fields) for name, fields in wanted.items()}


class _Whole:
    """The key columns of a table over all its files, with the place of each row."""

    def __init__(self, checker: TableChecker) -> None:
        self.checker = checker
        self.places = [(path, line) for path, keys in checker.keys.items() for line in keys.lines.tolist()]

    def column(self, name: str) -> pa.Array:
        return pa.concat_arrays([keys.column(name) for keys in self.checker.keys.values()])

    def columns(self, names: tuple[str, ...]) -> list[pa.Array]:
        return [self.column(name) for name in names]

    def report(
        self,
        findings: Findings,
        fields: tuple[str, ...],
        rule: str,
        rows: Sequence[int],
        describe: Callable[[int], tuple[str, str]],
    ) -> None:
        """Add an issue for each of the rows, with the message and the value that ``describe`` gives for it."""
        keys = self.columns(self.checker.schema.primary_key)
        for number, row in enumerate(rows):
            path, line = self.places[row]
            if findings.room(path, fields[0], rule):
                message, value = describe(number)
                findings.add(Issue(path, line, fields[0], _values(keys, row), rule, "error", message, value))
            else:
                findings.count_only(path, fields[0], rule, 1)


def check_relations(checkers: Mapping[str, TableChecker], findings: Findings) -> None:
    """Add an issue for each repeated key and each foreign key without its row."""
    whole = {name: _Whole(checker) for name, checker in checkers.items()}
    for table in whole.values():
        for rule, fields in unique_keys(table.checker.schema):
            _check_unique(table, rule, fields, findings)
    for name, table in whole.items():
        for key in table.checker.schema.foreign_keys:
            target, _ = referenced_fields(key, name)
            if target in whole:
                _check_foreign(table, key, whole[target], target, findings)


def _values(columns: list[pa.Array], row: int) -> str:
    return ", ".join(str(column[row].as_py()) for column in columns)


def _check_unique(table: _Whole, rule: str, fields: tuple[str, ...], findings: Findings) -> None:
    columns = table.columns(fields)
    repeated = duplicate_rows(columns)

    def describe(number: int) -> tuple[str, str]:
        row, first = repeated[number]
        place = f"line {table.places[first][1]}"
        if table.places[first][0] != table.places[row][0]:
            place += f" of {table.places[first][0]}"
        message = f"{' and '.join(fields)} must be unique, and {place} has the same; change or remove one"
        return message, _values(columns, row)

    table.report(findings, fields, rule, [row for row, _ in repeated], describe)


def _check_foreign(table: _Whole, key: ForeignKey, parent: _Whole, target: str, findings: Findings) -> None:
    child, referred = table.columns(key.fields), parent.columns(key.reference_fields)
    orphans = orphan_rows(child, referred)

    def describe(number: int) -> tuple[str, str]:
        value = _values(child, orphans[number])
        hint = suggestion(value, referred[0]) if len(key.fields) == 1 else ""
        message = f"no row of {target} has this {' and '.join(key.reference_fields)}; add it there or correct it{hint}"
        return message, value

    table.report(findings, key.fields, "foreign-key", orphans, describe)
