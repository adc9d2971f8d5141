"""Writes a JSON Schema (draft 2020-12) for one row of a table as an object."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pyarrow as pa

from packpress.export.columns import Constant, TypedField, columns_of
from packpress.export.limits import unsaid
from packpress.export.python_text import beginning
from packpress.export.regular_expression import ecma_expression
from packpress.package.model import Package, Table
from packpress.pattern.syntax.faults import UncheckedPatternError

_TYPES = {pa.int64(): "integer", pa.float64(): "number", pa.bool_(): "boolean"}


def write_json_schema(package: Package, table: Table) -> str:
    """Returns the JSON Schema: numbers and booleans are those of JSON, all else is text; a missing value is null or absent."""
    columns = list(columns_of(table))
    lines = beginning(table, "json-schema", "One row of the table as an object.", unsaid(table, "json-schema"), "")
    schema: dict[str, Any] = {
        "$comment": "\n".join(line.strip() for line in lines),
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table.title or table.name,
    }
    if table.description:
        schema["description"] = table.description
    schema |= {
        "type": "object",
        "properties": {column.name: _property(column) for column in columns},
        "required": [column.name for column in columns if column.is_required],
        "additionalProperties": table.schema.fields_match in ("subset", "partial"),
    }
    for name in ("primaryKey", "uniqueKeys", "foreignKeys"):
        if name in table.schema.raw:
            schema[f"x-{name}"] = table.schema.raw[name]
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _property(column: TypedField) -> dict[str, Any]:
    field, kind = column.field, column.kind
    found: dict[str, Any] = {name: text for name, text in (("title", field.title), ("description", field.description)) if text}
    type_ = _TYPES.get(kind.arrow, "string")
    found["type"] = type_ if column.is_required else [type_, "null"]
    if kind.arrow == pa.int64():
        found |= {"minimum": -(2**63), "maximum": 2**63 - 1}
    if kind.arrow == pa.date32():
        found["format"] = "date"
    patterns = [] if type_ != "string" else [text for text in (kind.lexis.pattern, column.pattern) if text]
    expressions = [{"pattern": text} for text in map(_expression, patterns) if text]
    found |= expressions[0] if len(expressions) == 1 else {"allOf": expressions} if expressions else {}
    found |= column.lengths
    if allowed := column.allowed:
        found["enum"] = [_constant(value) for value in allowed] + ([] if column.is_required else [None])
    for name, bound in column.bounds.items():
        found[f"x-{name}" if isinstance(bound, date) else name] = _constant(bound)
    if kind.is_json:
        found["contentMediaType"] = "application/json"
        if "jsonSchema" in field.constraints:
            found["contentSchema"] = field.constraints["jsonSchema"]
    if field.constraints.get("unique"):
        found["x-unique"] = True
    return found


def _expression(pattern: str) -> str | None:
    """Returns the pattern for JSON Schema; None if it cannot be written, which ``limits`` says."""
    try:
        return ecma_expression(pattern)
    except UncheckedPatternError:
        return None


def _constant(value: Constant) -> str | int | float | bool:
    return value.isoformat() if isinstance(value, date) else value
