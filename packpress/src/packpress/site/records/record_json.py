"""A record as JSON: its row, as the table has it."""

from __future__ import annotations

import json
import re
from typing import Any

from packpress.site.model.site import Site
from packpress.site.model.table import Row

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]*[1-9])?")
_DIGITS = 15
"""How many digits every program keeps of a number in JSON."""


def record_json(site: Site, record: Row) -> bytes:
    """Returns the record as JSON. Rows that belong to it are in the JSON lines of the release, under its identifier.

    Missing values are left out, and so are columns that the build added. A number that programs could round stays a string.
    """
    facts, fields = site.facts, record.table.own_fields
    row = {field.name: _value(record[field.name], field.type) for field in fields if record[field.name]}
    document = {"package": facts.name, "version": facts.version, "table": record.table.name, "record": row}
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _value(text: str, kind: str) -> Any:
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    if kind in ("integer", "number") and len(text) <= _DIGITS and _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text
