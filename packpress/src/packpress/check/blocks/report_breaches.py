"""Turns the breaches of a checked block into issues, with their lines, keys and values."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from packpress.check.blocks.judge_block import JudgedBlock
from packpress.issue import Findings, Issue
from packpress.package.model import Schema
from packpress.read.reader import AnyBlock, Breach


def report_breaches(path: str, schema: Schema, block: AnyBlock, judged: JudgedBlock, findings: Findings) -> None:
    """Adds an issue for each row of a breach, column by column, those of a rule in the order of the rows."""
    keys = [judged.given[schema.names.index(name)].cells for name in schema.primary_key]
    for name, given, column in zip(schema.names, judged.given, judged.columns, strict=True):
        of_kind: dict[tuple[str, str], list[Breach]] = {}
        for breach in column.breaches:
            of_kind.setdefault((breach.rule, breach.severity), []).append(breach)
        for breaches in of_kind.values():
            _report(path, breaches, name, given.cells, keys, block, findings)


def _report(
    path: str,
    breaches: Sequence[Breach],
    name: str,
    cells: pa.StringArray,
    keys: Sequence[pa.StringArray],
    block: AnyBlock,
    findings: Findings,
) -> None:
    """Adds the issues of breaches that have one rule and one severity."""
    first, total = breaches[0], sum(len(breach.rows) for breach in breaches)
    room = findings.room(path, name, first.rule, first.severity)
    lines = block.lines() if room else ()
    rows = [(row, breach.message) for breach in breaches for row in breach.rows[:room].tolist()]
    if len(breaches) > 1:
        rows.sort()
    for row, message in rows[:room]:
        key = ", ".join(column[row].as_py() or "" for column in keys)
        value = cells[row].as_py() or ""
        findings.add(Issue(path, int(lines[row]), name, key, first.rule, first.severity, message, value))
    if total > room:
        findings.count_only(path, name, first.rule, total - room, first.severity)
