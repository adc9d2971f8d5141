"""A record as JSON: its row, and the rows of evidence, parties and comparisons that belong to it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.records.evidence import evidence_rows

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]*[1-9])?")
_DIGITS = 15
"""How many digits every program keeps of a number in JSON."""


def record_json(site: Site, record: Row) -> bytes:
    """Returns the record as JSON with one line for each row; ``related`` has the rows that belong to it, by table.

    Missing values are left out, and so are columns that the build added. A number that programs could round stays a string.
    """
    facts = site.facts
    head = {"package": facts.name, "version": facts.version, "table": record.table.name}
    lines = [f"{_text(name)}:{_text(value)}" for name, value in head.items()]
    related = [f"{_text(name)}:[{_lines(rows)}]" for name, rows in _related(site, record) if rows]
    lines += [f'"record":{_text(_row(record))}', f'"related":{{{",".join(related)}}}']
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _lines(rows: list[Row]) -> str:
    """Returns the rows, each in a line of its own."""
    return ",".join(f"\n{_text(_row(row))}" for row in rows)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _related(site: Site, record: Row) -> Iterator[tuple[str, list[Row]]]:
    """Yields the tables of parts of a record, each with the rows that belong to this one."""
    yield str(site.provenance.get("evidence", {}).get("resource", "")), evidence_rows(site, record)
    for part in (site.setting.parties, site.setting.comparisons, site.setting.wordings):
        if part is not None:
            found = [
                row for field, row in site.references_to(record) if field.table == part.resource and field.name in part.records
            ]
            yield part.resource, found


def _row(row: Row) -> dict[str, Any]:
    return {field.name: _value(row[field.name], field.type) for field in row.table.own_fields if row[field.name]}


def _value(text: str, kind: str) -> Any:
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    if kind in ("integer", "number") and len(text) <= _DIGITS and _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text
