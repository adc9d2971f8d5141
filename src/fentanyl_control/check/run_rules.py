"""Runs the compiled schemas and the rules over the typed frames of a package, and reports faults at their lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from fentanyl_control.check.compile_pandera import compile_schema
from fentanyl_control.check.rules import Fault, Rule, Tables
from fentanyl_control.edtf import read_edtf
from fentanyl_control.issue import Findings, Issue
from fentanyl_control.package.model import Resource

Lines = npt.NDArray[np.int64]


def _edtf_faults(table: str, tables: Tables) -> list[Fault]:
    """Every EDTF date is real, and its start is not after its end (``press:edtf``)."""
    faults = []
    for field in tables.package.resource(table).schema.fields:  # type: ignore[union-attr]  # a rule binds tables only
        for row, text in tables[table][field.name].dropna().items() if field.is_edtf else ():
            try:
                read_edtf(text)
            except ValueError as error:
                message = f"{error}; write it as EDTF, e.g. 2024-02-29, 2023, 2013/.. or 2023-10-16/2023-10-20"
                faults.append(Fault(int(str(row)), field.name, message))
    return faults


def run_rules(tables: Tables, lines: Mapping[str, Lines], rules: Sequence[Rule], findings: Findings) -> None:
    """Validate every frame against its compiled schema and the rules that bind it.

    ``lines`` gives the physical line of each row of each table.
    """
    for resource in tables.package.sources:
        bound = [rule for rule in rules if resource.name in rule.tables]
        bound.append(Rule("edtf-date", (resource.name,), _edtf_faults))
        _run_table(resource, tables, lines[resource.name], bound, findings)


def _run_table(resource: Resource, tables: Tables, lines: Lines, rules: Sequence[Rule], findings: Findings) -> None:
    frame = tables[resource.name]
    found: dict[str, list[Fault]] = {}
    checks = [_check(rule, resource.name, tables, found) for rule in rules]
    assert resource.schema is not None
    schema = compile_schema(resource.schema, resource.name, checks)
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        for error in errors.schema_errors:
            name = getattr(error.check, "name", None) or str(error.check)
            faults = found.get(name) or _compiled_faults(error, name)
            for fault in faults:
                findings.add(_issue(resource, frame, lines, name if name in found else "pandera", fault))


def _check(rule: Rule, table: str, tables: Tables, found: dict[str, list[Fault]]) -> pa.Check:
    """The rule as a pandera check; its faults are kept under its name, for pandera keeps only which rows failed."""

    def judge(frame: pd.DataFrame) -> pd.Series[bool]:
        found[rule.name] = list(rule.find(table, tables))
        bad = {fault.row for fault in found[rule.name]}
        return pd.Series([row not in bad for row in frame.index], index=frame.index, dtype=bool)

    return pa.Check(judge, name=rule.name)


def _compiled_faults(error: pa.errors.SchemaError, name: str) -> list[Fault]:
    """The faults of a check that was compiled from the schema; layer 2 should have found them first."""
    column = getattr(error.schema, "name", None) or ""
    cases = error.failure_cases
    rows = cases["index"].dropna().unique() if isinstance(cases, pd.DataFrame) and "index" in cases else [-1]
    return [Fault(int(row), str(column), f"pandera refuses what the checker accepted ({name})") for row in rows]


def _issue(resource: Resource, frame: pd.DataFrame, lines: Lines, name: str, fault: Fault) -> Issue:
    inside = 0 <= fault.row < len(frame)
    row = frame.iloc[fault.row] if inside else None
    value = "" if row is None or fault.column not in frame or pd.isna(row[fault.column]) else str(row[fault.column])
    primary = resource.schema.primary_key if resource.schema else ()
    key = "" if row is None else ", ".join(str(row[field]) for field in primary)
    line = int(lines[fault.row]) if inside else 0
    return Issue(resource.paths[0], line, fault.column, key, name, "error", fault.message, value)
