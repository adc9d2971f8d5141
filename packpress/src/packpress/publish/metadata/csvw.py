"""CSV on the Web: the columns, types and keys of the CSV files in ``csv.zip``, when it is unpacked to the folder ``csv``."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

import pyarrow as pa

from packpress.publish.metadata.facts.columns import PublishedColumn, primary_key, published_columns, published_keys
from packpress.publish.metadata.facts.described import Described
from packpress.publish.metadata.notation.json_text import json_text, without_empty
from packpress.publish.release.model import PublishedTable

_ARCHIVE, _FOLDER = "csv.zip", "csv"
"""The archive, and the folder to which it is unpacked."""
# constraint of Table Schema → property of a data type, for numbers and for texts
_NUMBER_BOUNDS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "minExclusive",
    "exclusiveMaximum": "maxExclusive",
}
_TEXT_BOUNDS = {"minLength": "minLength", "maxLength": "maxLength"}


def csvw_text(described: Described) -> str:
    """Returns the metadata document as JSON."""
    facts, paths = described.facts, csv_paths(described)
    return json_text(
        without_empty(
            {
                "@context": "http://www.w3.org/ns/csvw",
                "dc:title": facts.title,
                "dc:description": facts.description,
                "dc:license": [{"@id": licence.url} for licence in facts.licences if licence.url],
                "dc:creator": [person.name for person in facts.creators],
                "dc:subject": list(facts.keywords),
                "dc:issued": facts.day,
                "tables": [_table(described, table, paths) for table in described.tables if table.name in paths],
            }
        )
    )


def csv_paths(described: Described) -> dict[str, str]:
    """Returns the path of each table's CSV file after unpacking, by the table's name; empty without the archive."""
    archive = described.release.folder / _ARCHIVE
    if not archive.is_file():
        return {}
    with zipfile.ZipFile(archive) as opened:
        found = {PurePosixPath(name).name: name for name in sorted(opened.namelist(), reverse=True)}
    names = {table.name: f"{table.name}.csv" for table in described.tables}
    return {table: f"{_FOLDER}/{found[file]}" for table, file in names.items() if file in found}


def _table(described: Described, table: PublishedTable, paths: Mapping[str, str]) -> dict[str, Any]:
    columns = published_columns(table)
    key = [column_name(name) for name in primary_key(table)]
    required = set(primary_key(table))
    return without_empty(
        {
            "url": quote(paths[table.name]),
            "dc:title": table.title,
            "dc:description": table.description,
            "tableSchema": without_empty(
                {
                    "columns": [_column(column, column.name in required) for column in columns],
                    "primaryKey": key,
                    "foreignKeys": list(_foreign_keys(described, table, paths)),
                }
            ),
        }
    )


def _column(column: PublishedColumn, is_key: bool) -> dict[str, Any]:
    return without_empty(
        {
            "name": column_name(column.name),
            "titles": column.name,
            "dc:title": column.title,
            "dc:description": column.description,
            "datatype": _data_type(column),
            "required": True if is_key or column.constraints.get("required") is True else None,
        }
    )


def column_name(name: str) -> str:
    """Returns the name in the characters of a variable of URI templates, the others percent-encoded; none begins with _."""
    encoded = re.sub(r"[^A-Za-z0-9_]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), name)
    return encoded if not encoded.startswith("_") else f"%5F{encoded[1:]}"


def _data_type(column: PublishedColumn) -> Any:
    base = next((name for is_type, name in _TYPES if is_type(column.arrow)), "string")
    wanted = _NUMBER_BOUNDS if base in ("integer", "number") else _TEXT_BOUNDS if base == "string" else {}
    bounds = {name: column.constraints.get(constraint) for constraint, name in wanted.items()}
    found = {name: value for name, value in bounds.items() if isinstance(value, int | float) and not isinstance(value, bool)}
    return {"base": base, **found} if found else base


# whether an Arrow type is one of these → the data type of its values in CSV
_TYPES = (
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_integer, "integer"),
    (pa.types.is_floating, "number"),
    (pa.types.is_decimal, "number"),
    (pa.types.is_date, "date"),
    (pa.types.is_timestamp, "datetime"),
)


def _foreign_keys(described: Described, table: PublishedTable, paths: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for key in published_keys(described.release):
        if key.table == table.name and key.target in paths:
            yield {
                "columnReference": [column_name(name) for name in key.fields],
                "reference": {
                    "resource": quote(paths[key.target]),
                    "columnReference": [column_name(name) for name in key.target_fields],
                },
            }
