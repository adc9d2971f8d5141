"""Runs the compiled schemas and the rules on the typed frames of a package, and reports faults with their lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from packpress.check.keys.table_keys import Place
from packpress.check.rules.compile_pandera import compile_schema
from packpress.check.rules.rule import Fault, Rule, Tables
from packpress.edtf import EDTF_RULE, edtf_message, read_edtf
from packpress.errors import PackageError
from packpress.issue import Findings, Issue
from packpress.package.model import Table
from packpress.types.field import Field


def _edtf_faults(table: str, tables: Tables) -> list[Fault]:
    """Returns the EDTF dates (``packpress:edtf``) that are not real or whose start is after their end."""
    faults = []
    for field in tables.package.table(table).schema.fields:
        for row, value in tables[table][field.name].dropna().items() if field.is_edtf else ():
            try:
                read_edtf(_cell(field, value))
            except ValueError as error:
                faults.append(Fault(int(str(row)), field.name, edtf_message(error)))
    return faults


def run_rules(
    tables: Tables,
    places: Mapping[str, Place],
    rules: Sequence[Rule],
    findings: Findings,
    changed: Mapping[str, frozenset[str]],
) -> None:
    """Checks every frame by its compiled schema and by the rules that apply to it.

    ``places`` gives for each table the place of a row, ``changed`` the number columns whose values differ in the frame.
    Raises PackageError if a rule names a table that does not exist, or fails.
    """
    names = {resource.name for resource in tables.package.tables}
    for rule in rules:
        if unknown := sorted(set(rule.tables) - names):
            raise PackageError(f"the rule {rule.name} applies to the table {unknown[0]}, which the package does not have")
    for resource in tables.package.tables:
        bound = [rule for rule in rules if resource.name in rule.tables]
        bound.append(Rule(EDTF_RULE, (resource.name,), _edtf_faults))
        _run_table(resource, tables, places[resource.name], bound, findings, changed[resource.name])


def _run_table(
    resource: Table, tables: Tables, place: Place, rules: Sequence[Rule], findings: Findings, changed: frozenset[str]
) -> None:
    frame = tables[resource.name]
    found: dict[str, list[Fault]] = {}
    crashed: list[tuple[str, Exception]] = []
    checks = [_check(rule, resource.name, tables, found, crashed) for rule in rules]
    schema = compile_schema(resource.schema, resource.name, checks, changed)
    refused: list[Fault] = []
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        for error in errors.schema_errors:
            name = getattr(error.check, "name", None) or str(error.check)
            if name not in found:
                refused += _compiled_faults(error, name)
    for name, exception in crashed:
        message = f"the rule {name} failed on {resource.name}: {type(exception).__name__}: {exception}"
        raise PackageError(message) from exception
    for issue in (_issue(resource, frame, place, "pandera", fault) for fault in refused):
        if not _is_accepted(issue, findings):
            findings.add(issue)
    for name, faults in found.items():
        for fault in faults:
            findings.add(_issue(resource, frame, place, name, fault))


def _is_accepted(issue: Issue, findings: Findings) -> bool:
    """Returns whether the checker found an error in the same place, which the user lowered or ignores."""
    return findings.has_errors(issue.path, issue.column or None)


def _check(
    rule: Rule, table: str, tables: Tables, found: dict[str, list[Fault]], crashed: list[tuple[str, Exception]]
) -> pa.Check:
    """Returns the rule as a pandera check.

    Its faults are stored under its name in ``found``, because pandera only keeps which rows failed.
    """

    def judge(frame: pd.DataFrame) -> pd.Series[bool]:
        found[rule.name] = []
        try:
            found[rule.name] = list(rule.find(table, tables))
        except Exception as error:  # a rule is other people's code; pandera would take a crash for bad data
            crashed.append((rule.name, error))
        bad = {fault.row for fault in found[rule.name]}
        return pd.Series([row not in bad for row in frame.index], index=frame.index, dtype=bool)

    return pa.Check(judge, name=rule.name)


def _compiled_faults(error: pa.errors.SchemaError, name: str) -> list[Fault]:
    """Returns the faults of a check that was compiled from the schema; layer 2 should have found them first."""
    column = getattr(error.schema, "name", None) or ""
    cases = error.failure_cases
    rows = cases["index"].dropna().unique() if isinstance(cases, pd.DataFrame) and "index" in cases else [-1]
    return [Fault(int(row), str(column), f"pandera rejects what the checker accepted ({name})") for row in rows]


def _issue(resource: Table, frame: pd.DataFrame, place: Place, name: str, fault: Fault) -> Issue:
    """Returns the fault as an issue at its place; a fault without a row is reported at the first file of the table."""
    if not 0 <= fault.row < len(frame):
        return Issue(resource.paths[0], 0, fault.column, "", name, "error", fault.message)
    row = frame.iloc[fault.row]
    fields = {field.name: field for field in resource.schema.fields}
    value = _cell(fields[fault.column], row[fault.column]) if fault.column in fields else ""
    key = ", ".join(_cell(fields[field], row[field]) for field in resource.schema.primary_key)
    path, line = place(fault.row)
    return Issue(path, line, fault.column, key, name, "error", fault.message, value)


def _cell(field: Field, value: object) -> str:
    """Returns the typed value as the cell has it: 8435 and not 8435.0, true and not True, a date without a time."""
    if pd.isna(value):  # type: ignore[call-overload]  # a cell of a frame is a scalar
        return ""
    if isinstance(value, bool | np.bool_):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(float(value))
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)
